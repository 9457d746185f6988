package dev.atelier.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM's own peers. Each is a Maven project beside the checkout's build, {@code peers/jvm/NAME.xml}, so that nothing but a comparison
 * downloads its libraries. It is built when it is first asked for.
 */
final class MavenPeers {
    /** Colours may stand before it. */
    private static final Pattern COMPLAINT = Pattern.compile("\\[ERROR] (\\S.*?)( -> \\[Help 1])?$");

    private static final int FIRST = 60;
    private static final int LAST = 100;

    private final Path benchmarks;
    private final String maven;
    private final Map<String, Built> all = new HashMap<>();

    /** {@code benchmarks} is this module's folder. */
    MavenPeers(Path benchmarks) {
        this(benchmarks, "mvn");
    }

    MavenPeers(Path benchmarks, String maven) {
        this.benchmarks = benchmarks;
        this.maven = maven;
    }

    /**
     * What a build gave.
     *
     * @param trouble why it cannot run
     */
    record Built(String classPath, Optional<String> trouble) {
        /** The command that runs it in a JVM as it comes. */
        List<String> java(String main) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return List.of(java, "-cp", classPath, main);
        }
    }

    Built built(String name) {
        return all.computeIfAbsent(name, this::build);
    }

    private Built build(String name) {
        Path pom = benchmarks.resolve("peers/jvm/" + name + ".xml");
        Path target = benchmarks.resolve("target/peers/" + name);
        Path logs = target.resolve("logs");
        List<String> command =
                List.of(maven, "-B", "-q", "-ntp", "-Dstyle.color=never", "-f", pom.toString(), "compile");
        Optional<String> error = Child.run(command, Map.of(), benchmarks, logs).error();
        try {
            if (error.isPresent()) {
                return new Built("", Optional.of(why(logs.resolve("program-1/out.txt"), error.get())));
            }
            String libraries = Files.readString(target.resolve("libraries.txt")).strip();
            return new Built(target.resolve("classes") + ":" + libraries, Optional.empty());
        } catch (IOException e) {
            return new Built("", Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Maven's first complaint, which it writes to its output; all of it is in that file. */
    private static String why(Path output, String otherwise) throws IOException {
        return Files.exists(output) ? why(Files.readAllLines(output)).orElse(otherwise) : otherwise;
    }

    static Optional<String> why(List<String> lines) {
        return lines.stream()
                .map(COMPLAINT::matcher)
                .filter(Matcher::find)
                .map(complaint -> shortened(complaint.group(1)))
                .findFirst();
    }

    /** What was wanted stands at the beginning, the cause at the end. */
    private static String shortened(String reason) {
        int length = reason.length();
        return length <= FIRST + LAST ? reason : reason.substring(0, FIRST) + " … " + reason.substring(length - LAST);
    }
}
