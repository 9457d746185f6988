package dev.atelier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** The entrance of {@code atelier}. Exit codes: 0 done, 1 failed, 2 wrong use or bad input. */
public final class Main {
    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "train",
            "tune",
            "generate",
            "translate",
            "upscale",
            "evaluate",
            "compare",
            "metrics",
            "recipes",
            "data",
            "runs",
            "extractor",
            "generate-completion");

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(args, utf8(FileDescriptor.out, System.out), utf8(FileDescriptor.err, System.err)));
    }

    /** Runs one command and returns its exit code; never throws and never ends the process. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        Failures failures = new Failures(err);
        CommandLine root = commands(new Console(new PlainStream(out), new PlainStream(err)), args);
        root.setOut(Console.writer(out)); // help may have colours
        root.setErr(Console.writer(err));
        root.setParameterExceptionHandler(failures::wrongUse);
        root.setExecutionExceptionHandler(failures::failed);
        try {
            int code = root.execute(args);
            return code == 0 && out.checkError() ? failures.unwritten() : code;
        } catch (Throwable e) { // an Error, which picocli lets through: out of memory, a native library that cannot be
            // loaded
            return failures.failed(e, args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** The tree of commands. */
    static CommandLine commands(Console console) {
        return commands(console, COMMANDS);
    }

    /**
     * The part of the tree that {@code args} need: one command when they begin with its name. All of them cost the parser an eighth of
     * a second.
     */
    static CommandLine commands(Console console, String[] args) {
        boolean one = args.length > 0 && COMMANDS.contains(args[0]);
        return commands(console, one ? List.of(args[0]) : COMMANDS);
    }

    private static CommandLine commands(Console console, List<String> names) {
        CommandLine root = new CommandLine(new AtelierCommand(console));
        names.forEach(name -> root.addSubcommand(name, command(name, console)));
        WholeNumbers.register(root);
        root.setUsageHelpWidth(100);
        root.setOut(Console.writer(console.out()));
        root.setErr(Console.writer(console.err()));
        return root;
    }

    private static CommandLine command(String name, Console console) {
        return switch (name) {
            case "train" -> new CommandLine(new TrainCommand(console));
            case "tune" -> new CommandLine(new TuneCommand(console));
            case "generate" -> new CommandLine(new GenerateCommand(console));
            case "translate" -> new CommandLine(new TranslateCommand(console));
            case "upscale" -> new CommandLine(new UpscaleCommand(console));
            case "evaluate" -> new CommandLine(new EvaluateCommand(console));
            case "compare" -> new CommandLine(new CompareCommand(console));
            case "metrics" -> new CommandLine(new MetricsCommand(console));
            case "recipes" ->
                new CommandLine(new RecipesCommand(console)).addSubcommand(new RecipesShowCommand(console));
            case "data" ->
                new CommandLine(new DataCommand())
                        .addSubcommand(new DataInspectCommand(console))
                        .addSubcommand(new DataPairsCommand(console))
                        .addSubcommand(new DataFetchCommand(console));
            case "runs" -> new CommandLine(new RunsCommand(console)).addSubcommand(new RunsShowCommand(console));
            case "extractor" ->
                new CommandLine(new ExtractorCommand())
                        .addSubcommand(new ExtractorTrainCommand(console))
                        .addSubcommand(new ExtractorListCommand(console))
                        .addSubcommand(new ExtractorShowCommand(console));
            case "generate-completion" -> new CommandLine(new CompletionCommand(console));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Consoles outside Windows read UTF-8; Java would print question marks where no locale is set. */
    private static PrintStream utf8(FileDescriptor descriptor, PrintStream platform) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return platform;
        }
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
