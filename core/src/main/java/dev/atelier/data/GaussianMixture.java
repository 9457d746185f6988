package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import dev.atelier.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Points of a plane from equal round Gaussians, the test of whether a GAN finds all modes (Metz et al. 2017, arXiv 1611.02163;
 * Srivastava et al. 2017, arXiv 1705.07761). A point is an image of two channels and one pixel, x and y from −1 to 1 as bytes. The
 * class is the Gaussian. The points are always the same.
 *
 * @param centres [x, y] in −1 … 1
 * @param deviation of each Gaussian in x and in y
 */
public record GaussianMixture(String name, List<double[]> centres, double deviation) implements Source {
    private static final double RADIUS = 0.7;
    private static final double DEVIATION = 0.02;
    private static final int TRAIN_POINTS = 50_000;
    private static final int TEST_POINTS = 10_000;

    /** Eight on a ring of radius 0.7. */
    public static GaussianMixture ring() {
        List<double[]> centres = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double angle = i * Math.PI / 4;
            centres.add(new double[] {RADIUS * StrictMath.cos(angle), RADIUS * StrictMath.sin(angle)});
        }
        return new GaussianMixture("gaussian-ring", centres, DEVIATION);
    }

    /** Twenty-five on a square of 5×5, 0.35 apart. */
    public static GaussianMixture grid() {
        List<double[]> centres = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            centres.add(new double[] {RADIUS * (i % 5 - 2) / 2, RADIUS * (i / 5 - 2) / 2});
        }
        return new GaussianMixture("gaussian-grid", centres, DEVIATION);
    }

    /** The mixture of this name. */
    public static Optional<GaussianMixture> of(String name) {
        return Stream.of(ring(), grid())
                .filter(mixture -> mixture.name.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return List.of(ring().name, grid().name);
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.TRAIN, Split.TEST);
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        if (!wanted.orStored(2, 1, 1).equals(new ImageFormat(2, 1, 1))) {
            throw new BadInput("data '" + name + "' are points, 2×1×1, and cannot be made images of " + wanted
                    + "; network.architecture vanilla takes points");
        }
        int count = split == Split.TRAIN ? TRAIN_POINTS : TEST_POINTS;
        RandomStream stream = RandomStream.of(1, name + " " + split.key());
        List<Image> points = new ArrayList<>(count);
        int[] labels = new int[count];
        float[] noise = new float[2];
        for (int i = 0; i < count; i++) {
            labels[i] = stream.nextInt(centres.size());
            stream.fillNormal(noise, 0, 2);
            double[] centre = centres.get(labels[i]);
            byte x = toByte(centre[0] + deviation * noise[0]);
            byte y = toByte(centre[1] + deviation * noise[1]);
            points.add(new Image(2, 1, 1, new byte[] {x, y}));
        }
        PackedImages dataset = PackedImages.of(name + ", " + Counted.of(count, "point"), points, labels, classNames());
        return new OpenedSource(dataset, "made by Atelier", List.of());
    }

    /** The number of each Gaussian. */
    List<String> classNames() {
        return IntStream.range(0, centres.size()).mapToObj(Integer::toString).toList();
    }

    @Override
    public ImageFormat storedFormat() {
        return new ImageFormat(2, 1, 1);
    }

    /** A coordinate from −1 to 1 as the nearest byte. */
    static byte toByte(double coordinate) {
        return (byte) Math.max(0, Math.min(255, Math.round((coordinate + 1) * 127.5)));
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }
}
