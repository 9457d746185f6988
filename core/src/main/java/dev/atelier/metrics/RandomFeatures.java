package dev.atelier.metrics;

import dev.atelier.media.Image;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Features that nobody trained: three convolutions of stride 2 with ReLU whose weights were drawn once for all, each averaged over the
 * four quarters of the picture. They see colours, edges and textures and roughly where those are, and know nothing of things. Sets of
 * pictures of any kind can be held against each other by them (random embeddings: Naeem et al. 2020, arXiv 2002.09797, section 5.2), by
 * KID only; an extractor that learned from such pictures sees more. Pictures keep their size. Owns the weights until closed.
 */
public final class RandomFeatures implements FeatureExtractor {
    /** The name in passports; other weights or layers get another number. */
    public static final String NAME = "random-features-1";

    private static final int[] CHANNELS = {3, 16, 32, 64};
    private static final int QUARTERS = 2;
    private static final int KERNEL = 3;
    private static final long PIXELS_AT_ONCE = 1 << 18;

    private final List<Tensor> weights = new ArrayList<>();
    private final String sha256;

    public RandomFeatures() {
        MessageDigest digest = digest();
        try (TensorScope scope = TensorScope.open()) {
            for (int layer = 1; layer < CHANNELS.length; layer++) {
                int fanIn = CHANNELS[layer - 1] * KERNEL * KERNEL;
                float[] values = new float[CHANNELS[layer] * fanIn];
                RandomStream.of(1, NAME, layer).fillNormal(values, 0, values.length);
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] *= (float) Math.sqrt(2.0 / fanIn); // He's: every layer is as loud as the one before
                    bytes.putFloat(values[i]);
                }
                digest.update(bytes.array());
                weights.add(scope.keep(Tensors.of(values, CHANNELS[layer], CHANNELS[layer - 1], KERNEL, KERNEL)));
            }
        }
        sha256 = HexFormat.of().formatHex(digest.digest(NAME.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public String resize() {
        return "none: pictures at their size, in three channels";
    }

    @Override
    public int size() {
        int sum = 0;
        for (int layer = 1; layer < CHANNELS.length; layer++) {
            sum += CHANNELS[layer];
        }
        return sum * QUARTERS * QUARTERS;
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public Extraction extract(List<Image> images) {
        long pixels = (long) images.get(0).height() * images.get(0).width();
        int atOnce = (int) Math.max(1, PIXELS_AT_ONCE / pixels);
        try (TensorScope scope = TensorScope.open();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor features = torch.empty(images.size(), size());
            for (int from = 0; from < images.size(); from += atOnce) {
                int count = Math.min(atOnce, images.size() - from);
                try (TensorScope chunk = TensorScope.open()) {
                    features.narrow(0, from, count).copy_(features(Planes.of(images.subList(from, from + count))));
                }
            }
            return new Extraction(scope.promote(features), scope.promote(torch.empty(images.size(), 0)));
        }
    }

    private Tensor features(Tensor bytes) {
        Tensor x = Planes.channels(bytes, CHANNELS[0]).div(new Scalar(127.5)).sub(new Scalar(1));
        TensorVector parts = new TensorVector();
        for (Tensor weight : weights) {
            x = torch.relu(torch.conv2d(
                    x, weight, new TensorOptional(), new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, 1));
            parts.push_back(torch.adaptive_avg_pool2d(x, QUARTERS, QUARTERS).flatten(1, 3));
        }
        return torch.cat(parts, 1);
    }

    @Override
    public void close() {
        weights.forEach(Tensor::close);
    }
}
