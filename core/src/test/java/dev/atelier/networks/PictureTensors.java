package dev.atelier.networks;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pictures as a network from pictures to pictures takes and gives them. */
public final class PictureTensors {
    private PictureTensors() {}

    /** Pictures of one shape as float32 [B, C, H, W] in a range, in the caller's scope. */
    public static Tensor of(List<Image> images, PixelRange range, Device device) {
        Image first = images.get(0);
        int size = first.pixels().length;
        float[] table = range.table();
        float[] values = new float[Math.multiplyExact(images.size(), size)];
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            if (image.channels() != first.channels()
                    || image.height() != first.height()
                    || image.width() != first.width()) {
                throw new IllegalArgumentException("pictures of two shapes: " + first + ", " + image);
            }
            for (int k = 0; k < size; k++) {
                values[i * size + k] = table[image.pixels()[k] & 0xFF];
            }
        }
        return Tensors.of(values, images.size(), first.channels(), first.height(), first.width())
                .to(device, ScalarType.Float);
    }

    /** What a network gave, [B, C, H, W] in a range. */
    public static List<Levels> levels(Tensor output, PixelRange range) {
        int count = (int) output.size(0);
        int channels = (int) output.size(1);
        int height = (int) output.size(2);
        int width = (int) output.size(3);
        float[] values = Tensors.toFloats(output);
        int size = channels * height * width;
        List<Levels> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            levels.add(Levels.of(range, channels, height, width, Arrays.copyOfRange(values, i * size, (i + 1) * size)));
        }
        return levels;
    }
}
