package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        System.out.println("\n" + PeerComparison.head());
        List<PeerComparison> done = new ArrayList<>();
        for (Work work : options.works()) {
            PeerComparison comparison = new PeerComparison(work, programs, options.busy());
            comparison.run(options.rounds(), what -> System.err.println("  " + work.name() + ": " + what));
            comparison.rows().forEach(System.out::println);
            done.add(comparison);
            if (options.json().isPresent()) { // after every work: an hour is long to lose
                write(options.json().get(), machine, done);
            }
        }
        System.out.println();
        done.forEach(comparison -> comparison.notes().forEach(System.out::println));
        if (done.stream().anyMatch(PeerComparison::disturbed)) {
            System.err.println(
                    "compare: other programs ran meanwhile; DISTURBED rows are not results, measure them again");
        }
        return done.stream().allMatch(PeerComparison::succeeded);
    }

    private static Map<String, Object> machine(CompareOptions options, Path root) {
        Map<String, Object> machine = Machine.describe(root);
        machine.put("threads", options.threads());
        machine.put("rounds", options.rounds());
        machine.put("busy", options.busy());
        machine.put("isa", options.instructions().key());
        machine.put("kind", options.instructions().measuredKind());
        machine.put("same_allocator", options.sameAllocator());
        return machine;
    }

    private static void write(Path file, Map<String, Object> machine, List<PeerComparison> done) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(machine);
        all.put("works", done.stream().map(PeerComparison::json).toList());
        ResultFile.write(file, all);
    }
}
