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
 * there. Two pictures are twins where their lightness, 16×16 pixels without its mean, has a cosine of at least 0.98; of pairs one side is
 * enough. Pictures of one shade have none.
 *
 * @param looked held-out pictures that were looked at
 * @param found those of them that have a twin
 */
public record Twins(int looked, List<Twin> found) {
    private static final int SIDE = 16;
    private static final double ALIKE = 0.98;
    private static final double ONE_SHADE = 2;
    private static final int MOST = 256;
    private static final int EXAMPLES = 3;

    /** A held-out picture and one that is learned from, by their names. */
    public record Twin(String held, String learned) {}

    /** How pictures look, by their names. */
    static final class Looks {
        private final List<String> names = new ArrayList<>();
        private final List<List<float[]>> looks = new ArrayList<>();

        /** Adds the looks of a picture, or of both of a pair. */
        void add(String name, List<float[]> sides) {
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
                                .map(side -> look(PackedImages.image(side, at)))
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

    private static Optional<Integer> nearest(List<float[]> look, Looks learned) {
        double best = ALIKE;
        int found = -1;
        for (int i = 0; i < learned.looks.size(); i++) {
            for (int side = 0; side < look.size(); side++) {
                double cosine = cosine(look.get(side), learned.looks.get(i).get(side));
                if (cosine >= best) {
                    best = cosine;
                    found = i;
                }
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(found);
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Lightness in few pixels, without its mean, of length 1; of length 0 where there is but one shade. */
    static float[] look(Image picture) {
        byte[] pixels = Resample.BICUBIC
                .resize(Channels.convert(picture, 1), SIDE, SIDE)
                .pixels();
        double mean = 0;
        for (byte pixel : pixels) {
            mean += (pixel & 0xFF) / (double) pixels.length;
        }
        double squares = 0;
        for (byte pixel : pixels) {
            squares += ((pixel & 0xFF) - mean) * ((pixel & 0xFF) - mean);
        }
        double length = Math.sqrt(squares);
        float[] look = new float[pixels.length];
        if (length > ONE_SHADE * SIDE) {
            for (int i = 0; i < look.length; i++) {
                look[i] = (float) (((pixels[i] & 0xFF) - mean) / length);
            }
        }
        return look;
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
