package dev.atelier.augment;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Differentiable augmentation (Zhao et al. 2020, arXiv 2006.10738, sections 3 and 4): each image is changed by every policy, by its
 * own amounts, always in the order of {@link Policy}. The paper's numbers are for images in [−1, 1]; in another range brightness is
 * scaled, and what the paper fills with 0 is filled with the middle of the range.
 */
public final class DiffAugment implements InputTransform {
    private final RandomStream stream;
    private final Set<Policy> policies;
    private final ValueRange range;

    /**
     * @param policies what to do; nothing where empty
     * @param low the value of black
     * @param high the value of white
     */
    public DiffAugment(RandomStream stream, Collection<Policy> policies, double low, double high) {
        this.stream = stream;
        this.policies = EnumSet.noneOf(Policy.class);
        this.policies.addAll(policies);
        range = new ValueRange(low, high);
    }

    @Override
    public Tensor apply(Tensor images) {
        Pixels.require(images);
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = new Tensor(images);
            for (Policy policy : policies) {
                x = policy.apply(x, stream, range);
            }
            return scope.promote(x);
        }
    }

    /** A family of changes. */
    public enum Policy {
        /**
         * Brightness by U(−½, ½), then saturation by U(0, 2) around each pixel's mean over channels, then contrast by U(½, 1½) around
         * the image's mean. One channel has no saturation to change.
         */
        COLOR("color") {
            @Override
            Tensor apply(Tensor images, RandomStream stream, ValueRange range) {
                int count = Math.toIntExact(images.size(0));
                float[] brightness = new float[count];
                float[] saturation = new float[count];
                float[] contrast = new float[count];
                for (int i = 0; i < count; i++) {
                    brightness[i] = (float) (range.half() * (stream.nextDouble() - 0.5));
                    saturation[i] = (float) (2 * stream.nextDouble());
                    contrast[i] = (float) (0.5 + stream.nextDouble());
                }
                return Pixels.color(images, brightness, saturation, contrast);
            }
        },
        /** By whole pixels, up to an eighth of the height and of the width, each way; grey comes in. */
        TRANSLATION("translation") {
            @Override
            Tensor apply(Tensor images, RandomStream stream, ValueRange range) {
                int count = Math.toIntExact(images.size(0));
                int reachDown = share(images.size(2), 0.125);
                int reachRight = share(images.size(3), 0.125);
                int[] down = new int[count];
                int[] right = new int[count];
                for (int i = 0; i < count; i++) {
                    down[i] = stream.nextInt(2 * reachDown + 1) - reachDown;
                    right[i] = stream.nextInt(2 * reachRight + 1) - reachRight;
                }
                return Pixels.shift(images, down, right, range.middle());
            }
        },
        /** A grey rectangle of half the height and half the width, its centre anywhere in the image; what lies outside is lost. */
        CUTOUT("cutout") {
            @Override
            Tensor apply(Tensor images, RandomStream stream, ValueRange range) {
                int count = Math.toIntExact(images.size(0));
                int height = share(images.size(2), 0.5);
                int width = share(images.size(3), 0.5);
                int[] top = new int[count];
                int[] left = new int[count];
                for (int i = 0; i < count; i++) {
                    top[i] = corner(stream, images.size(2), height);
                    left[i] = corner(stream, images.size(3), width);
                }
                return Pixels.blank(images, top, left, height, width, range.middle());
            }
        };

        private final String key;

        Policy(String key) {
            this.key = key;
        }

        abstract Tensor apply(Tensor images, RandomStream stream, ValueRange range);

        /** The name in recipes. */
        public String key() {
            return key;
        }

        public static List<String> keys() {
            return Arrays.stream(values()).map(Policy::key).toList();
        }

        /** The policy of a recipe's name; an unknown one is bad input. */
        public static Policy of(String key) {
            return Arrays.stream(values())
                    .filter(policy -> policy.key.equals(key))
                    .findFirst()
                    .orElseThrow(() ->
                            new BadInput("no augmentation named '" + key + "'; known: " + String.join(", ", keys())));
        }

        /** The policies of a list with commas, such as {@code color,translation,cutout}; none where it is blank. */
        public static Set<Policy> parse(String list) {
            Set<Policy> policies = EnumSet.noneOf(Policy.class);
            if (!list.isBlank()) {
                for (String key : list.split(",", -1)) {
                    policies.add(of(key.strip()));
                }
            }
            return Collections.unmodifiableSet(policies);
        }

        /** A share of a length in whole pixels, a half rounded up. */
        private static int share(long length, double share) {
            return (int) Math.floor(length * share + 0.5);
        }

        /** The first pixel of a piece of an axis: an odd piece has its centre on a pixel, an even one on an edge between pixels. */
        private static int corner(RandomStream stream, long length, int piece) {
            return stream.nextInt(Math.toIntExact(length) + 1 - piece % 2) - piece / 2;
        }
    }
}
