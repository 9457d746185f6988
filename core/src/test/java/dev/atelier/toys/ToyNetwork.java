package dev.atelier.toys;

import dev.atelier.networks.Critic;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Activation;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Summary;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network that no architecture has, as a user would write it: vectors in, one hidden layer of eight, vectors out. */
final class ToyNetwork implements Critic {
    private final Sequential rows;
    private final long inputs;
    private final List<Parameter> parameters;

    /** With buffers of one number each. */
    ToyNetwork(long inputs, long outputs, String... buffers) {
        this.inputs = inputs;
        rows = new Sequential(
                "main",
                List.of(
                        new Dense(inputs, 8, Initializer.glorotUniform()),
                        Activation.leakyRelu(0.2),
                        new Dense(8, outputs, Initializer.glorotUniform())));
        parameters = new ArrayList<>(rows.parameters());
        for (String buffer : buffers) {
            parameters.add(Parameter.buffer(buffer, Initializer.zeros(), 1));
        }
    }

    /** A buffer, borrowed. */
    Tensor buffer(String name) {
        return state().get(name);
    }

    Tensor forward(Tensor x, Pass pass) {
        return rows.forward(x, pass);
    }

    @Override
    public Judgement judge(Tensor samples, Pass pass) {
        Tensor x = pass.sides().names().isEmpty()
                ? samples
                : torch.cat(new TensorVector(samples, pass.sides().get(Fields.CONDITION)), 1);
        return new Judgement(List.of(forward(x, pass)), Fields.NONE, List.of());
    }

    @Override
    public String title() {
        return "toy";
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public Summary summary() {
        return Summary.of("toy", rows, inputs);
    }
}
