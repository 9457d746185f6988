package dev.atelier.tensor;

import dev.atelier.BadInput;
import java.util.List;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
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

    public static final List<String> KEYS = List.of("auto", "fp32", "bf16");

    /**
     * What a key means on this machine. {@code auto} is bf16 only where the recipe's quality gate is passed and the processor
     * multiplies bf16 itself (AVX-512 BF16 or AMX); elsewhere bf16 works but is emulated, many times slower than fp32.
     */
    public static Precision resolve(String key, boolean gatePassed) {
        return switch (key) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "auto" -> gatePassed && processorHasBf16() ? BF16 : FP32;
            default -> throw new BadInput("no precision named '" + key + "'; known: " + String.join(", ", KEYS));
        };
    }

    /** Whether the processor has bf16 dot products, as Linux tells; elsewhere unknown counts as no. */
    public static boolean processorHasBf16() {
        return Processor.hasAny("avx512_bf16", "amx_bf16");
    }
}
