package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Modality;
import dev.atelier.nn.Graph;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained system as those see it who want samples of it: what its inputs are and how samples are made of them. The monitor's grid,
 * metrics, the doctor, evaluation and {@code generate} know nothing else of it.
 */
public interface GenerativeModel {
    /** What a sample is. */
    Modality output();

    /**
     * Inputs of {@code count} samples, in the caller's scope: fields of noise, each from a stream of its own, so that more samples begin
     * with the fewer.
     */
    Fields draw(Draws draws, int count);

    /** Samples [count, …] of the inputs from number {@code from} on, float32, in the caller's scope: no dropout, running statistics. */
    Tensor make(Fields inputs, long from, long count);

    /**
     * Puts what {@link #make} does into a graph, with the fields of {@link #draw} as its inputs. A model that does not say how is refused by
     * name.
     */
    default void trace(Graph graph) {
        throw new BadInput(getClass().getSimpleName()
                + " has no trace: its samples can be drawn and judged, but it cannot be exported");
    }

    /** Where its networks are. */
    Device device();

    /** What its inputs are, by field, as texts, numbers, lists and maps, for whoever has the files alone. */
    default Map<String, Object> inputs() {
        return Map.of();
    }

    /** What stands for its networks in a passport: a SHA-256 in hexadecimal over their names, shapes and values. */
    String fingerprint();

    /** Pictures of samples for a person, as a grid shows them; of a translation, the input beside what was made of it. */
    default List<Image> exhibits(Fields inputs, int first, int count) {
        return samples(inputs, first, count).stream().map(output()::picture).toList();
    }

    /** How many samples are made at a time, a number that depends on the networks alone. */
    default int atOnce() {
        return 64;
    }

    /**
     * Samples number {@code first} and the {@code count − 1} behind it, row-major. Several threads make them, in pieces of
     * {@link #atOnce}: the samples do not depend on the number of threads.
     */
    default List<float[]> samples(Fields inputs, int first, int count) {
        List<float[]> samples = new ArrayList<>(count);
        int size = atOnce();
        int pieces = (count + size - 1) / size;
        Workers.inOrder(
                pieces,
                piece -> {
                    int from = piece * size;
                    return made(inputs, first + from, Math.min(size, count - from));
                },
                samples::addAll);
        return samples;
    }

    private List<float[]> made(Fields inputs, int from, int count) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            float[] values = Tensors.toFloats(make(inputs, from, count));
            int size = values.length / count;
            List<float[]> samples = new ArrayList<>(count);
            for (int at = 0; at < values.length; at += size) {
                samples.add(Arrays.copyOfRange(values, at, at + size));
            }
            return samples;
        }
    }
}
