package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import dev.atelier.tensor.Processor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The vector instructions that all programs of a comparison may use. A processor passes for a lesser kind when every library is told
 * to keep to that kind's instructions; clock, caches and memory stay its own.
 */
enum InstructionSet {
    NATIVE("native", List.of(), Map.of()),
    AVX512(
            "avx512",
            List.of("avx512f", "avx512bw", "avx512vl", "avx512dq"),
            Map.of(
                    "ONEDNN_MAX_CPU_ISA", "AVX512_CORE_BF16",
                    "ATEN_CPU_CAPABILITY", "avx512",
                    "OPENBLAS_CORETYPE", "SKYLAKEX",
                    "MKL_ENABLE_INSTRUCTIONS", "AVX512")),
    AVX2(
            "avx2",
            List.of("avx2", "fma"),
            Map.of(
                    "ONEDNN_MAX_CPU_ISA", "AVX2",
                    "ATEN_CPU_CAPABILITY", "avx2",
                    "OPENBLAS_CORETYPE", "HASWELL",
                    "MKL_ENABLE_INSTRUCTIONS", "AVX2"));

    static final List<String> KEYS =
            Arrays.stream(values()).map(InstructionSet::key).toList();

    private final String key;
    private final List<String> needed;
    private final Map<String, String> environment;

    InstructionSet(String key, List<String> needed, Map<String, String> environment) {
        this.key = key;
        this.needed = needed;
        this.environment = environment;
    }

    String key() {
        return key;
    }

    /** Variables that oneDNN, libtorch, OpenBLAS and MKL read. */
    Map<String, String> environment() {
        return environment;
    }

    /** The set of this key; one that the processor of these flags lacks is refused. */
    static InstructionSet of(String key, String flags) {
        InstructionSet set = Arrays.stream(values())
                .filter(one -> one.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInput("--isa " + key + ": known are " + String.join(", ", KEYS)));
        List<String> has = List.of(flags.split("\\s+"));
        if (!has.containsAll(set.needed)) {
            throw new BadInput("--isa " + key + ": this processor is of the kind " + kind(flags));
        }
        return set;
    }

    /** What kind of processor the results are of, for a table's heading. */
    String measuredKind() {
        String own = kind(Processor.flags());
        String asked = this == AVX2 ? "AVX2" : this == AVX512 ? "AVX-512 without AMX" : own;
        return asked.equals(own) ? own : asked + ", kept to it on one with " + own;
    }

    /** The kind of a processor with these flags. */
    static String kind(String flags) {
        List<String> has = List.of(flags.split("\\s+"));
        if (has.contains("amx_bf16")) {
            return "AMX";
        } else if (has.contains("avx512f")) {
            return "AVX-512 without AMX";
        }
        return has.contains("avx2") ? "AVX2" : "neither AVX2 nor AVX-512";
    }
}
