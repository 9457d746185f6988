package dev.atelier.metrics;

import dev.atelier.data.LoadProgress;
import dev.atelier.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What an extractor says of a set of images. Owns both until closed.
 *
 * @param features [n, d]
 * @param logits [n, classes], where the extractor names classes
 */
public record Extracted(Features features, Optional<Features> logits) implements AutoCloseable {
    private static final int AT_ONCE = 128;

    /** All images of a supply, chunk by chunk; {@code what} names the work to {@code progress}. */
    public static Extracted of(FeatureExtractor extractor, ImageSupply supply, String what, LoadProgress progress) {
        int n = supply.count();
        int classes = extractor.classNames().size();
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(n, extractor.size());
            Tensor logits = torch.empty(n, classes);
            for (int from = 0; from < n; from += AT_ONCE) {
                int count = Math.min(AT_ONCE, n - from);
                try (TensorScope chunk = TensorScope.open()) {
                    FeatureExtractor.Extraction said = extractor.extract(supply.images(from, count));
                    features.narrow(0, from, count).copy_(said.features());
                    logits.narrow(0, from, count).copy_(said.logits());
                }
                progress.at(what, from + count, n);
            }
            return new Extracted(
                    Features.of(features, what),
                    classes == 0 ? Optional.empty() : Optional.of(Features.of(logits, what)));
        }
    }

    @Override
    public void close() {
        features.close();
        logits.ifPresent(Features::close);
    }
}
