package dev.atelier.networks;

import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a critic says of a batch of samples, float32.
 *
 * @param logits of each of its parts (scales, periods, patches); a critic of one part has one, often [B, 1]
 * @param says what it says beside real or fake, by name
 * @param features what its layers show, for feature matching; may be empty
 */
public record Judgement(List<Tensor> logits, Fields says, List<Tensor> features) {
    /** The name of class logits, or of the values of a condition. */
    public static final String CLASSES = "classes";

    public Judgement {
        logits = List.copyOf(logits);
        features = List.copyOf(features);
    }

    /** The logits of a critic of one part. */
    public Tensor logit() {
        if (logits.size() != 1) {
            throw new IllegalStateException("this critic has " + logits.size() + " parts, not one");
        }
        return logits.get(0);
    }

    /** What is said under {@link #CLASSES}. */
    public Tensor classes() {
        return says.get(CLASSES);
    }

    /**
     * The part of it that belongs to {@code size} of {@code all} samples from number {@code from} on, as views: of critics that judge
     * several samples together, the share of their verdicts.
     */
    public Judgement samples(long from, long size, long all) {
        Map<String, Tensor> said = new LinkedHashMap<>();
        says.names().forEach(name -> said.put(name, part(says.get(name), from, size, all)));
        return new Judgement(parts(logits, from, size, all), Fields.of(size, said), parts(features, from, size, all));
    }

    private static List<Tensor> parts(List<Tensor> tensors, long from, long size, long all) {
        List<Tensor> parts = new ArrayList<>();
        tensors.forEach(tensor -> parts.add(part(tensor, from, size, all)));
        return parts;
    }

    private static Tensor part(Tensor tensor, long from, long size, long all) {
        long rows = tensor.size(0);
        return tensor.narrow(0, from * rows / all, size * rows / all);
    }
}
