package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code atelier} itself: its help. {@code --help} and {@code --debug} are every command's. */
@Command(
        name = "atelier",
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "A workshop for generative adversarial networks: train one, make pictures with it, keep what it learned.",
        footer = {
            "",
            "First steps:",
            "  atelier train                  trains 'quick' on Fashion-MNIST, about five minutes",
            "  atelier runs                   lists what was trained",
            "  atelier generate RUN -o grid.png",
            "  atelier recipes                what else can be trained",
            "  atelier tune --help            better settings for your data",
            "  atelier train --help           every command has help with examples",
            "",
            "Completion in bash and zsh: source <(atelier generate-completion)",
            "Exit codes: 0 done, 1 failed, 2 wrong use or bad input."
        })
final class AtelierCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Atelier, libtorch and Java.")
    private boolean version;

    /** Declared for the parser; Failures reads it from the arguments, because it must know it where parsing fails too. */
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean debug;

    AtelierCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.out());
        return 0;
    }
}
