package dev.atelier.metrics;

import dev.atelier.media.Image;
import dev.atelier.networks.InceptionV3;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Inception-v3 as FID defines it (Heusel et al. 2017, arXiv 1706.08500), from weights that the user supplies. Logits are without the
 * bias, as the Inception Score was defined (Salimans et al. 2016, arXiv 1606.03498). Owns the network until closed.
 */
public final class InceptionExtractor implements FeatureExtractor, TensorExtractor {
    private static final int AT_ONCE = 8; // 120 MB of activations
    private static final String FIRST = "Conv2d_1a_3x3.conv.weight";
    private static final List<String> CLASSES =
            IntStream.range(0, InceptionV3.CLASSES).mapToObj(Integer::toString).toList();

    private final InceptionV3 network;
    private final String sha256;

    private InceptionExtractor(InceptionV3 network, String sha256) {
        this.network = network;
        this.sha256 = sha256;
    }

    /** Whether the file looks like such weights at all. */
    static boolean is(Safetensors.Contents contents) {
        return contents.tensors().containsKey(FIRST);
    }

    /** From a file's contents; one that misses tensors or has others is bad input that begins with {@code file}. */
    static InceptionExtractor of(String file, Safetensors.Contents contents, String sha256) {
        InceptionV3 network = new InceptionV3();
        try {
            WeightsCheck.require(file, network.parameters(), contents.tensors());
            network.load(contents.tensors());
            return new InceptionExtractor(network, sha256);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "inception-v3";
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public String resize() {
        return "3×299×299 by TensorFlow 1's bilinear filter, without half-pixel centres or antialiasing";
    }

    @Override
    public int size() {
        return InceptionV3.FEATURES;
    }

    /** Numbers: the order is that of the weights of 2015. */
    @Override
    public List<String> classNames() {
        return CLASSES;
    }

    @Override
    public boolean definesInceptionScore() {
        return true;
    }

    @Override
    public Extraction extract(List<Image> images) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(images.size(), size());
            Tensor logits = torch.empty(images.size(), InceptionV3.CLASSES);
            for (int from = 0; from < images.size(); from += AT_ONCE) {
                int count = Math.min(AT_ONCE, images.size() - from);
                try (TensorScope chunk = TensorScope.open()) {
                    InceptionV3.Reading said = read(Planes.of(images.subList(from, from + count)));
                    features.narrow(0, from, count).copy_(said.features());
                    logits.narrow(0, from, count).copy_(said.unbiased());
                }
            }
            return new Extraction(scope.promote(features), scope.promote(logits));
        }
    }

    @Override
    public Tensor features(Tensor images) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(images.size(0), size());
            for (long from = 0; from < images.size(0); from += AT_ONCE) {
                try (TensorScope chunk = TensorScope.open()) {
                    long count = Math.min(AT_ONCE, images.size(0) - from);
                    features.narrow(0, from, count)
                            .copy_(read(images.narrow(0, from, count)).features());
                }
            }
            return scope.promote(features);
        }
    }

    /** All that the network says of images [B, C, H, W] in 0 … 255 of any size, in the caller's scope. */
    InceptionV3.Reading read(Tensor images) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            Tensor colour = Planes.channels(images.detach(), 3);
            Tensor input = TensorflowBilinear.resize(colour, InceptionV3.SIDE, InceptionV3.SIDE)
                    .sub(new Scalar(128))
                    .div(new Scalar(128));
            return network.read(input);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
