package dev.atelier.training;

import dev.atelier.BadInput;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageTensors;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.ImageShape;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;

/**
 * How often a classifier names the label of an image.
 *
 * @param overall share of all images
 * @param byClass share of each class's images, in the order of the labels; a class without images is left out
 * @param images that were asked about
 */
public record ClassifierAccuracy(double overall, Map<String, Double> byClass, int images) {
    private static final int SAMPLES_AT_ONCE = 1 << 18;

    /** On labelled images of the classifier's shape, whose labels mean what those of the training data meant. */
    public static ClassifierAccuracy of(Classifier classifier, ImageDataset data) {
        ImageShape shape = new ImageShape(data.channels(), data.height(), data.width());
        if (!data.labelled() || !shape.equals(classifier.image())) {
            throw new BadInput(data.description() + ": " + shape + (data.labelled() ? "" : " without labels")
                    + "; the classifier wants labelled images of " + classifier.image());
        }
        List<String> names = data.classNames();
        int[] right = new int[names.size()];
        int[] all = new int[names.size()];
        int[] named = named(classifier, data);
        for (int i = 0; i < named.length; i++) {
            int label = data.label(i);
            all[label]++;
            right[label] += named[i] == label ? 1 : 0;
        }
        Map<String, Double> byClass = new LinkedHashMap<>();
        for (int c = 0; c < all.length; c++) {
            if (all[c] > 0) {
                byClass.put(names.get(c), (double) right[c] / all[c]);
            }
        }
        return new ClassifierAccuracy(
                (double) IntStream.of(right).sum() / data.size(),
                java.util.Collections.unmodifiableMap(byClass),
                data.size());
    }

    /** The class that it names for each image of its shape. */
    public static int[] named(Classifier classifier, ImageDataset data) {
        int[] named = new int[data.size()];
        int atOnce = Math.max(1, SAMPLES_AT_ONCE / (data.height() * data.width()));
        for (int from = 0; from < named.length; from += atOnce) {
            int[] members =
                    IntStream.range(from, Math.min(named.length, from + atOnce)).toArray();
            long[] said = said(classifier, data, members);
            for (int i = 0; i < said.length; i++) {
                named[from + i] = (int) said[i];
            }
        }
        return named;
    }

    private static long[] said(Classifier classifier, ImageDataset data, int[] members) {
        try (Fields batch = ImageTensors.of(data, members, PixelRange.SYMMETRIC);
                TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toLongs(classifier
                    .read(batch.get(Fields.REAL), Pass.evaluation(Precision.FP32))
                    .logits()
                    .argmax(new LongOptional(1), false));
        }
    }
}
