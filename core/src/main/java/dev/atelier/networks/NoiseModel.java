package dev.atelier.networks;

import dev.atelier.media.Modality;
import dev.atelier.media.PixelRange;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Images of z, under a condition where the generator reads one; it borrows the generator.
 *
 * @param condition width of the condition; 0 where there is none
 */
public record NoiseModel(Generator generator, LatentPrior prior, Device device, int condition)
        implements GenerativeModel {
    /** Without a condition. */
    public NoiseModel(Generator generator, LatentPrior prior, Device device) {
        this(generator, prior, device, 0);
    }

    /** The field of z, float32 [B, latent]. */
    public static final String Z = "z";

    @Override
    public Modality output() {
        ImageShape shape = generator.image();
        return Modality.of(shape.channels(), shape.height(), shape.width(), range());
    }

    /** The range of the generator's images. */
    public PixelRange range() {
        return generator.signed() ? PixelRange.SYMMETRIC : PixelRange.UNIT;
    }

    @Override
    public Fields draw(Draws draws, int count) {
        return Fields.of(Z, prior.inputs(draws, count, generator.latent()));
    }

    @Override
    public Tensor make(Fields inputs, long from, long count) {
        Fields some = inputs.rows(from, count);
        return generator.forward(
                some.get(Z), Pass.evaluation(generator.drawing()).with(some.only(Fields.CONDITION)));
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> noise = new LinkedHashMap<>();
        noise.put("modality", "noise");
        noise.put("prior", prior.key());
        noise.put("shape", List.of(generator.latent()));
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put(Z, noise);
        if (condition > 0) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("modality", "attributes");
            attributes.put("shape", List.of(condition));
            inputs.put(Fields.CONDITION, attributes);
        }
        return inputs;
    }

    @Override
    public String fingerprint() {
        return generator.sha256();
    }

    @Override
    public void trace(Graph graph) {
        generator.trace(graph);
    }

    @Override
    public int atOnce() {
        return generator.atOnce();
    }
}
