package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.nn.Parameter;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Whether a file holds a network's weights: every tensor there, in its shape, finite. */
public final class WeightsCheck {
    private WeightsCheck() {}

    /** Refuses what does not; {@code file} begins the message. */
    public static void require(String file, List<Parameter> parameters, Map<String, Tensor> tensors) {
        List<String> missing = parameters.stream()
                .map(Parameter::name)
                .filter(name -> !tensors.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new BadInput(file + ": " + missing.size() + " of " + parameters.size()
                    + " tensors are missing, the first is '" + missing.get(0) + "'");
        }
        for (Parameter parameter : parameters) {
            Tensor found = tensors.get(parameter.name());
            long[] wanted = Tensors.shape(parameter.value());
            if (found == null || !Arrays.equals(Tensors.shape(found), wanted)) {
                throw new BadInput(file + ": tensor '" + parameter.name() + "' is "
                        + (found == null ? "missing" : Arrays.toString(Tensors.shape(found))) + "; it must be "
                        + Arrays.toString(wanted));
            }
            if (!Tensors.allFinite(found)) {
                throw new BadInput(file + ": tensor '" + parameter.name() + "' holds NaN or infinite values");
            }
        }
    }
}
