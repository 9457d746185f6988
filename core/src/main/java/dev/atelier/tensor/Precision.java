package dev.atelier.tensor;

import dev.atelier.BadInput;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of the heavy operations. Parameters, optimisers and losses are float32 in both. */
public enum Precision {
    FP32("fp32", ScalarType.Float),
    BF16("bf16", ScalarType.BFloat16);

    private final String key;
    private final ScalarType type;

    Precision(String key, ScalarType type) {
        this.key = key;
        this.type = type;
    }

    public String key() {
        return key;
    }

    /** The tensor in this format; the same tensor where it has it already. */
    public Tensor cast(Tensor x) {
        return x.scalar_type().intern() == type ? x : x.to(type);
    }

    /**
     * Images or kernels [N, C, H, W] in this format, with the channels of a pixel beside each other in memory; the same tensor where it
     * is so already. Convolutions of such images need no reordering between one layer and the next.
     */
    public Tensor castChannelsLast(Tensor x) {
        return x.to(type, false, false, new MemoryFormatOptional(MemoryFormat.ChannelsLast));
    }

    /** To be settled by what is faster here. */
    public static final String AUTO = "auto";

    public static final List<String> KEYS = List.of(AUTO, "fp32", "bf16");

    private static final long SIDE = 384;
    private static final int TIMES = 5;

    /** Of a product that took longer than this many times the other's least, no more are made. */
    private static final double FAR = 4;

    /** The precision of this key, which is settled: {@code fp32} or {@code bf16}. */
    public static Precision of(String key) {
        return switch (key) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            default -> throw new BadInput("no precision named '" + key + "'; known: fp32, bf16");
        };
    }

    /** Whether {@link #of} takes it. */
    public static boolean isNamed(String key) {
        return key.equals(FP32.key) || key.equals(BF16.key);
    }

    /** How many times as long a product of matrices takes in bf16 as in fp32, with the threads of the caller; milliseconds to tell. */
    public static double productRatio() {
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor a = torch.full(new long[] {SIDE, SIDE}, new Scalar(0.5));
            double fp32 = FP32.product(a, Double.POSITIVE_INFINITY);
            return BF16.product(a, FAR * fp32) / fp32;
        }
    }

    /** The least seconds that a square took; one that takes longer than {@code enough} is the last. */
    private double product(Tensor a, double enough) {
        Tensor x = cast(a);
        Tensor y = torch.empty_like(x);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= TIMES; i++) {
            long start = System.nanoTime();
            torch.mm_out(y, x, x);
            double seconds = (System.nanoTime() - start) / 1e9;
            least = i == 0 && seconds <= enough ? least : Math.min(least, seconds); // the first makes things ready
            if (seconds > enough) {
                break;
            }
        }
        return least;
    }

    /**
     * Whether the processor has bf16 dot products that the libraries may use, as Linux and oneDNN's {@code ONEDNN_MAX_CPU_ISA} tell;
     * elsewhere unknown counts as no.
     */
    public static boolean processorHasBf16() {
        String most =
                System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "DEFAULT").toUpperCase(Locale.ROOT);
        return Processor.hasAny("avx512_bf16", "amx_bf16") && most.matches("DEFAULT|ALL|.*(BF16|FP16|AMX|AVX10).*");
    }
}
