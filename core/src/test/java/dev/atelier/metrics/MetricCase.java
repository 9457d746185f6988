package dev.atelier.metrics;

import dev.atelier.tensor.Golden;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import dev.atelier.tensor.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of the reference cases: features, probabilities and subsets with the values that exact arithmetic gives. */
record MetricCase(
        String name, Features real, Features fake, Features probs, int[] realRows, int[] fakeRows, JsonNode expected)
        implements AutoCloseable {
    static final String[] NAMES = {"closed_form_d8", "gauss_d16", "relu_mixture_d64"};

    static MetricCase open(String name) {
        try (TensorScope scope = TensorScope.open()) {
            Golden file = Golden.read("metrics/" + name + "/tensors");
            JsonNode expected = JsonMapper.builder()
                    .build()
                    .readTree(Files.readString(Golden.resource("metrics/" + name + "/expected.json")));
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

    private static int[] firstRow(Golden file, String name) {
        return Arrays.stream(Tensors.toLongs(file.get(name).select(0, 0)))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    double value(String pointer) {
        return expected.at(pointer).doubleValue();
    }

    void assertClose(String pointer, double value, double relative) {
        Tolerance.relative(relative).assertClose(name + pointer, value, value(pointer));
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
