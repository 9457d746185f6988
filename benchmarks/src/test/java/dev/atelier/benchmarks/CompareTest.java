package dev.atelier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts that need no other process. */
final class CompareTest {
    private static final String PROGRAM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void medianLiesBetweenTheTwoMiddleNumbers() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    }

    @Test
    void ratiosAreOfRoundsThatRanSideBySide() {
        assertThat(Spread.ofRatios(List.of(2.0, 40.0, 9.0), List.of(1.0, 10.0, 3.0)))
                .isEqualTo(new Spread(3, 2, 4));
    }

    @Test
    void timesHaveAUnitThatSuitsThem() {
        assertThat(Spread.seconds(11.04)).isEqualTo("11.0 s");
        assertThat(Spread.seconds(0.0021)).isEqualTo("2.10 ms");
        assertThat(Spread.seconds(5e-7)).isEqualTo("0.50 µs");
    }

    @Test
    void nameOfAGroupStandsForItsWorks() {
        assertThat(Work.named(List.of("checkpoint", "sample-mnist")))
                .extracting(Work::name)
                .containsExactly("sample-mnist", "checkpoint-save", "checkpoint-load");
        assertThat(Work.named(List.of())).isEqualTo(Work.ALL);
    }

    @Test
    void optionsAreReadFromLineAndEnvironment() {
        CompareOptions options = CompareOptions.parse(
                List.of("mnist-iteration", "--rounds", "3", "--peers", "keras"),
                Map.of("ATELIER_PEER_PYTHON", PROGRAM));
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.python()).isEqualTo(PROGRAM);
        assertThat(options.works()).hasSize(1);
        assertThat(options.works().get(0).peers()).extracting(Work.Peer::name).containsExactly("keras");
    }

    @Test
    void peersOfTheJvmNeedNoPython() {
        CompareOptions options = CompareOptions.parse(List.of("vanilla-iteration", "--peers", "djl,dl4j"), Map.of());
        assertThat(options.python()).isEmpty();
        assertThat(options.works().get(0).peers()).extracting(Work.Peer::name).containsExactly("djl", "dl4j");
    }

    @Test
    void everyPeerHasItsProgram() {
        Path peers = Path.of("peers");
        for (Work work : Work.ALL) {
            for (Work.Peer peer : work.peers()) {
                if (peer.isPython()) {
                    assertThat(peers.resolve(peer.program())).exists();
                } else {
                    assertThat(peers.resolve("jvm/" + peer.name() + ".xml"))
                            .content()
                            .contains(peer.program() + ".java");
                    assertThat(peers.resolve("jvm/" + peer.program() + ".java")).exists();
                }
            }
        }
    }

    @Test
    void wrongUseIsToldInOneSentence() {
        refused("no work named 'fashion'; known: fashion-round, mnist-iteration", "fashion", "--python", PROGRAM);
        refused("no interpreter for the peers: give --python or set ATELIER_PEER_PYTHON", "fid");
        refused("--python /no/such/python: no such program", "fid", "--python", "/no/such/python");
        refused("--rounds 0: a whole number of at least 1", "fid", "--rounds", "0");
        refused("--json needs a value", "--json");
        refused("unknown option '--fast'", "--fast");
        refused("none of the works asked for", "fid", "--peers", "keras", "--python", PROGRAM);
    }

    @Test
    void worksWithoutPeersAreMeasuredBesideBusyProgramsAlone() {
        CompareOptions crowded = CompareOptions.parse(List.of("metrics", "--busy", "2"), Map.of());
        assertThat(crowded.busy()).isEqualTo(2);
        assertThat(crowded.works()).extracting(Work::name).containsExactly("metrics");
        refused("none of the works asked for", "metrics");
        refused("--busy 0: a whole number of at least 1", "metrics", "--busy", "0");
    }

    @Test
    void aProcessorPassesForALesserKindAlone() {
        String avx2 = "fpu avx avx2 fma";
        String avx512 = avx2 + " avx512f avx512bw avx512vl avx512dq avx512_bf16";
        assertThat(InstructionSet.kind(avx2)).isEqualTo("AVX2");
        assertThat(InstructionSet.kind(avx512)).isEqualTo("AVX-512 without AMX");
        assertThat(InstructionSet.kind(avx512 + " amx_bf16")).isEqualTo("AMX");
        assertThat(InstructionSet.of("avx2", avx512).environment())
                .containsEntry("ONEDNN_MAX_CPU_ISA", "AVX2")
                .containsEntry("ATEN_CPU_CAPABILITY", "avx2");
        assertThat(InstructionSet.of("native", "").environment()).isEmpty();
        assertThatThrownBy(() -> InstructionSet.of("avx512", avx2))
                .isInstanceOf(BadInput.class)
                .hasMessage("--isa avx512: this processor is of the kind AVX2");
        refused("--isa sse: known are native, avx512, avx2", "fid", "--isa", "sse", "--python", PROGRAM);
    }

    @Test
    void busyProgramsEndWithTheirCrowd() {
        List<ProcessHandle> started;
        try (Crowd crowd = Crowd.start(2)) {
            started = ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .toList();
            assertThat(crowd.count()).isEqualTo(2);
            assertThat(started).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .hasSize(started.size() - 2);
    }

    private static void refused(String message, String... arguments) {
        assertThatThrownBy(() -> CompareOptions.parse(List.of(arguments), Map.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void processesSayTheirNumbersInTheLastObject() {
        assertThat(Child.json(List.of("{not json", "{\"seconds\": [1.5, 2.5]}", "{it is over}")))
                .containsEntry("seconds", List.of(1.5, 2.5));
        assertThat(Child.json(List.of("nothing"))).isEmpty();
    }

    @Test
    void reasonIsTheLastWordOfAProcess() {
        assertThat(Child.why(List.of("Traceback:", "ModuleNotFoundError: No module named 'keras'", ""), 1))
                .isEqualTo("ModuleNotFoundError: No module named 'keras'");
        assertThat(Child.why(List.of("Exception in thread \"main\" X: y", "\tat a.B.c(B.java:1)"), 1))
                .isEqualTo("Exception in thread \"main\" X: y");
        assertThat(Child.why(List.of(), 137)).isEqualTo("it ended with code 137");
    }

    @Test
    void processorTimeLeavesOutIdleAndWaiting() {
        assertThat(CpuTime.machine("cpu  10 1 5 1000 500 2 3 4 0 0\ncpu0 1 2")).isEqualTo(25);
        assertThat(CpuTime.process("7 (a b) c) S 1 2 3 4 5 6 7 8 9 10 100 20 3 1 20 0"))
                .isEqualTo(124);
        assertThat(CpuTime.process("")).isZero();
        assertThat(CpuTime.cores(150, 1)).isEqualTo(1.5);
    }

    @Test
    void launcherTellsItsAllocatorAndOptions() {
        LauncherScript launcher = LauncherScript.of(Path.of("..", "atelier"));
        assertThat(launcher.environment())
                .containsEntry("MALLOC_ARENA_MAX", "1")
                .containsKey("MALLOC_MMAP_MAX_");
        assertThat(launcher.options()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void launcherOptionsWithVariablesAreLeftOut() {
        LauncherScript launcher = LauncherScript.parse("""
                export A_B="${A_B-12}"
                exec "$jdk/bin/java" -XX:+UseSerialGC -XX:Archive="$target/x" \\
                    ${MORE:-} -cp "$x" Main "$@"
                """);
        assertThat(launcher.environment()).isEqualTo(Map.of("A_B", "12"));
        assertThat(launcher.options()).containsExactly("-XX:+UseSerialGC");
    }
}
