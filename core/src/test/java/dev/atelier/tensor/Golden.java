package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a reference gave, from a file below {@code goldens} in the tests' resources: tensors by name, and the comparison of ours with
 * them. Its tensors go with the scope in which it is read.
 */
public final class Golden {
    private final String file;
    private final Safetensors.Contents contents;

    private Golden(String file, Safetensors.Contents contents) {
        this.file = file;
        this.contents = contents;
    }

    /** For example {@code read("layers")}. */
    public static Golden read(String name) {
        return new Golden(name, Safetensors.read(path(name)));
    }

    public static Path path(String name) {
        return resource(name + ".safetensors");
    }

    /** Any file below {@code goldens}. */
    public static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Golden.class.getResource("/goldens/" + name), "no golden is named " + name)
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Tensor get(String name) {
        return contents.get(name);
    }

    /** As float32, where the file holds fewer digits or more. */
    public Tensor floats(String name) {
        return get(name).to(ScalarType.Float);
    }

    public double number(String name) {
        return get(name).item_double();
    }

    public boolean has(String name) {
        return contents.tensors().containsKey(name);
    }

    public Set<String> names() {
        return contents.tensors().keySet();
    }

    public Map<String, String> metadata() {
        return contents.metadata();
    }

    /** The tensors whose names begin so, by the rest of their names; there must be some. */
    public Map<String, Tensor> group(String prefix) {
        Map<String, Tensor> group = new LinkedHashMap<>();
        contents.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                group.put(name.substring(prefix.length()), tensor);
            }
        });
        assertThat(group).as(file + ": " + prefix + "*").isNotEmpty();
        return group;
    }

    /** The tensor of this name against ours. */
    public void assertClose(String name, Tensor actual, Tolerance tolerance) {
        tolerance.assertClose(file + ": " + name, actual, get(name));
    }

    /** The number of this name against ours. */
    public void assertClose(String name, double actual, Tolerance tolerance) {
        tolerance.assertClose(file + ": " + name, actual, number(name));
    }

    /** Every tensor of a group against ours of the same name; both have the same names. */
    public void assertGroup(String prefix, Map<String, Tensor> actual, Tolerance tolerance) {
        assertThat(actual.keySet())
                .as(file + ": " + prefix + "*")
                .containsExactlyInAnyOrderElementsOf(group(prefix).keySet());
        actual.forEach((name, tensor) -> assertClose(prefix + name, tensor, tolerance));
    }
}
