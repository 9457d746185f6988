package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing to compare.
 *
 * @param group the name on the command line, which may stand for several works
 * @param name the name in the table and for the programs
 * @param peers who else does it
 */
record Work(String group, String name, List<Peer> peers) {
    static final String STARTUP = "startup";
    static final String LOAD = "load";
    static final String METRICS = "metrics";
    static final String EVALUATE = "evaluate";
    /** Pictures from pictures, and pyramids: steps on batches that lie ready. */
    static final String TRANSLATION = "translation";

    static final String PIX2PIX = "pix2pix-round";
    static final String CYCLEGAN = "cyclegan-round";
    static final String SRRESNET = "srresnet-round";
    static final String SRGAN = "srgan-round";
    static final String LAPGAN = "lapgan-round";

    /** As training reads a folder: again and again. */
    static final String LOAD_PASSES = "load-5-passes";

    static final int PASSES = 5;

    /**
     * A program that does the same work.
     *
     * @param program a script under {@code benchmarks/peers}, or the main class of a project under its {@code jvm}
     * @param chooses whether it has variants, of which a run before the rounds finds the quickest
     */
    record Peer(String name, String program, List<String> arguments, boolean chooses) {
        static Peer script(String name, String script) {
            return new Peer(name, script, List.of(), false);
        }

        /** A Maven project of the peer's name. */
        static Peer jvm(String name, String main) {
            return new Peer(name, main, List.of(), false);
        }

        boolean isPython() {
            return program.endsWith(".py");
        }
    }

    private static final Peer EAGER = new Peer("torch-eager", "compare_torch.py", List.of("--mode", "eager"), false);
    private static final Peer BEST = new Peer("torch-best", "compare_torch.py", List.of("--mode", "best"), true);
    private static final Peer DJL = Peer.jvm("djl", "CompareDjl");
    private static final Peer DL4J = Peer.jvm("dl4j", "CompareDl4j");
    private static final List<Peer> BOTH = List.of(EAGER, BEST);
    private static final List<Peer> BOTH_TRANSLATING = List.of(
            new Peer("torch-eager", "compare_translation.py", List.of("--mode", "eager"), false),
            new Peer("torch-best", "compare_translation.py", List.of("--mode", "best"), true));

    static final List<Work> ALL = List.of(
            new Work("fashion-round", "fashion-round", List.of(EAGER, BEST, DJL)),
            new Work(
                    "mnist-iteration",
                    "mnist-iteration",
                    List.of(EAGER, BEST, Peer.script("keras", "compare_keras.py"), DL4J)),
            new Work("vanilla-iteration", "vanilla-iteration", List.of(EAGER, BEST, DJL, DL4J)),
            new Work("wgan-gp-iteration", "wgan-gp-iteration", BOTH),
            new Work(TRANSLATION, PIX2PIX, BOTH_TRANSLATING),
            new Work(TRANSLATION, CYCLEGAN, BOTH_TRANSLATING),
            new Work(TRANSLATION, SRRESNET, BOTH_TRANSLATING),
            new Work(TRANSLATION, SRGAN, BOTH_TRANSLATING),
            new Work(TRANSLATION, LAPGAN, BOTH_TRANSLATING),
            new Work("sample", "sample-fashion", List.of(EAGER, BEST, DJL)),
            new Work("sample", "sample-mnist", List.of(EAGER, BEST, DL4J)),
            new Work("sample", "sample-vanilla", List.of(EAGER, BEST, DJL, DL4J)),
            new Work("sample", "sample-dcgan", BOTH),
            new Work("sample", "sample-sngan", BOTH),
            new Work(LOAD, LOAD, List.of(Peer.script("dataloader", "compare_load.py"))),
            new Work(
                    LOAD,
                    LOAD_PASSES,
                    List.of(new Peer(
                            "dataloader", "compare_load.py", List.of("--passes", Integer.toString(PASSES)), false))),
            new Work("fid", "fid", List.of(Peer.script("pytorch-fid", "compare_fid.py"))),
            new Work(STARTUP, STARTUP, List.of(Peer.script("torch-script", "compare_startup.py"))),
            new Work("checkpoint", "checkpoint-save", List.of(Peer.script("torch-save", "compare_checkpoint.py"))),
            new Work("checkpoint", "checkpoint-load", List.of(Peer.script("torch-load", "compare_checkpoint.py"))),
            new Work(METRICS, METRICS, List.of()),
            new Work(EVALUATE, EVALUATE, List.of()));

    /** The works of these names, in the table's order; all of them where there are no names. */
    static List<Work> named(List<String> names) {
        Set<Work> found = new LinkedHashSet<>();
        for (String name : names) {
            List<Work> here = ALL.stream()
                    .filter(work -> work.name.equals(name) || work.group.equals(name))
                    .toList();
            if (here.isEmpty()) {
                throw new BadInput("no work named '" + name + "'; known: "
                        + String.join(
                                ", ", ALL.stream().map(Work::group).distinct().toList()));
            }
            found.addAll(here);
        }
        return names.isEmpty() ? ALL : ALL.stream().filter(found::contains).toList();
    }

    /** Whether nobody else does it: only what it loses beside busy programs is told. */
    boolean alone() {
        return name.equals(METRICS) || name.equals(EVALUATE);
    }

    /** Whether it is a round of training on the images of Fashion-MNIST. */
    boolean learnsFashion() {
        return !group.equals(TRANSLATION) && (name.endsWith("-round") || name.endsWith("-iteration"));
    }

    /** Names of all peers. */
    static List<String> peerNames() {
        return ALL.stream()
                .flatMap(work -> work.peers.stream())
                .map(Peer::name)
                .distinct()
                .toList();
    }

    /** With the peers of these names alone; all of them where there are no names. */
    Work with(List<String> names) {
        List<Peer> some = new ArrayList<>(peers);
        some.removeIf(peer -> !names.isEmpty() && !names.contains(peer.name));
        return new Work(group, name, List.copyOf(some));
    }
}
