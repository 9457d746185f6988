import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What the JVM's peers share: arguments, images, the clock, the one JSON object that each prints. compare_common.py in Java. */
final class CompareCommon {
    static final int SAMPLES = 256;
    static final int SAMPLED_AT_ONCE = 64;
    static final int SIDE = 28;

    /** A JVM compiles while it runs: it gets the seconds that our process has before its first measurement. */
    private static final double WARM_SECONDS = 4;

    private static final int WARM = 2;
    private static final double BUDGET_SECONDS = 4;
    private static final int LEAST = 3;
    private static final int MOST = 200;

    /** Parameters of generator and discriminator in compare_networks.py. */
    private static final Map<String, List<Integer>> PARAMETERS = Map.of(
            "fashion", List.of(2_155_137, 1_113_345),
            "mnist", List.of(1_636_353, 80_769),
            "vanilla", List.of(1_486_352, 533_505));

    private CompareCommon() {}

    /**
     * The command line.
     *
     * @param recipe of the work: vanilla for vanilla-iteration and for sample-vanilla
     * @param images the training images as bare bytes; empty for sampling
     */
    record Arguments(String work, String recipe, int threads, String images) {
        static Arguments parse(String[] args) {
            int threads = Runtime.getRuntime().availableProcessors();
            String images = "";
            for (int i = 1; i + 1 < args.length; i += 2) {
                switch (args[i]) {
                    case "--threads" -> threads = Integer.parseInt(args[i + 1]);
                    case "--images" -> images = args[i + 1];
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            String recipe = args[0].replaceFirst("^sample-", "").replaceFirst("-(round|iteration)$", "");
            return new Arguments(args[0], recipe, threads, images);
        }

        boolean samples() {
            return work.startsWith("sample-");
        }
    }

    /** Training images 28×28 in a random order, again and again. */
    static final class Images {
        private final byte[] pixels;
        private final int[] order;
        private final Random random = new Random(1);
        private final float black;
        private int at;

        /** {@code black} is the value of a black pixel; that of a white one is 1. */
        Images(String file, float black) throws IOException {
            this.pixels = Files.readAllBytes(Path.of(file));
            this.black = black;
            this.order = new int[pixels.length / (SIDE * SIDE)];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            shuffle();
        }

        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
            at = 0;
        }

        /** [batch, 1, 28, 28] in a row. */
        float[] next(int batch) {
            if (at + batch > order.length) {
                shuffle();
            }
            int size = SIDE * SIDE;
            float[] values = new float[batch * size];
            for (int i = 0; i < batch; i++, at++) {
                for (int k = 0; k < size; k++) {
                    values[i * size + k] = black + (pixels[order[at] * size + k] & 0xff) / 255f * (1 - black);
                }
            }
            return values;
        }
    }

    /** What a peer does. */
    interface Gan {
        Weights weights();

        void discriminatorStep(Images images);

        void generatorStep();

        /** Draws {@link #SAMPLES} pictures as bytes. */
        void sample();
    }

    /** All numbers of both networks. */
    record Weights(float[] generator, float[] discriminator) {
        /** Which of them a step must have changed. */
        void requireLearned(Weights before, boolean generatorLearns, boolean discriminatorLearns) {
            if (Arrays.equals(generator, before.generator) == generatorLearns
                    || Arrays.equals(discriminator, before.discriminator) == discriminatorLearns) {
                throw new IllegalStateException("a step changed the wrong network, or none");
            }
        }
    }

    /** Seconds of the work, after a look at whether it is the work. */
    static List<Double> measure(Arguments arguments, Gan gan, float black) throws IOException {
        Weights fresh = gan.weights();
        List<Integer> parameters = List.of(fresh.generator.length, fresh.discriminator.length);
        if (!parameters.equals(PARAMETERS.get(arguments.recipe))) {
            throw new IllegalStateException("networks of another size: " + parameters);
        }
        if (arguments.samples()) {
            return measure(gan::sample);
        }
        Images images = new Images(arguments.images, black);
        gan.discriminatorStep(images);
        Weights judged = gan.weights();
        judged.requireLearned(fresh, false, true);
        gan.generatorStep();
        gan.weights().requireLearned(judged, true, false);
        return measure(() -> {
            gan.discriminatorStep(images);
            gan.generatorStep();
        });
    }

    /** Seconds of each repeat, after a warm-up. */
    private static List<Double> measure(Runnable body) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM || (System.nanoTime() - start) / 1e9 < WARM_SECONDS; i++) {
            body.run();
        }
        List<Double> seconds = new ArrayList<>();
        double total = 0;
        while (seconds.size() < LEAST || seconds.size() < MOST && total < BUDGET_SECONDS) {
            long begin = System.nanoTime();
            body.run();
            seconds.add((System.nanoTime() - begin) / 1e9);
            total += seconds.get(seconds.size() - 1);
        }
        return seconds;
    }

    /** Prints the one JSON object. */
    static void emit(Arguments arguments, List<Double> seconds, Map<String, String> versions, String variant)
            throws IOException {
        int per = arguments.samples() ? SAMPLES : 1;
        String numbers = seconds.stream()
                .map(value -> String.format(Locale.ROOT, "%.9g", value / per))
                .collect(Collectors.joining(", "));
        String texts = versions.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", "));
        System.out.printf(
                "{\"work\": \"%s\", \"unit\": \"%s\", \"seconds\": [%s], \"peak_rss_bytes\": %d, \"versions\": {%s},"
                        + " \"variant\": \"%s\"}%n",
                arguments.work, per == 1 ? "round" : "image", numbers, peakRssBytes(), texts, variant);
    }

    private static long peakRssBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
