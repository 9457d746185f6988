package dev.atelier.training;

import dev.atelier.networks.Critic;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Activation;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Summary;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A network that no architecture has, as a user would write it: vectors in, vectors out. */
final class ToyNetwork implements Critic {
    private final Sequential rows;
    private final long inputs;

    private ToyNetwork(long inputs, Layer... rows) {
        this.inputs = inputs;
        this.rows = new Sequential("main", List.of(rows));
    }

    /** One hidden layer of eight, weights from a stream of this name. */
    static ToyNetwork of(String name, long inputs, long outputs) {
        ToyNetwork network = new ToyNetwork(
                inputs,
                new Dense(inputs, 8, Initializer.glorotUniform()),
                Activation.leakyRelu(0.2),
                new Dense(8, outputs, Initializer.glorotUniform()));
        network.initialise(RandomStream.of(1, name));
        return network;
    }

    Tensor forward(Tensor x, Pass pass) {
        return rows.forward(x, pass);
    }

    @Override
    public Judgement judge(Tensor samples, Pass pass) {
        return new Judgement(List.of(forward(samples, pass)), Fields.NONE, List.of());
    }

    @Override
    public String title() {
        return "toy";
    }

    @Override
    public List<Parameter> parameters() {
        return rows.parameters();
    }

    @Override
    public Summary summary() {
        return Summary.of("toy", rows, inputs);
    }
}
