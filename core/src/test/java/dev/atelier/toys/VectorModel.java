package dev.atelier.toys;

import dev.atelier.media.Modality;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Network;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** Vectors of noise, by whatever function of it. */
record VectorModel(int noise, int length, Device device, List<? extends Network> networks, Maker maker)
        implements GenerativeModel {
    interface Maker {
        Tensor make(Tensor z, Pass pass);
    }

    @Override
    public Modality output() {
        return new VectorModality(length);
    }

    @Override
    public Fields draw(Draws draws, int count) {
        int even = count + count % 2; // normal numbers come in pairs
        return Fields.of("z", draws.normal(Draws.MAIN, even, noise).narrow(0, 0, count));
    }

    @Override
    public Tensor make(Fields inputs, long from, long count) {
        return maker.make(inputs.rows(from, count).get("z"), Pass.evaluation(Precision.FP32));
    }

    @Override
    public String fingerprint() {
        return networks.stream().map(Network::sha256).collect(Collectors.joining("+"));
    }
}
