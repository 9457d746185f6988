package dev.atelier.networks;

import dev.atelier.media.Modality;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples that a network makes of normal noise: the model of most systems of one's own.
 *
 * @param output what a sample is
 * @param latent how many numbers of noise one sample takes
 * @param network that makes them, borrowed
 * @param function from noise [B, latent] to samples [B, …]
 */
public record FunctionModel(Modality output, int latent, Device device, Network network, Function function)
        implements GenerativeModel {
    /** From noise to samples. */
    @FunctionalInterface
    public interface Function {
        Tensor apply(Tensor noise, Pass pass);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        int even = count + count % 2; // normal numbers come in pairs
        return Fields.of(
                NoiseModel.Z,
                draws.normal(Draws.MAIN, even, latent).narrow(0, 0, count).contiguous());
    }

    @Override
    public Tensor make(Fields inputs, long from, long count) {
        return function.apply(inputs.rows(from, count).get(NoiseModel.Z), Pass.evaluation(Precision.FP32));
    }

    @Override
    public Map<String, Object> inputs() {
        return Map.of(NoiseModel.Z, Map.of("modality", "noise", "shape", List.of(latent)));
    }

    @Override
    public String fingerprint() {
        return network.sha256();
    }
}
