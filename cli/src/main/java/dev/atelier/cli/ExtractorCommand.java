package dev.atelier.cli;

import picocli.CommandLine.Command;

/** {@code atelier extractor}: the networks by which pictures are judged. */
@Command(
        name = "extractor",
        description = "Train a feature extractor on labelled pictures of your own, or look at those there are.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  atelier extractor train photos/",
            "  atelier extractor list",
            "  atelier extractor show fashion-mnist"
        })
final class ExtractorCommand {}
