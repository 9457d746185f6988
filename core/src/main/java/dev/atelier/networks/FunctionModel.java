package dev.atelier.networks;

import dev.atelier.media.Modality;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples that networks make of normal noise: the model of most systems of one's own.
 *
 * @param output what a sample is
 * @param latent how many numbers of noise one sample takes
 * @param networks that make them, borrowed
 * @param function from noise [B, latent] to samples [B, …]
 */
public record FunctionModel(Modality output, int latent, Device device, List<Network> networks, Function function)
        implements GenerativeModel {
    /** Samples that one network makes. */
    public FunctionModel(Modality output, int latent, Device device, Network network, Function function) {
        this(output, latent, device, List.of(network), function);
    }

    /** From noise to samples. */
    @FunctionalInterface
    public interface Function {
        Tensor apply(Tensor noise, Pass pass);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        return Fields.of(NoiseModel.Z, LatentPrior.NORMAL.inputs(draws, count, latent));
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
        return networks.stream().map(Network::sha256).collect(Collectors.joining("+"));
    }
}
