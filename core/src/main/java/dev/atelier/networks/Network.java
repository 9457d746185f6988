package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Summary;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Anything with named parameters that turns tensors into tensors. Every {@code forward} of a network and of a layer returns a handle
 * of its own in the caller's scope, never its argument, because whoever comes behind it closes it.
 */
public interface Network extends AutoCloseable {
    /** What it is called in messages and tables. */
    String title();

    /** Parameters and buffers in a fixed order; their names are those of saved files. */
    List<Parameter> parameters();

    /** The table of the network for a person. */
    Summary summary();

    /**
     * Puts the network into a graph as it computes in evaluation, with its inputs and outputs. One that is not a table of layers, and does
     * not say how, is refused by name.
     */
    default void trace(Graph graph) {
        throw new BadInput("the " + title() + " has no trace: it can be trained and judged, but not exported");
    }

    /** Draws all weights anew, in their order. */
    default void initialise(RandomStream stream) {
        parameters().forEach(parameter -> parameter.initialise(stream));
    }

    /** To a device; parameters are replaced in place. */
    default void move(Device device) {
        parameters().forEach(parameter -> parameter.move(device));
    }

    /** Parameters and buffers by name, borrowed. */
    default Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameters().forEach(parameter -> state.put(parameter.name(), parameter.value()));
        return state;
    }

    /** Overwrites all parameters; a missing or misshapen one is refused before anything changes. */
    default void load(Map<String, Tensor> saved) {
        List<Tensor> sources = parameters().stream()
                .map(parameter -> fitting(parameter, saved))
                .toList();
        for (int i = 0; i < sources.size(); i++) {
            parameters().get(i).copyFrom(sources.get(i));
        }
    }

    /** Overwrites the parameters that have a saved tensor of their name and shape; returns their names. */
    default List<String> loadMatching(Map<String, Tensor> saved) {
        List<String> loaded = new ArrayList<>();
        for (Parameter parameter : parameters()) {
            Tensor source = saved.get(parameter.name());
            if (source != null && Arrays.equals(Tensors.shape(source), Tensors.shape(parameter.value()))) {
                parameter.copyFrom(source);
                loaded.add(parameter.name());
            }
        }
        return loaded;
    }

    /** SHA-256 in hexadecimal over names, shapes and values (float32, little-endian) of parameters and buffers, in their order. */
    default String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Parameter parameter : parameters()) {
                String head = parameter.name() + Arrays.toString(Tensors.shape(parameter.value()));
                float[] values = Tensors.toFloats(parameter.value());
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                digest.update(head.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Tensor fitting(Parameter parameter, Map<String, Tensor> saved) {
        Tensor source = saved.get(parameter.name());
        if (source == null) {
            throw new BadInput(
                    "the saved " + title() + " was made by another table: it has no '" + parameter.name() + "'");
        }
        if (!Arrays.equals(Tensors.shape(source), Tensors.shape(parameter.value()))) {
            throw new BadInput("the saved " + title() + " was made by another table: its '" + parameter.name() + "' is "
                    + Arrays.toString(Tensors.shape(source)) + ", here it is "
                    + Arrays.toString(Tensors.shape(parameter.value())));
        }
        return source;
    }

    /** Frees all parameters. */
    @Override
    default void close() {
        parameters().forEach(Parameter::close);
    }
}
