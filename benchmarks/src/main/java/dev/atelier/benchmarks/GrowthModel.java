package dev.atelier.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What more cores, processes and machines would do, computed from four measured points. Threads by G. Amdahl (1967), "Validity of the
 * single processor approach"; gradients averaged by a ring, P. Patarasuk and X. Yuan (2009), "Bandwidth optimal all-reduce algorithms".
 * It knows nothing of waiting for the slowest process, nor of the time that a message takes however short it is.
 *
 * @param images of one round of one process
 * @param threads of a process that has the machine for itself
 * @param one seconds of its round with 1 thread
 * @param all seconds of its round with all threads
 * @param half seconds of its round with half of the threads
 * @param beside the same while another such process runs
 * @param gradientBytes of a round
 * @param bandwidth bytes a second between processes, assumed
 * @param peakBytes memory of one of the two processes that ran at the same time
 */
record GrowthModel(
        double images,
        int threads,
        double one,
        double all,
        double half,
        double beside,
        double gradientBytes,
        double bandwidth,
        double peakBytes) {

    /** One process with 1 thread, with half, with all; two processes with half. */
    static List<GrowthPlace> places(int threads) {
        return List.of(
                GrowthPlace.base(1, 1),
                GrowthPlace.base(1, threads / 2),
                GrowthPlace.base(1, threads),
                GrowthPlace.base(2, threads / 2));
    }

    /** From the points of {@link #places}; empty where one is missing. */
    static Optional<GrowthModel> of(GrowthResults results, double bandwidth) {
        List<GrowthPoint> points = points(results);
        if (points.stream().anyMatch(point -> point.trouble().isPresent())) {
            return Optional.empty();
        }
        GrowthPoint all = points.get(2);
        GrowthPoint pair = points.get(3);
        return Optional.of(new GrowthModel(
                all.images(),
                results.threads(),
                points.get(0).secondsPerRound(),
                all.secondsPerRound(),
                points.get(1).secondsPerRound(),
                pair.secondsPerRound(),
                all.gradientBytes(),
                bandwidth,
                pair.peakBytes() / 2));
    }

    static List<GrowthPoint> points(GrowthResults results) {
        return places(results.threads()).stream().map(results::point).toList();
    }

    /** Share of a round with 1 thread that more threads do not shorten: solves {@code all = one · (f + (1 − f) / threads)}. */
    double serialShare() {
        double share = (threads * all / one - 1) / (threads - 1);
        return Math.max(0, Math.min(1, share));
    }

    /** How much longer a round takes, as a share, for each process beside it. */
    double contention() {
        return Math.max(0, beside / half - 1);
    }

    /** Seconds of a round of one process with n threads. */
    double threads(int n) {
        return one * (serialShare() + (1 - serialShare()) / n);
    }

    /** Seconds of averaging the gradients of a round over n processes. */
    double averaging(int n) {
        return 2.0 * (n - 1) / n * gradientBytes / bandwidth;
    }

    /** Seconds of a round of n machines like this, a process on each. */
    double machines(int n) {
        return all + averaging(n);
    }

    /** Seconds of a round of n processes on one machine, with half of the threads each. */
    double processes(int n) {
        return half * (1 + contention() * (n - 1)) + averaging(n);
    }

    /**
     * A way to use more of something.
     *
     * @param key in files
     * @param label what n counts
     * @param imagesPerSecond of all of them, computed for n
     * @param measured images a second for those n that ran; processes did not average their gradients
     */
    record Way(String key, String label, IntToDoubleFunction imagesPerSecond, Map<Integer, Double> measured) {
        double growth(int n) {
            return imagesPerSecond.applyAsDouble(n) / imagesPerSecond.applyAsDouble(1);
        }
    }

    List<Way> ways() {
        String few = GrowthPlace.count(threads / 2, "thread", "s");
        String every = GrowthPlace.count(threads, "thread", "s");
        return List.of(
                new Way(
                        "threads",
                        "n threads of one process",
                        n -> images / threads(n),
                        Map.of(1, images / one, threads, images / all)),
                new Way(
                        "machines",
                        "n machines, a process of " + every + " on each",
                        n -> n * images / machines(n),
                        Map.of(1, images / all)),
                new Way(
                        "processes",
                        "n processes of " + few + " on one machine",
                        n -> n * images / processes(n),
                        Map.of(1, images / half, 2, 2 * images / beside)));
    }

    /** For the file of results; nothing of it is measured. */
    Map<String, Object> json(List<Integer> counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("measured", false);
        json.put("assumed_bandwidth", bandwidth);
        json.put("serial_share", serialShare());
        json.put("contention", contention());
        for (int n : counts) {
            Map<String, Object> rates = new LinkedHashMap<>();
            ways().forEach(way -> rates.put(
                    way.key() + "_images_per_second", way.imagesPerSecond().applyAsDouble(n)));
            rates.put("averaging_seconds", averaging(n));
            json.put("n_" + n, rates);
        }
        return json;
    }
}
