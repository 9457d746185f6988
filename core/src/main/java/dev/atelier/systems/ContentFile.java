package dev.atelier.systems;

import dev.atelier.BadInput;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.Extractors;
import dev.atelier.metrics.FeatureExtractor;
import dev.atelier.metrics.WeightsCheck;
import dev.atelier.networks.Network;
import dev.atelier.networks.Vgg19;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network that pictures are compared by: VGG-19's convolutions, or the map at stride 4 of an extractor of this program. It is
 * frozen. Owns the network until closed.
 *
 * @param features of images [B, C, H, W] in [−1, 1], in evaluation
 * @param channels of the images that it takes
 */
record ContentFile(UnaryOperator<Tensor> features, int channels, Network network) implements AutoCloseable {
    private static final Pass PASS = Pass.evaluation(Precision.FP32);

    /** By the path of a file, or by the name of an extractor; what is not fit for images of so many channels is bad input. */
    static ContentFile open(String which, int channels, int side, Device device) {
        Optional<Path> file = file(which);
        ContentFile opened = file.filter(ContentFile::isVgg).isPresent() ? vgg(file.get(), side) : extractor(which);
        if (opened.channels != channels) {
            opened.close();
            throw new BadInput("content.features: " + which + " looks at images of " + opened.channels
                    + " channels, the photographs have " + channels + "; allowed: features of " + channels
                    + ", or rotation, discriminator, none");
        }
        opened.network.move(device);
        opened.network.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
        return opened;
    }

    private static Optional<Path> file(String which) {
        try {
            return Optional.of(Path.of(which)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isVgg(Path file) {
        try (TensorScope scope = TensorScope.open()) {
            return Safetensors.read(file).tensors().containsKey(Vgg19.FIRST);
        }
    }

    private static ContentFile vgg(Path file, int side) {
        Vgg19 network = new Vgg19(side);
        try (TensorScope scope = TensorScope.open()) {
            Safetensors.Contents contents = Safetensors.read(file);
            WeightsCheck.require(file.toString(), network.parameters(), contents.tensors());
            network.load(contents.tensors());
            return new ContentFile(images -> network.features(images, PASS), 3, network);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static ContentFile extractor(String which) {
        FeatureExtractor opened = Extractors.open(which);
        if (!(opened instanceof DomainExtractor domain)) {
            opened.close();
            throw new BadInput("content.features: " + which + " is " + opened.name()
                    + ", whose features have no places; allowed: weights of VGG-19 as torchvision names them, or an"
                    + " extractor of 'atelier extractor train'");
        }
        return new ContentFile(
                images -> domain.classifier().map(images, PASS),
                domain.card().image().channels(),
                domain.classifier());
    }

    /** SHA-256 of the file, in hexadecimal. */
    static String sha256(String which) {
        Optional<Path> file = file(which);
        if (file.isPresent()) {
            return Extractors.sha256(file.get());
        }
        try (FeatureExtractor extractor = Extractors.open(which)) {
            return extractor.sha256();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
