package dev.atelier.systems;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.doctor.Doctor;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.networks.PictureModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the doctor measures of translations on a few pictures that are learned from: whether outputs are bright where their inputs are, and
 * whether they differ as their inputs do. Draws nothing from the streams of training and changes no network.
 */
final class PictureProbe implements DoctorProbe {
    private static final long LEAST_ROUNDS = 100;
    private static final int MOST = 16;

    /**
     * A translation.
     *
     * @param ending of the names of its numbers in rows, as in "/B"; empty where there is one
     * @param real what pictures that come out should be like
     * @param pairs whether each real picture is what the input of its number should become
     */
    record Way(String ending, PictureModel model, List<Image> inputs, List<Image> real, boolean pairs) {
        private void addTo(Map<String, Double> row) {
            List<Image> outputs = Translations.of(model, inputs);
            correlation(inputs, outputs).ifPresent(value -> row.put(Doctor.likeness() + ending, value));
            if (pairs) {
                correlation(inputs, real).ifPresent(value -> row.put(Doctor.likenessReal() + ending, value));
            }
            double various = Math.min(ImageProbe.spread(grey(inputs)), ImageProbe.spread(grey(real)));
            if (various > 0) {
                row.put(Doctor.variety() + ending, ImageProbe.spread(grey(outputs)) / various);
            }
        }
    }

    private final long interval;
    private final List<Way> ways;

    private PictureProbe(long interval, List<Way> ways) {
        this.interval = interval;
        this.ways = ways;
    }

    /** Where the doctor is not off. */
    static Optional<DoctorProbe> of(TrainingSetup setup, List<Way> ways) {
        if (setup.recipe().get(DoctorKeys.ACTION).equals(DoctorKeys.OFF)) {
            return Optional.empty();
        }
        long rows = setup.recipe().get(TrainKeys.LOG_STEPS);
        return Optional.of(new PictureProbe(rows * ((LEAST_ROUNDS + rows - 1) / rows), ways));
    }

    /** Some pictures, spread over all, the middle of each, with so many channels. */
    static List<Image> some(ImageDataset pictures, int[] sides, int channels) {
        int count = Math.min(MOST, pictures.size());
        return IntStream.range(0, count)
                .mapToObj(i -> PackedImages.image(pictures, (int) ((long) i * pictures.size() / count)))
                .map(picture -> Channels.convert(
                        picture.crop(
                                (picture.height() - sides[0]) / 2,
                                (picture.width() - sides[1]) / 2,
                                sides[0],
                                sides[1]),
                        channels))
                .toList();
    }

    @Override
    public void addTo(Map<String, Double> row, long step) {
        if (step % interval == 0) {
            ways.forEach(way -> way.addTo(row));
        }
    }

    private static List<Image> grey(List<Image> pictures) {
        return pictures.stream().map(picture -> Channels.convert(picture, 1)).toList();
    }

    /** Of the lightness of all pixels; empty where one side has but one shade. */
    static Optional<Double> correlation(List<Image> one, List<Image> other) {
        List<Image> a = grey(one);
        List<Image> b = grey(other);
        double[] sums = new double[5];
        long count = 0;
        for (int i = 0; i < a.size(); i++) {
            byte[] x = a.get(i).pixels();
            byte[] y = b.get(i).pixels();
            for (int k = 0; k < x.length; k++) {
                double p = x[k] & 0xFF;
                double q = y[k] & 0xFF;
                sums[0] += p;
                sums[1] += q;
                sums[2] += p * p;
                sums[3] += q * q;
                sums[4] += p * q;
            }
            count += x.length;
        }
        double first = count * sums[2] - sums[0] * sums[0];
        double second = count * sums[3] - sums[1] * sums[1];
        return first <= 0 || second <= 0
                ? Optional.empty()
                : Optional.of((count * sums[4] - sums[0] * sums[1]) / Math.sqrt(first) / Math.sqrt(second));
    }

    @Override
    public void close() {
        // pictures in memory alone
    }
}
