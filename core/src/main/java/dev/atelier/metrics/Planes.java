package dev.atelier.metrics;

import dev.atelier.media.Image;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Images as tensors, float32 [B, C, H, W] in 0 … 255. */
final class Planes {
    private Planes() {}

    /** The bytes of images of one shape. */
    static Tensor of(List<Image> images) {
        Image first = images.get(0);
        int samples = first.pixels().length;
        float[] values = new float[Math.multiplyExact(images.size(), samples)];
        int at = 0;
        for (Image image : images) {
            if (image.channels() != first.channels()
                    || image.height() != first.height()
                    || image.width() != first.width()) {
                throw new IllegalArgumentException("images of two shapes: " + first + ", " + image);
            }
            for (byte value : image.pixels()) {
                values[at++] = value & 0xFF;
            }
        }
        return Tensors.of(values, images.size(), first.channels(), first.height(), first.width());
    }

    /** What {@link dev.atelier.media.Channels} does, without rounding: alpha on white, luma by BT.601, grey repeated. */
    static Tensor channels(Tensor x, int wanted) {
        int has = (int) x.size(1);
        if (has == wanted) {
            return x;
        }
        boolean hasAlpha = has % 2 == 0;
        boolean wantsAlpha = wanted % 2 == 0;
        int colours = hasAlpha ? has - 1 : has;
        Tensor body = x.narrow(1, 0, colours);
        Tensor alpha = hasAlpha ? x.narrow(1, colours, 1) : torch.full_like(x.narrow(1, 0, 1), new Scalar(255));
        if (hasAlpha && !wantsAlpha) {
            Tensor share = alpha.div(new Scalar(255));
            body = body.mul(share).add(share.neg().add(new Scalar(1)).mul(new Scalar(255)));
        }
        body = colour(body, wantsAlpha ? wanted - 1 : wanted);
        return wantsAlpha ? torch.cat(new TensorVector(body, alpha), 1) : body;
    }

    private static Tensor colour(Tensor body, int wanted) {
        if (body.size(1) == wanted) {
            return body;
        }
        return wanted == 3 ? body.expand(body.size(0), 3, body.size(2), body.size(3)) : luma(body);
    }

    private static Tensor luma(Tensor body) {
        Tensor weights = Tensors.of(new float[] {19595 / 65536f, 38470 / 65536f, 7471 / 65536f}, 1, 3, 1, 1);
        return body.mul(weights).sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
    }
}
