package dev.atelier.benchmarks;

import dev.atelier.data.DataSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the programs of a comparison: ours as the launcher would, the peers as they come. {@code startup} is the command itself on
 * our side and is timed from outside on both.
 */
final class Programs {
    private final CompareOptions options;
    private final Path root;
    private final Path cache;
    private final LauncherScript launcher;
    private final MavenPeers mavenPeers;

    /** {@code root} is the checkout. */
    Programs(CompareOptions options, Path root) {
        this.options = options;
        this.root = root;
        this.cache = root.resolve("benchmarks/target/compare");
        this.launcher = LauncherScript.of(root.resolve("atelier"));
        this.mavenPeers = new MavenPeers(root.resolve("benchmarks"));
    }

    /** What takes long and belongs to no side: pictures to load, a run to draw from, peers to build. */
    void prepare(Work work) {
        work.peers().stream().filter(peer -> !peer.isPython()).forEach(peer -> mavenPeers.built(peer.name()));
        if (work.group().equals(Work.LOAD)) {
            JpegFolder.in(cache);
        }
        if (work.learnsFashion()) {
            FashionImages.write(images(), line -> System.err.println("compare: " + line));
        }
        Path run = run();
        if ((work.name().equals(Work.STARTUP) || work.name().equals(Work.EVALUATE))
                && !Files.isDirectory(run.resolve("final"))) {
            Child.Result trained =
                    child(List.of(command(), "train", "mnist", "--steps", "1", "-o", run.toString()), Map.of());
            trained.error().ifPresent(why -> {
                throw new IllegalStateException("no run to start from: " + why);
            });
        }
    }

    /** The images that our recipes learn, for the peers to learn too. */
    private Path images() {
        return cache.resolve("fashion-mnist.bytes");
    }

    private Path run() {
        return cache.resolve("run");
    }

    private String command() {
        return root.resolve("atelier").toString();
    }

    /** Our work in a fresh process. */
    Child.Result ours(Work work) {
        if (work.name().equals(Work.STARTUP)) {
            Path picture = cache.resolve("ours.png");
            return picture(
                    List.of(command(), "generate", run().toString(), "-o", picture.toString()), Map.of(), picture);
        }
        if (work.name().equals(Work.EVALUATE)) {
            Path report = cache.resolve("evaluation");
            List<String> command = List.of(
                    command(),
                    "evaluate",
                    run().toString(),
                    "--samples",
                    "1000",
                    "--no-curve",
                    "-o",
                    report.toString());
            return child(command, Map.of()).timedOutside();
        }
        return java(work.name(), options.precision());
    }

    /** The largest rate of products in a precision, measured in a fresh process. */
    Child.Result peak(String precision) {
        return java("peak", precision);
    }

    private Child.Result java(String work, String precision) {
        List<String> arguments = List.of(work, Integer.toString(options.threads()), precision, cache.toString());
        return child(launcher.java(Ours.class, arguments), launcher.environment());
    }

    /** A peer's work in a fresh process; {@code variant} is empty where there is none or all are to be tried. */
    Child.Result peer(Work work, Work.Peer peer, String variant) {
        Optional<String> trouble = peer.isPython()
                ? Optional.empty()
                : mavenPeers.built(peer.name()).trouble();
        if (trouble.isPresent()) {
            return Child.Result.notStarted(trouble.get());
        }
        List<String> command = new ArrayList<>(start(peer));
        command.addAll(List.of(work.name(), "--threads", Integer.toString(options.threads())));
        command.addAll(peer.arguments());
        if (!variant.isEmpty()) {
            command.addAll(List.of("--variant", variant));
        }
        if (work.learnsFashion()) {
            command.addAll(List.of("--images", images().toString()));
        }
        Map<String, String> environment = options.sameAllocator() ? launcher.environment() : Map.of();
        if (work.name().equals(Work.STARTUP)) {
            Path picture = cache.resolve("peer.png");
            command.addAll(
                    List.of("--weights", cache.resolve("peer-weights.pt").toString(), "--out", picture.toString()));
            return picture(command, environment, picture);
        } else if (work.group().equals(Work.LOAD)) {
            command.addAll(List.of(
                    "--folder", JpegFolder.in(cache).toString(), "--workers", Integer.toString(DataSources.DECODERS)));
        } else if (work.group().equals("checkpoint")) {
            command.addAll(List.of("--folder", cache.resolve("peer-checkpoints").toString()));
        }
        return child(command, environment);
    }

    private List<String> start(Work.Peer peer) {
        return peer.isPython()
                ? List.of(
                        options.python(),
                        root.resolve("benchmarks/peers/" + peer.program()).toString())
                : mavenPeers.built(peer.name()).java(peer.program());
    }

    /** A whole command that must leave a picture; its seconds are from start to end. */
    private Child.Result picture(List<String> command, Map<String, String> environment, Path picture) {
        try {
            Files.deleteIfExists(picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Child.Result result = child(command, environment);
        if (result.error().isEmpty() && !Files.exists(picture)) {
            return result.failed("it made no picture");
        }
        return result.timedOutside();
    }

    private Child.Result child(List<String> command, Map<String, String> extra) {
        String threads = Integer.toString(options.threads());
        Map<String, String> environment = new HashMap<>(Map.of(
                "OMP_NUM_THREADS",
                threads,
                "TORCHINDUCTOR_CACHE_DIR",
                cache.resolve("inductor").toString(),
                "DJL_CACHE_DIR", // where it unpacks its libraries
                cache.resolve("djl").toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1"));
        environment.putAll(options.instructions().environment());
        environment.putAll(extra);
        return Child.run(command, environment, root, cache.resolve("logs"));
    }
}
