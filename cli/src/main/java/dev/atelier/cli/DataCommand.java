package dev.atelier.cli;

import picocli.CommandLine.Command;

/** {@code atelier data}: what a data set holds, and where to get one. */
@Command(
        name = "data",
        description = "Look at a data set before training on it, or download one.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  atelier data inspect photos/",
            "  atelier data pairs facades/",
            "  atelier data fetch fashion-mnist"
        })
final class DataCommand {}
