package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.networks.Discriminator;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Whether a discriminator knows its training images by heart: how often it takes real images for real that it has seen and that it has
 * not, and how often it finds generated ones out (compare_gan; Karras et al. 2020, arXiv 2006.06676, equation 1). A logit on the
 * border is real; one that is NaN is on no side, so it counts as wrong.
 *
 * @param train share of training images on the real side of the border
 * @param heldOut the same of unseen real images
 * @param fake share of generated images on the fake side
 * @param rv (E D(train) − E D(held out)) / (E D(train) − E D(fake)): 0 without over-fitting, 1 where unseen images look generated; none
 *     where the discriminator tells nothing apart
 * @param rt mean sign of the logits of training images, seen from the border; a logit on it counts 0
 */
public record DiscriminatorAccuracy(double train, double heldOut, double fake, Optional<Double> rv, double rt) {
    private static final int AT_ONCE = 128;

    /**
     * Of logits.
     *
     * @param realSign +1 where a larger logit means real, −1 where it means fake
     * @param border the logit in between
     */
    public static DiscriminatorAccuracy of(
            float[] trainLogits, float[] heldOutLogits, float[] fakeLogits, int realSign, double border) {
        require(trainLogits, "training");
        require(heldOutLogits, "unseen");
        require(fakeLogits, "generated");
        double spread = realSign * (mean(trainLogits) - mean(fakeLogits));
        double lost = realSign * (mean(trainLogits) - mean(heldOutLogits));
        double size = Math.abs(mean(trainLogits)) + Math.abs(mean(fakeLogits));
        boolean blind = !(Math.abs(spread) > 1e-6 * Math.max(1e-6, size)) || !Double.isFinite(lost / spread);
        double real = share(trainLogits, logit -> realSign * (logit - border) > 0);
        double unreal = share(trainLogits, logit -> realSign * (logit - border) < 0);
        return new DiscriminatorAccuracy(
                share(trainLogits, logit -> realSign * (logit - border) >= 0),
                share(heldOutLogits, logit -> realSign * (logit - border) >= 0),
                share(fakeLogits, logit -> realSign * (logit - border) < 0),
                blind ? Optional.empty() : Optional.of(lost / spread),
                real - unreal);
    }

    private static void require(float[] logits, String which) {
        if (logits.length == 0) {
            throw new BadInput("discriminator: no " + which + " images; allowed: at least 1");
        }
    }

    private static double mean(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += logit;
        }
        return sum / logits.length;
    }

    private static double share(float[] logits, DoublePredicate which) {
        int count = 0;
        for (float logit : logits) {
            count += which.test(logit) ? 1 : 0;
        }
        return (double) count / logits.length;
    }

    /** How much better it knows what it has seen. */
    public double gap() {
        return train - heldOut;
    }

    /** As texts and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("train", train);
        json.put("heldOut", heldOut);
        json.put("fake", fake);
        json.put("gap", gap());
        rv.ifPresent(value -> json.put("rv", value));
        json.put("rt", rt);
        return json;
    }

    /**
     * What a discriminator says of images, in evaluation.
     *
     * @param signed whether it sees images in [−1, 1] instead of [0, 1]
     * @param conditions encoded conditions, [images, width]; width 0 for none
     */
    public static float[] logits(
            Discriminator discriminator, ImageSequence images, boolean signed, float[] conditions, int width) {
        float[] logits = new float[images.count()];
        for (int from = 0; from < logits.length; from += AT_ONCE) {
            int some = Math.min(AT_ONCE, logits.length - from);
            try (TensorScope scope = TensorScope.open();
                    AutoGradMode off = new AutoGradMode(false)) {
                Fields rows = width == 0
                        ? Fields.NONE
                        : Fields.of(
                                Fields.CONDITION,
                                Tensors.of(
                                        Arrays.copyOfRange(conditions, from * width, (from + some) * width),
                                        some,
                                        width));
                Tensor batch = batch(images.images(from, some), signed);
                Pass pass = Pass.evaluation(Precision.FP32).with(rows);
                float[] part = Tensors.toFloats(discriminator.forward(batch, pass));
                System.arraycopy(part, 0, logits, from, some);
            }
        }
        return logits;
    }

    private static Tensor batch(List<Image> images, boolean signed) {
        Image first = images.get(0);
        ImageSet unit = ImageSet.of(images);
        float[] values = unit.pixels();
        if (signed) {
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * values[i] - 1;
            }
        }
        return Tensors.of(values, images.size(), first.channels(), first.height(), first.width());
    }
}
