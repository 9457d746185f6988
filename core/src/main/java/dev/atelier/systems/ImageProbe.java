package dev.atelier.systems;

import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.doctor.Doctor;
import dev.atelier.media.Image;
import dev.atelier.metrics.DiscriminatorAccuracy;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NoiseModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.RandomStream;
import dev.atelier.training.NetworkSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor measures on a few fixed images and z: how various the output is, whether it is driven to black or white, and what the
 * discriminator thinks of images that it was not trained on. Draws nothing from the streams of training and changes no network. Owns its z until closed.
 */
final class ImageProbe implements DoctorProbe {
    private static final long SEED = 0;
    private static final long LEAST_ROUNDS = 100;
    private static final int VARIOUS = 64;
    private static final int JUDGED = 128;
    /** A sample as near as this to the least or the largest value is black or white. */
    private static final int END = 16;

    /** Real images of one split with their attributes as the networks take them. */
    private record Reals(ImageSequence images, float[] conditions) {}

    /** Shares of samples near the least and near the largest value. */
    private record Ends(double black, double white) {
        static Ends of(List<Image> images) {
            long black = 0;
            long white = 0;
            long all = 0;
            for (Image image : images) {
                for (byte sample : image.pixels()) {
                    black += (sample & 0xFF) < END ? 1 : 0;
                    white += (sample & 0xFF) > 255 - END ? 1 : 0;
                }
                all += image.pixels().length;
            }
            return new Ends((double) black / all, (double) white / all);
        }

        /** How far these go beyond the ends of real images; at least 0, and 1 where all samples are at one end. */
        double beyond(Ends real) {
            return Math.max(0, Math.max(share(black, real.black), share(white, real.white)));
        }

        private static double share(double made, double real) {
            return real < 1 ? (made - real) / (1 - real) : 0;
        }
    }

    private final long interval;
    private final NetworkSet networks;
    private final int width;
    private final double realSpread;
    private final Ends realEnds;
    private final FixedInputs inputs;
    private final float[] wishes;
    private final Reals train;
    private final Optional<Reals> unseen;
    private final int realSign;
    private final double border;

    private ImageProbe(TrainingSetup setup, DataFacts known, ImageDataset dataset, NetworkSet networks) {
        this.networks = networks;
        Recipe recipe = setup.recipe();
        long rows = recipe.get(TrainKeys.LOG_STEPS);
        interval = rows * ((LEAST_ROUNDS + rows - 1) / rows);
        width = known.attributes().width();
        train = reals(dataset, known);
        HeldOut heldOut = Assembly.heldOut(recipe, dataset);
        unseen = heldOut.learned() == HeldOut.Learned.NO
                ? Optional.of(reals(heldOut.dataset(), known))
                : Optional.empty();
        int various = Math.min(VARIOUS, dataset.size());
        List<Image> real = train.images().images(0, various);
        realSpread = spread(real);
        realEnds = Ends.of(real);
        wishes = Conditions.NONE.rows(known.attributes(), VARIOUS);
        inputs = FixedInputs.draw(
                        new NoiseModel(
                                NoiseNetworks.generator(networks), Assembly.prior(recipe), setup.device(), width),
                        SEED,
                        "doctor",
                        VARIOUS)
                .on(wishes, width);
        realSign = LossKeys.loss(recipe).realSign();
        border = LossKeys.loss(recipe).border();
    }

    /** Where the doctor is not off. */
    static Optional<DoctorProbe> of(TrainingSetup setup, DataFacts known, ImageDataset dataset, NetworkSet networks) {
        return setup.recipe().get(DoctorKeys.ACTION).equals(DoctorKeys.OFF)
                ? Optional.empty()
                : Optional.of(new ImageProbe(setup, known, dataset, networks));
    }

    private static Reals reals(ImageDataset dataset, DataFacts known) {
        int[] order = RandomStream.of(SEED, "doctor.real").permutation(dataset.size());
        int[] rows = Arrays.copyOf(order, Math.min(JUDGED, order.length));
        return new Reals(ImageSequence.of(dataset, rows), RealSample.conditions(known.attributes(), dataset, rows));
    }

    @Override
    public void addTo(Map<String, Double> row, long round) {
        if (round % interval != 0) {
            return;
        }
        Generator generator = NoiseNetworks.generator(networks);
        List<Image> made = Pictures.render(inputs);
        row.put(Doctor.saturation(), Ends.of(made).beyond(realEnds));
        if (realSpread > 0) {
            row.put(Doctor.diversity(), spread(made) / realSpread);
        }
        unseen.ifPresent(reals -> {
            float[] fakes = logits(ImageSequence.of(made), wishes, generator);
            float[] seen = logits(train.images(), train.conditions(), generator);
            float[] others = logits(reals.images(), reals.conditions(), generator);
            DiscriminatorAccuracy judged = DiscriminatorAccuracy.of(seen, others, fakes, realSign, border);
            row.put("accuracyTrain", judged.train());
            row.put("accuracyUnseen", judged.heldOut());
            judged.rv().ifPresent(rv -> row.put(Doctor.overfit(), beyondChance(seen, others) ? rv : 0));
        });
    }

    /** Whether two means are further apart than chance would have them, four standard errors. */
    private static boolean beyondChance(float[] a, float[] b) {
        double[] first = moments(a);
        double[] second = moments(b);
        return Math.abs(first[0] - second[0]) > 4 * Math.sqrt(first[1] / a.length + second[1] / b.length);
    }

    /** Mean and variance. */
    private static double[] moments(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return new double[] {mean, variance};
    }

    private float[] logits(ImageSequence images, float[] conditions, Generator generator) {
        return DiscriminatorAccuracy.logits(
                NoiseNetworks.discriminator(networks), images, generator.signed(), conditions, width);
    }

    /** Mean distance of all pairs, in samples of 0 … 255. */
    static double spread(List<Image> images) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < images.size(); i++) {
            for (int j = 0; j < i; j++) {
                byte[] a = images.get(i).pixels();
                byte[] b = images.get(j).pixels();
                long squares = 0;
                for (int k = 0; k < a.length; k++) {
                    int apart = (a[k] & 0xFF) - (b[k] & 0xFF);
                    squares += (long) apart * apart;
                }
                sum += Math.sqrt(squares);
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    @Override
    public void close() {
        inputs.close();
    }
}
