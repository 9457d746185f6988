package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Sequential;
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

/** What generator and discriminator have in common: a stack of layers with named parameters. */
abstract sealed class Network implements AutoCloseable permits Generator, Discriminator, Classifier, InceptionV3 {
    private final String title;
    private final Sequential layers;
    private final long[] inputShape;

    Network(String title, Sequential layers, long... inputShape) {
        this.title = title;
        this.layers = layers;
        this.inputShape = inputShape.clone();
    }

    Sequential layers() {
        return layers;
    }

    public Summary summary() {
        return Summary.of(title, layers, inputShape);
    }

    public List<Parameter> parameters() {
        return layers.parameters();
    }

    /** Draws all weights anew. */
    public void initialise(RandomStream stream) {
        layers.initialise(stream);
    }

    public void move(Device device) {
        layers.move(device);
    }

    /** Parameters and buffers by name, borrowed. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameters().forEach(parameter -> state.put(parameter.name(), parameter.value()));
        return state;
    }

    /** Overwrites all parameters; a missing or misshapen one is refused before anything changes. */
    public void load(Map<String, Tensor> saved) {
        List<Tensor> sources = parameters().stream()
                .map(parameter -> fitting(parameter, saved))
                .toList();
        for (int i = 0; i < sources.size(); i++) {
            parameters().get(i).copyFrom(sources.get(i));
        }
    }

    /** Overwrites the parameters that have a saved tensor of their name and shape; returns their names. */
    public List<String> loadMatching(Map<String, Tensor> saved) {
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
    public String sha256() {
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
                    "the saved " + title + " was made by another table: it has no '" + parameter.name() + "'");
        }
        if (!Arrays.equals(Tensors.shape(source), Tensors.shape(parameter.value()))) {
            throw new BadInput("the saved " + title + " was made by another table: its '" + parameter.name() + "' is "
                    + Arrays.toString(Tensors.shape(source)) + ", here it is "
                    + Arrays.toString(Tensors.shape(parameter.value())));
        }
        return source;
    }

    @Override
    public void close() {
        layers.close();
    }
}
