package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.data.ImageFit;
import dev.atelier.data.ImageFormat;
import dev.atelier.media.Image;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.SmallResnet;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** An extractor that was trained on images of the user's own kind: a {@link Classifier} and its card. Owns the network until closed. */
public final class DomainExtractor implements FeatureExtractor, TensorExtractor {
    private static final long PIXELS_AT_ONCE = 1 << 18;

    private final Classifier network;
    private final ExtractorCard card;
    private final String sha256;

    private DomainExtractor(Classifier network, ExtractorCard card, String sha256) {
        this.network = network;
        this.card = card;
        this.sha256 = sha256;
    }

    /**
     * Writes a trained classifier and its card to a new file, which appears whole or not at all; its folder is made.
     */
    public static void write(Path file, Classifier network, ExtractorCard card) {
        Path target = file.toAbsolutePath();
        Path temporary =
                target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            try {
                Safetensors.write(temporary, network.state(), card.metadata());
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw IoFailure.of(file + ": cannot be written: " + e.getMessage(), file, e);
        }
    }

    /** From a file's contents; {@code file} begins the message where they do not fit. */
    static DomainExtractor of(String file, Safetensors.Contents contents, String sha256) {
        ExtractorCard card = ExtractorCard.of(file, contents.metadata());
        Classifier network = SmallResnet.classifier(card.image(), card.classes().size(), card.width());
        try {
            if (card.features() != network.features()) {
                throw new BadInput(file + ": a damaged extractor: it says " + card.features()
                        + " features, its network has " + network.features());
            }
            WeightsCheck.require(file, network.parameters(), contents.tensors());
            network.load(contents.tensors());
            return new DomainExtractor(network, card, sha256);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public ExtractorCard card() {
        return card;
    }

    /** Borrowed: the network that names classes. */
    public Classifier classifier() {
        return network;
    }

    @Override
    public String name() {
        return card.fullName();
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public String resize() {
        return card.resize();
    }

    @Override
    public int size() {
        return card.features();
    }

    @Override
    public List<String> classNames() {
        return card.classes();
    }

    @Override
    public boolean learnedFrom(String source, String sha256) {
        return card.dataSha256().equals(sha256) || card.source().equals(Extractors.canonical(source));
    }

    @Override
    public Extraction extract(List<Image> images) {
        ImageShape shape = card.image();
        ImageFormat format = new ImageFormat(shape.channels(), shape.height(), shape.width());
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(images.size(), size());
            Tensor logits = torch.empty(images.size(), classNames().size());
            for (int from = 0; from < images.size(); from += atOnce()) {
                try (TensorScope chunk = TensorScope.open()) {
                    List<Image> fitted = new ArrayList<>();
                    for (Image image : images.subList(from, Math.min(images.size(), from + atOnce()))) {
                        fitted.add(ImageFit.to(format, image));
                    }
                    Classifier.Reading said = read(Planes.of(fitted));
                    features.narrow(0, from, fitted.size()).copy_(said.features());
                    logits.narrow(0, from, fitted.size()).copy_(said.logits());
                }
            }
            return new Extraction(scope.promote(features), scope.promote(logits));
        }
    }

    /** Other shapes are converted as {@link #resize} says, but unrounded, by the same filter. */
    @Override
    public Tensor features(Tensor images) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(images.size(0), size());
            for (long from = 0; from < images.size(0); from += atOnce()) {
                try (TensorScope chunk = TensorScope.open();
                        AutoGradMode off = new AutoGradMode(false)) {
                    long count = Math.min(atOnce(), images.size(0) - from);
                    Tensor part = fitted(images.narrow(0, from, count).detach());
                    features.narrow(0, from, count).copy_(read(part).features());
                }
            }
            return scope.promote(features);
        }
    }

    private int atOnce() {
        return (int) Math.max(
                1, PIXELS_AT_ONCE / (card.image().height() * (long) card.image().width()));
    }

    /** Of images of the network's shape in 0 … 255. */
    private Classifier.Reading read(Tensor bytes) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            Tensor symmetric = bytes.div(new Scalar(127.5)).sub(new Scalar(1));
            return network.read(symmetric, Pass.evaluation(Precision.FP32));
        }
    }

    private Tensor fitted(Tensor images) {
        ImageShape shape = card.image();
        Tensor x = Planes.channels(images, shape.channels());
        long height = x.size(2);
        long width = x.size(3);
        if (height == shape.height() && width == shape.width()) {
            return x;
        }
        if (width * shape.height() > (long) shape.width() * height) {
            long part = Math.max(1, Math.round((double) height * shape.width() / shape.height()));
            x = x.narrow(3, (width - part) / 2, part);
        } else {
            long part = Math.max(1, Math.round((double) width * shape.height() / shape.width()));
            x = x.narrow(2, (height - part) / 2, part);
        }
        return Bicubic.resize(x, shape.height(), shape.width())
                .clamp_min(new Scalar(0))
                .clamp_max(new Scalar(255));
    }

    @Override
    public void close() {
        network.close();
    }
}
