package dev.atelier.cli;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.OneLine;
import dev.atelier.Spelling;
import dev.atelier.tensor.Engine;
import dev.atelier.training.Diverged;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code; the stack trace comes with {@code --debug} only. */
final class Failures {
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    /** A command line that cannot be understood. */
    int wrongUse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        line(reason(e) + "; try: " + help);
        trace(e, args);
        return BAD_INPUT;
    }

    private static String reason(ParameterException e) {
        if (e.getCause() instanceof InvalidPathException invalid) {
            return notAName(invalid.getInput());
        }
        CommandLine at = e.getCommandLine();
        if (firstLine(e).startsWith("Missing required subcommand")) {
            return "which command of '" + at.getCommandSpec().qualifiedName() + "'? known: "
                    + String.join(", ", at.getSubcommands().keySet());
        }
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return plain(e);
        }
        String first = unmatched.getUnmatched().get(0);
        List<String> close = unmatched.getSuggestions();
        boolean command =
                !first.startsWith("-") && !e.getCommandLine().getSubcommands().isEmpty();
        String what = command ? "no command named '" + first + "'" : plain(e);
        return close.isEmpty() ? what : what + "; did you mean " + String.join(", ", nearest(first, close)) + "?";
    }

    /** Commands that are spelled most like what was typed; options keep the parser's order. */
    private static List<String> nearest(String typed, List<String> close) {
        if (typed.startsWith("-")) {
            return close;
        }
        int least = close.stream()
                .mapToInt(name -> Spelling.distance(typed, name))
                .min()
                .orElse(0);
        return close.stream()
                .filter(name -> Spelling.distance(typed, name) == least)
                .toList();
    }

    /** A command that was understood and went wrong. */
    int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        return failed(e, parsed.originalArgs().toArray(String[]::new));
    }

    int failed(Throwable e, String[] args) {
        line(message(e));
        trace(e, args);
        return e instanceof BadInput || e instanceof InvalidPathException ? BAD_INPUT : FAILED;
    }

    /** A command that did its work, but whose result did not get to standard output. Who reads only the first lines of a pipe knows. */
    int unwritten() {
        if (!isPipe(Path.of("/proc/self/fd/1"))) {
            line("cannot write to standard output: the disk is full, or it was closed");
        }
        return FAILED;
    }

    private static boolean isPipe(Path standardOutput) {
        try {
            return Files.readSymbolicLink(standardOutput).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String message(Throwable e) {
        if (e instanceof BadInput || e instanceof IoFailure || e instanceof Diverged) {
            return firstLine(e);
        } else if (e instanceof InvalidPathException invalid) {
            return notAName(invalid.getInput());
        } else if (e instanceof OutOfMemoryError) {
            return "out of memory (" + firstLine(e)
                    + "); a smaller --batch, or more heap with ATELIER_JAVA_OPTS=-Xmx8g";
        } else if (e instanceof LinkageError) {
            return "libtorch cannot be loaded on this machine: " + firstLine(e);
        } else if (e.getClass() == RuntimeException.class) { // native errors come as such
            return Engine.firstLine((RuntimeException) e);
        }
        return firstLine(e) + " (" + e.getClass().getSimpleName() + "; --debug shows where)";
    }

    private static String notAName(String path) {
        return "'" + path + "': no file can be called so where names are " + System.getProperty("sun.jnu.encoding")
                + "; a locale of UTF-8, as by LC_ALL=C.UTF-8, allows all letters";
    }

    private static String firstLine(Throwable e) {
        return Optional.ofNullable(e.getMessage())
                .orElse("")
                .lines()
                .findFirst()
                .orElse("no reason given");
    }

    /** The parser's own sentence, as ours are written. */
    private static String plain(ParameterException e) {
        String text = firstLine(e).replaceFirst("^Error: ", "");
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private void line(String text) {
        err.println("atelier: " + OneLine.of(text));
    }

    private void trace(Throwable e, String[] args) {
        if (Arrays.asList(args).contains("--debug")) {
            e.printStackTrace(err);
        }
    }
}
