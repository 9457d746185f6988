package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code atelier generate-completion}: the script that lets a shell complete commands, options, recipe names and keys. */
@Command(
        name = "generate-completion",
        description = "Print a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(atelier generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash("atelier", Main.commands(console)));
        return 0;
    }
}
