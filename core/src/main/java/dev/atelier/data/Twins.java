package dev.atelier.data;

import dev.atelier.Counted;
import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import dev.atelier.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Held-out pictures that look almost like one that is learned from, as a recoloured drawing does: what is learned by heart passes for learned
 * there. Two pictures are twins where their lightness in 32×32 pixels has a correlation of at least 0.985; of pairs one side is enough.
 * Pictures of one shade have none.
 *
 * @param looked held-out pictures that were looked at
 * @param found those of them that have a twin
 */
public record Twins(int looked, List<Twin> found) {
    private static final int SIDE = 32;
    private static final double ALIKE = 0.985;
    private static final int COARSE = 8;
    private static final double ALIKE_COARSELY = 0.95;
    private static final double ONE_SHADE = 2;
    private static final int MOST = 256;
    private static final int EXAMPLES = 3;

    /** A held-out picture and one that is learned from, by their names. */
    public record Twin(String held, String learned) {}

    /** How pictures look, by their names. */
    static final class Looks {
        private final List<String> names = new ArrayList<>();
        private final List<List<Look>> looks = new ArrayList<>();

        /** Adds the looks of a picture, or of both of a pair. */
        void add(String name, List<Look> sides) {
            names.add(name);
            looks.add(sides);
        }

        static Looks of(List<String> names, List<ImageDataset> sides) {
            Looks all = new Looks();
            for (int i = 0; i < names.size(); i++) {
                int at = i;
                all.add(
                        names.get(i),
                        sides.stream()
                                .map(side -> Look.of(PackedImages.image(side, at)))
                                .toList());
            }
            return all;
        }
    }

    /** Of pairs. */
    public static Twins of(ImagePairs held, ImagePairs learned) {
        return of(
                Looks.of(held.stems(), List.of(held.input(), held.output())),
                Looks.of(learned.stems(), List.of(learned.input(), learned.output())));
    }

    /** Of one kind of pictures. */
    public static Twins of(OpenedDomains.Kind held, OpenedDomains.Kind learned) {
        return of(
                Looks.of(held.names(), List.of(held.pictures())),
                Looks.of(learned.names(), List.of(learned.pictures())));
    }

    /** Of many held-out pictures some are looked at, spread over all. */
    static Twins of(Looks held, Looks learned) {
        int looked = Math.min(MOST, held.names.size());
        int[] rows = IntStream.range(0, looked)
                .map(i -> (int) ((long) i * held.names.size() / looked))
                .toArray();
        List<Optional<Twin>> each = Workers.map(
                looked,
                i -> nearest(held.looks.get(rows[i]), learned)
                        .map(twin -> new Twin(held.names.get(rows[i]), learned.names.get(twin))));
        return new Twins(looked, each.stream().flatMap(Optional::stream).toList());
    }

    private static Optional<Integer> nearest(List<Look> look, Looks learned) {
        double best = ALIKE;
        int found = -1;
        for (int i = 0; i < learned.looks.size(); i++) {
            for (int side = 0; side < look.size(); side++) {
                double alike = look.get(side).alike(learned.looks.get(i).get(side));
                if (alike >= best) {
                    best = alike;
                    found = i;
                }
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(found);
    }

    /**
     * The lightness of a picture.
     *
     * @param coarse in few pixels, without its mean and of length 1, so that most others are ruled out soon; zeros where there is one shade
     * @param fine in some more
     */
    record Look(float[] coarse, byte[] fine) {
        static Look of(Image picture) {
            Image grey = Channels.convert(picture, 1);
            byte[] few = Resample.BICUBIC.resize(grey, COARSE, COARSE).pixels();
            double[] moments = moments(few);
            float[] coarse = new float[few.length];
            if (moments[1] > ONE_SHADE * COARSE) {
                for (int i = 0; i < few.length; i++) {
                    coarse[i] = (float) (((few[i] & 0xFF) - moments[0]) / moments[1]);
                }
            }
            return new Look(coarse, Resample.BICUBIC.resize(grey, SIDE, SIDE).pixels());
        }

        /** Mean, and the length of what is left without it. */
        private static double[] moments(byte[] pixels) {
            double mean = 0;
            for (byte pixel : pixels) {
                mean += (pixel & 0xFF) / (double) pixels.length;
            }
            double squares = 0;
            for (byte pixel : pixels) {
                squares += ((pixel & 0xFF) - mean) * ((pixel & 0xFF) - mean);
            }
            return new double[] {mean, Math.sqrt(squares)};
        }

        /** The correlation with another; 0 where they are not alike even coarsely. */
        double alike(Look other) {
            double cosine = 0;
            for (int i = 0; i < coarse.length; i++) {
                cosine += coarse[i] * other.coarse[i];
            }
            if (cosine < ALIKE_COARSELY) {
                return 0;
            }
            double[] mine = moments(fine);
            double[] yours = moments(other.fine);
            double products = 0;
            for (int i = 0; i < fine.length; i++) {
                products += ((fine[i] & 0xFF) - mine[0]) * ((other.fine[i] & 0xFF) - yours[0]);
            }
            return mine[1] == 0 || yours[1] == 0 ? 0 : products / (mine[1] * yours[1]);
        }
    }

    /**
     * What must be said of it; empty where there is none.
     *
     * @param thing what one is called, as in "pair"
     */
    public Optional<String> remark(String thing) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String examples = found.stream()
                .limit(EXAMPLES)
                .map(twin -> twin.held() + " like " + twin.learned())
                .collect(Collectors.joining(", "));
        return Optional.of(
                found.size() + " of " + Counted.of(looked, "held-out " + thing) + " look almost like one that is"
                        + " learned from (" + examples + (found.size() > EXAMPLES ? ", …" : "")
                        + "), so that scores flatter; variants stay on one side by data.family, a text that ends what their"
                        + " names have in common, or by splits of your own");
    }
}
