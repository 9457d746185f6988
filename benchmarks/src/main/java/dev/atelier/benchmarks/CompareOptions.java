package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.tensor.Processor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of {@code benchmarks/compare}.
 *
 * @param rounds times that every program runs, in turn
 * @param threads of every program
 * @param python the peers' interpreter; empty where no peer needs one
 * @param precision of our training: auto, fp32 or bf16
 * @param busy programs that keep a processor busy beside a second half of the rounds
 * @param instructions that all programs keep to
 * @param sameAllocator whether the peers get the launcher's allocator variables too
 * @param json file for the raw results
 */
record CompareOptions(
        List<Work> works,
        int rounds,
        int threads,
        String python,
        String precision,
        int busy,
        InstructionSet instructions,
        boolean sameAllocator,
        Optional<Path> json) {
    static final String USAGE = """
            usage: benchmarks/compare [WORK...] [options]

              WORK                fashion-round, mnist-iteration, vanilla-iteration, wgan-gp-iteration, translation (five
                                  rounds, also by name: pix2pix-round, cyclegan-round, srresnet-round, srgan-round,
                                  lapgan-round), sample, load, fid, startup, checkpoint; default: all; with --busy also
                                  metrics, evaluate
              --rounds N          runs of each program, in turn; default 5
              --threads N         threads of each program; default: all cores
              --python FILE       interpreter of the peers in Python; default: $ATELIER_PEER_PYTHON
              --peers A,B         these peers alone: torch-eager, torch-best, keras, djl, dl4j, ...
              --precision P       of our training: auto, fp32, bf16; default auto
              --busy N            measure again beside N busy programs: which share of its quiet rate each side keeps
              --isa SET           keep all programs to these instructions: avx2, avx512, native; default native
              --same-allocator    give the peers the allocator settings that the launcher gives us
              --json FILE         write the raw results
            """;

    /** From the command line and the environment; anything unusable is bad input. */
    static CompareOptions parse(List<String> arguments, Map<String, String> environment) {
        List<String> names = new ArrayList<>();
        List<String> peers = List.of();
        int rounds = 5;
        int threads = Runtime.getRuntime().availableProcessors();
        String python = environment.getOrDefault("ATELIER_PEER_PYTHON", "");
        String precision = "auto";
        int busy = 0;
        String isa = InstructionSet.NATIVE.key();
        boolean sameAllocator = false;
        Optional<Path> json = Optional.empty();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--rounds" -> rounds = Arguments.positive(argument, Arguments.value(argument, rest));
                case "--threads" -> threads = Arguments.positive(argument, Arguments.value(argument, rest));
                case "--python" -> python = Arguments.value(argument, rest);
                case "--precision" ->
                    precision =
                            Arguments.among(argument, Arguments.value(argument, rest), List.of("auto", "fp32", "bf16"));
                case "--peers" ->
                    peers = Arrays.stream(Arguments.value(argument, rest).split(",", -1))
                            .map(peer -> Arguments.among(argument, peer, Work.peerNames()))
                            .toList();
                case "--busy" -> busy = Arguments.positive(argument, Arguments.value(argument, rest));
                case "--isa" -> isa = Arguments.among(argument, Arguments.value(argument, rest), InstructionSet.KEYS);
                case "--same-allocator" -> sameAllocator = true;
                case "--json" -> json = Optional.of(Path.of(Arguments.value(argument, rest)));
                default -> names.add(argument);
            }
        }
        Arguments.requireNoOptions(names);
        List<String> chosen = peers;
        boolean crowded = busy > 0;
        List<Work> works = Work.named(names).stream()
                .filter(work -> crowded || !work.alone())
                .map(work -> work.with(chosen))
                .filter(work -> work.alone() || !work.peers().isEmpty())
                .toList();
        if (works.isEmpty()) {
            throw new BadInput("none of the works asked for has the peers asked for");
        }
        boolean needsPython =
                works.stream().flatMap(work -> work.peers().stream()).anyMatch(Work.Peer::isPython);
        return new CompareOptions(
                works,
                rounds,
                threads,
                needsPython ? interpreter(python) : "",
                precision,
                busy,
                InstructionSet.of(isa, Processor.flags()),
                sameAllocator,
                json);
    }

    private static String interpreter(String python) {
        if (python.isEmpty()) {
            throw new BadInput("no interpreter for the peers: give --python or set ATELIER_PEER_PYTHON");
        }
        if (!Files.isExecutable(Path.of(python))) {
            throw new BadInput("--python " + python + ": no such program");
        }
        return Path.of(python).toAbsolutePath().toString(); // not resolved: a virtual environment is its symlink
    }
}
