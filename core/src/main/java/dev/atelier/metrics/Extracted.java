package dev.atelier.metrics;

import dev.atelier.data.LoadProgress;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Workers;
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

    /** All images of a supply, several chunks at a time; {@code what} names the work to {@code progress}. */
    public static Extracted of(FeatureExtractor extractor, ImageSequence supply, String what, LoadProgress progress) {
        int n = supply.count();
        int classes = extractor.classNames().size();
        int pieces = (n + AT_ONCE - 1) / AT_ONCE;
        try (TensorScope scope = TensorScope.open()) {
            Tensor features = torch.empty(n, extractor.size());
            Tensor logits = torch.empty(n, classes);
            int[] done = {0};
            Workers.inOrder(
                    pieces,
                    piece -> {
                        int from = piece * AT_ONCE;
                        int count = Math.min(AT_ONCE, n - from);
                        FeatureExtractor.Extraction said = extractor.extract(supply.images(from, count));
                        features.narrow(0, from, count).copy_(said.features());
                        logits.narrow(0, from, count).copy_(said.logits());
                        return count;
                    },
                    count -> progress.at(what, done[0] += count, n));
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
