package dev.atelier.metrics;

import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of the reference cases: features, probabilities and subsets with the values that exact arithmetic gives. */
record MetricCase(
        String name, Features real, Features fake, Features probs, int[] realRows, int[] fakeRows, JsonNode expected)
        implements AutoCloseable {
    static final String[] NAMES = {"closed_form_d8", "gauss_d16", "relu_mixture_d64"};

    static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(MetricCase.class.getResource("/goldens/metrics/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static MetricCase open(String name) {
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents file = Safetensors.read(folder(name).resolve("tensors.safetensors"));
            JsonNode expected = JsonMapper.builder()
                    .build()
                    .readTree(Files.readString(folder(name).resolve("expected.json")));
            return new MetricCase(
                    name,
                    Features.of(file.get("real"), "real"),
                    Features.of(file.get("fake"), "fake"),
                    Features.of(file.get("probs"), "probs"),
                    firstRow(file, "kid_idx_real"),
                    firstRow(file, "kid_idx_fake"),
                    expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] firstRow(Safetensors.Contents file, String name) {
        return Arrays.stream(Tensors.toLongs(file.get(name).select(0, 0)))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    double value(String pointer) {
        return expected.at(pointer).doubleValue();
    }

    long count(String pointer) {
        return expected.at(pointer).longValue();
    }

    @Override
    public void close() {
        real.close();
        fake.close();
        probs.close();
    }
}
