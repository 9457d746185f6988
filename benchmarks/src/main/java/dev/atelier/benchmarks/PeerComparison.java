package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One work, ours and the peers' in turn: ours, the machine's peak, each peer, and again, every time in a fresh process. Where busy
 * programs are asked for, each round has a second half beside them, so that what they cost is told against quiet rates of the same run.
 */
final class PeerComparison {
    private final Work work;
    private final Programs programs;
    private final Side ours = new Side("ours");
    private final Side peak = new Side("peak");
    private final int busy;
    private final Side oursBeside = new Side("ours");
    private final List<Side> beside = new ArrayList<>();
    private final List<Side> peers = new ArrayList<>();
    private final Map<String, String> variants = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    PeerComparison(Work work, Programs programs, int busy) {
        this.work = work;
        this.programs = programs;
        this.busy = busy;
        for (Work.Peer peer : work.peers()) {
            peers.add(new Side(peer.name()));
            beside.add(new Side(peer.name()));
        }
    }

    /** All rounds; {@code progress} hears what runs. */
    void run(int rounds, Consumer<String> progress) {
        progress.accept("preparing");
        programs.prepare(work);
        choose(progress);
        for (int round = 1; round <= rounds && ours.trouble().isEmpty(); round++) {
            String where = "round " + round + "/" + rounds + " ";
            progress.accept(where + "ours");
            ours.add(programs.ours(work));
            Child.Result latest = ours.rounds().get(round - 1);
            if (latest.number("flops").isPresent()) {
                progress.accept(where + "peak");
                peak.add(programs.peak(latest.text("precision").orElse("fp32")));
            }
            for (int i = 0; i < peers.size(); i++) {
                Side peer = peers.get(i);
                if (peer.trouble().isEmpty()) {
                    progress.accept(where + peer.name());
                    peer.add(alike(
                            latest, programs.peer(work, work.peers().get(i), variants.getOrDefault(peer.name(), ""))));
                }
            }
            if (busy > 0 && ours.trouble().isEmpty()) {
                crowded(where, progress);
            }
        }
    }

    /** What a peer gave; a failure where it counts other parameters than we do, for then it did another work. */
    static Child.Result alike(Child.Result ours, Child.Result peer) {
        Optional<Double> mine = ours.number("parameters");
        Optional<Double> theirs = peer.number("parameters");
        return peer.error().isPresent() || mine.isEmpty() || mine.equals(theirs)
                ? peer
                : peer.failed(String.format(
                        Locale.ROOT,
                        "its networks have %s parameters, ours %,.0f",
                        theirs.map(all -> String.format(Locale.ROOT, "%,.0f", all))
                                .orElse("uncounted"),
                        mine.get()));
    }

    /** The second half of a round. */
    private void crowded(String where, Consumer<String> progress) {
        try (Crowd crowd = Crowd.start(busy)) {
            progress.accept(where + "ours beside " + busy + " busy");
            oursBeside.add(beside(crowd, () -> programs.ours(work)));
            for (int i = 0; i < peers.size(); i++) {
                String name = peers.get(i).name();
                Work.Peer peer = work.peers().get(i);
                if (peers.get(i).trouble().isEmpty()) {
                    progress.accept(where + name + " beside " + busy + " busy");
                    beside.get(i).add(beside(crowd, () -> programs.peer(work, peer, variants.getOrDefault(name, ""))));
                }
            }
        }
    }

    /** What the busy programs take is no disturbance. */
    private static Child.Result beside(Crowd crowd, Supplier<Child.Result> program) {
        long before = crowd.ticks();
        Child.Result result = program.get();
        return result.without(CpuTime.cores(crowd.ticks() - before, result.wallSeconds()));
    }

    /** How much of its quiet rate a side keeps; empty where it did not run beside busy programs. */
    private static Optional<Spread> kept(Side quiet, Side crowded) {
        return crowded.rounds().isEmpty() || crowded.trouble().isPresent()
                ? Optional.empty()
                : Optional.of(Spread.ofRatios(quiet.seconds(), crowded.seconds()));
    }

    /** What a peer has to find out once: its quickest variant; and the first start of a command, which reads it from the disk. */
    private void choose(Consumer<String> progress) {
        boolean startup = work.name().equals(Work.STARTUP);
        if (startup) {
            programs.ours(work);
        }
        for (int i = 0; i < peers.size(); i++) {
            Side peer = peers.get(i);
            if (work.peers().get(i).chooses() || startup) {
                progress.accept("trying " + peer.name());
                Child.Result tried = programs.peer(work, work.peers().get(i), "");
                tried.error().ifPresent(peer::giveUp);
                tried.text("variant").ifPresent(variant -> variants.put(peer.name(), variant));
                tried.notes().forEach(note -> notes.add(peer.name() + ": " + note));
            }
        }
    }

    /** Whether our side ran. */
    boolean succeeded() {
        return ours.trouble().isEmpty();
    }

    /** One row a peer. */
    List<String> rows() {
        if (!succeeded()) {
            return List.of(String.format(
                    Locale.ROOT,
                    "%-18s ours failed: %s",
                    work.name(),
                    ours.trouble().orElseThrow()));
        }
        List<String> rows = new ArrayList<>(peers.stream().map(this::row).toList());
        kept(ours, oursBeside).ifPresent(kept -> rows.add(keptRow("ours", kept)));
        for (int i = 0; i < peers.size(); i++) {
            String name = peers.get(i).name();
            kept(peers.get(i), beside.get(i)).ifPresent(kept -> rows.add(keptRow(name, kept)));
        }
        return rows;
    }

    private String keptRow(String side, Spread kept) {
        return String.format(
                Locale.ROOT,
                "%-18s %-13s keeps %s of its quiet rate beside %d busy%s",
                work.name(),
                side,
                kept.text(),
                busy,
                disturbedBeside() ? "; DISTURBED by others too" : "");
    }

    private boolean disturbedBeside() {
        return Stream.concat(Stream.of(oursBeside), beside.stream())
                .anyMatch(side -> CpuTime.disturbs(side.othersCores()));
    }

    static String head() {
        return String.format(
                Locale.ROOT,
                "%-18s %-13s %9s %9s  %-20s %-5s %11s  %s",
                "work",
                "peer",
                "ours",
                "peer's",
                "ratio (least..most)",
                "peak",
                "GB",
                "how");
    }

    private String row(Side peer) {
        String name = String.format(Locale.ROOT, "%-18s %-13s ", work.name(), peer.name());
        if (peer.trouble().isPresent()) {
            return name + "not here: " + peer.trouble().get();
        }
        return name
                + String.format(
                        Locale.ROOT,
                        "%9s %9s  %-20s %-5s %4s / %-4s  %s",
                        Spread.seconds(Spread.of(ours.seconds()).median()),
                        Spread.seconds(Spread.of(peer.seconds()).median()),
                        Spread.ofRatios(peer.seconds(), ours.seconds()).text(),
                        share().map(share -> Spread.digits(share.median())).orElse("-"),
                        Spread.digits(ours.peakRssBytes() / 1e9),
                        Spread.digits(peer.peakRssBytes() / 1e9),
                        how(peer));
    }

    /** Seconds are a round, an image, a distance, a command or a checkpoint. */
    private String how(Side peer) {
        String unit = ours.text("unit").or(() -> peer.text("unit")).orElse("command");
        String mine = ours.text("precision").orElse("");
        String theirs = peer.text("variant").orElse("");
        String disturbance = CpuTime.disturbance(disturbance(peer));
        return (unit.startsWith("i") ? "an " : "a ")
                + unit
                + (mine.isEmpty() || peak.rounds().isEmpty() ? "" : "; ours " + mine)
                + (theirs.isEmpty() ? "" : "; peer " + theirs)
                + (disturbance.isEmpty() ? "" : "; " + disturbance);
    }

    private double disturbance(Side peer) {
        return Math.max(Math.max(ours.othersCores(), peak.othersCores()), peer.othersCores());
    }

    /** Whether other programs ran beside any of these: such numbers say nothing of either side. */
    boolean disturbed() {
        return disturbedBeside()
                || CpuTime.disturbs(ours.othersCores())
                || peers.stream().anyMatch(peer -> CpuTime.disturbs(disturbance(peer)));
    }

    /** Our rate over the machine's, measured right after. */
    private Optional<Spread> share() {
        if (peak.rounds().isEmpty() || peak.trouble().isPresent()) {
            return Optional.empty();
        }
        List<Double> rates = rates(ours);
        return Optional.of(Spread.ofRatios(rates, rates(peak)));
    }

    private static List<Double> rates(Side side) {
        return side.rounds().stream()
                .map(round -> round.number("flops").orElse(0.0) / round.seconds())
                .toList();
    }

    /** What the rows leave out. */
    List<String> notes() {
        List<String> all = new ArrayList<>();
        if (succeeded() && share().isPresent()) {
            all.add(String.format(
                    Locale.ROOT,
                    "%s: %s GFLOP/s of the machine's %s",
                    work.name(),
                    Spread.digits(Spread.of(rates(ours)).median() / 1e9),
                    Spread.digits(Spread.of(rates(peak)).median() / 1e9)));
        }
        notes.forEach(note -> all.add(work.name() + ", " + note));
        for (Side peer : peers) {
            peer.rounds().stream()
                    .flatMap(round -> round.notes().stream())
                    .distinct()
                    .forEach(note -> all.add(work.name() + ", " + peer.name() + ": " + note));
        }
        return all.stream().distinct().toList();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("work", work.name());
        json.put("ours", json(ours));
        if (!peak.rounds().isEmpty()) {
            json.put("peak", json(peak));
            share().ifPresent(share -> json.put("share_of_peak", share));
        }
        kept(ours, oursBeside).ifPresent(kept -> {
            json.put("ours_beside_busy", json(oursBeside));
            json.put("kept_beside_busy", kept);
        });
        Map<String, Object> others = new LinkedHashMap<>();
        for (int i = 0; i < peers.size(); i++) {
            Side peer = peers.get(i);
            Map<String, Object> one = new LinkedHashMap<>(json(peer));
            if (succeeded() && peer.trouble().isEmpty()) {
                one.put("ratio", Spread.ofRatios(peer.seconds(), ours.seconds()));
                one.put("disturbed", CpuTime.disturbs(disturbance(peer)));
            }
            Side crowded = beside.get(i);
            kept(peer, crowded).ifPresent(kept -> {
                one.put("beside_busy", json(crowded));
                one.put("kept_beside_busy", kept);
            });
            others.put(peer.name(), one);
        }
        json.put("peers", others);
        json.put("notes", notes());
        return json;
    }

    private static Map<String, Object> json(Side side) {
        Map<String, Object> json = new LinkedHashMap<>();
        side.trouble().ifPresent(why -> json.put("not_here", why));
        json.put("rounds", side.rounds().stream().map(Child.Result::json).toList());
        return json;
    }
}
