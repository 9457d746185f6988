package dev.atelier.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the {@code atelier} script starts its JVM, read from the script itself so that the two cannot drift apart.
 *
 * @param environment variables that it exports, with their defaults
 * @param options of the JVM, those that are written out
 */
record LauncherScript(Map<String, String> environment, List<String> options) {
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=\"\\$\\{\\1-([^}]*)}\"");
    private static final Pattern START = Pattern.compile("exec \"\\$jdk/bin/java\" (.*?) -cp ", Pattern.DOTALL);

    static LauncherScript of(Path script) {
        try {
            return parse(Files.readString(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LauncherScript parse(String text) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Matcher export = EXPORT.matcher(text); export.find(); ) {
            environment.put(export.group(1), export.group(2));
        }
        Matcher start = START.matcher(text);
        if (!start.find()) {
            throw new IllegalStateException("the launcher starts no JVM");
        }
        List<String> options = Stream.of(start.group(1).split("[\\s\\\\]+"))
                .filter(option -> option.startsWith("-") && !option.contains("$"))
                .toList();
        return new LauncherScript(environment, options);
    }

    /** The command that runs another main class of this program in a JVM like the script's. */
    List<String> java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
