package dev.atelier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entrance of {@code atelier}. Exit codes: 0 done, 1 failed, 2 wrong use or bad input. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(args, utf8(FileDescriptor.out, System.out), utf8(FileDescriptor.err, System.err)));
    }

    /** Runs one command and returns its exit code; never throws and never ends the process. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        Failures failures = new Failures(err);
        CommandLine root = commands(new Console(out, err));
        root.setParameterExceptionHandler(failures::wrongUse);
        root.setExecutionExceptionHandler(failures::failed);
        try {
            return root.execute(args);
        } catch (Throwable e) { // an Error, which picocli lets through: out of memory, a native library that cannot be
            // loaded
            return failures.failed(e, args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** The tree of commands; the order is that of the help. */
    static CommandLine commands(Console console) {
        CommandLine recipes = new CommandLine(new RecipesCommand(console));
        recipes.addSubcommand(new RecipesShowCommand(console));
        CommandLine data = new CommandLine(new DataCommand());
        data.addSubcommand(new DataInspectCommand(console));
        data.addSubcommand(new DataFetchCommand(console));
        CommandLine runs = new CommandLine(new RunsCommand(console));
        runs.addSubcommand(new RunsShowCommand(console));
        CommandLine extractor = new CommandLine(new ExtractorCommand());
        extractor.addSubcommand(new ExtractorTrainCommand(console));
        extractor.addSubcommand(new ExtractorListCommand(console));
        extractor.addSubcommand(new ExtractorShowCommand(console));
        CommandLine root = new CommandLine(new AtelierCommand(console));
        root.addSubcommand(new TrainCommand(console));
        root.addSubcommand(new TuneCommand(console));
        root.addSubcommand(new GenerateCommand(console));
        root.addSubcommand(new EvaluateCommand(console));
        root.addSubcommand(new CompareCommand(console));
        root.addSubcommand(new MetricsCommand(console));
        root.addSubcommand(recipes);
        root.addSubcommand(data);
        root.addSubcommand(runs);
        root.addSubcommand(extractor);
        root.addSubcommand(new CompletionCommand(console));
        root.setUsageHelpWidth(100);
        root.setOut(Console.writer(console.out()));
        root.setErr(Console.writer(console.err()));
        return root;
    }

    /** Consoles outside Windows read UTF-8; Java would print question marks where no locale is set. */
    private static PrintStream utf8(FileDescriptor descriptor, PrintStream platform) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return platform;
        }
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
