package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Our work and the peers', side by side on this machine; {@code benchmarks/compare} starts it with the checkout as {@code atelier.root}. */
public final class Compare {
    private Compare() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(CompareOptions.USAGE);
            return;
        }
        try {
            System.exit(run(CompareOptions.parse(arguments, System.getenv())) ? 0 : 1);
        } catch (BadInput e) {
            System.err.println("compare: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(CompareOptions options) throws IOException {
        Path root = Path.of(System.getProperty("atelier.root", "")).toAbsolutePath();
        Programs programs = new Programs(options, root);
        Map<String, Object> machine = machine(options, root);
        machine.forEach((key, value) -> System.out.println(key + ": " + value));
        System.out.println("\n" + Comparison.head());
        List<Comparison> done = new ArrayList<>();
        for (Work work : options.works()) {
            Comparison comparison = new Comparison(work, programs);
            comparison.run(options.rounds(), what -> System.err.println("  " + work.name() + ": " + what));
            comparison.rows().forEach(System.out::println);
            done.add(comparison);
            if (options.json().isPresent()) { // after every work: an hour is long to lose
                write(options.json().get(), machine, done);
            }
        }
        System.out.println();
        done.forEach(comparison -> comparison.notes().forEach(System.out::println));
        if (done.stream().anyMatch(Comparison::disturbed)) {
            System.err.println(
                    "compare: other programs ran meanwhile; DISTURBED rows are not results, measure them again");
        }
        return done.stream().allMatch(Comparison::succeeded);
    }

    private static Map<String, Object> machine(CompareOptions options, Path root) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("date", OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("commit", commit(root));
        machine.put("processor", processor());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("threads", options.threads());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", Runtime.version().toString());
        machine.put("rounds", options.rounds());
        machine.put("same_allocator", options.sameAllocator());
        return machine;
    }

    private static String commit(Path root) {
        try {
            Process git = new ProcessBuilder("git", "-C", root.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String name = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return name.isBlank() ? "unknown" : name.strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String processor() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (Files.isReadable(cpuinfo)) {
            try (var lines = Files.lines(cpuinfo)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
        return System.getProperty("os.arch");
    }

    private static void write(Path file, Map<String, Object> machine, List<Comparison> done) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(machine);
        all.put("works", done.stream().map(Comparison::json).toList());
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.write(file, mapper.writeValueAsBytes(all));
    }
}
