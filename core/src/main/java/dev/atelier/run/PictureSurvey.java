package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.Upright;
import dev.atelier.networks.Padded;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.Tiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A look at all pictures before any work: which can be read, how large they are, whether the model takes them. What cannot be is refused
 * now, not after an hour.
 */
final class PictureSurvey {
    /** Of an output; larger ones could not be read again. */
    private static final long MOST_PIXELS = 1L << 27;

    private static final double UNLIKE = 1.5;

    private final PictureModel model;
    private final PictureSettings settings;
    private final InputSize size;
    private final Map<PictureInput.Change, Integer> changes = new EnumMap<>(PictureInput.Change.class);
    private final List<Found> found = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int turned;
    private int unlike;
    private int cut;

    /**
     * A picture that will be worked on.
     *
     * @param height of what the model sees, before it is padded
     * @param hasAlpha whether transparency goes beside it
     * @param tile the side of tiles; empty where it is worked on as a whole
     */
    record Found(PictureFiles.Entry entry, int height, int width, boolean hasAlpha, OptionalInt tile) {
        boolean like(Found other) {
            return height == other.height
                    && width == other.width
                    && !hasAlpha
                    && !other.hasAlpha
                    && tile.isEmpty()
                    && other.tile.isEmpty();
        }
    }

    private PictureSurvey(PictureModel model, PictureSettings settings) {
        this.model = model;
        this.settings = settings;
        size = settings.size().resolved(model.trainedSide());
    }

    /** Of all files; a single one that cannot be worked on is bad input, and so are several none of which can. */
    static PictureSurvey of(
            PictureFiles files,
            PictureModel model,
            PictureSettings settings,
            LoadProgress progress,
            Consumer<String> notices) {
        PictureSurvey survey = new PictureSurvey(model, settings);
        int count = files.entries().size();
        for (int i = 0; i < count; i++) {
            PictureFiles.Entry entry = files.entries().get(i);
            Optional<Upright> picture = survey.workable(entry, files.single());
            picture.ifPresent(upright -> survey.add(entry, upright));
            progress.at("looking at the pictures", i + 1L, count);
        }
        if (survey.found.isEmpty()) {
            throw new BadInput(
                    "none of " + Counted.of(count, "picture") + " can be read, the first: " + survey.leftOut.get(0));
        }
        files.notices().forEach(notices);
        survey.tell(count, notices);
        return survey;
    }

    /** A picture that can be read and worked on; of several one that cannot is left out. */
    private Optional<Upright> workable(PictureFiles.Entry entry, boolean single) {
        try {
            Upright upright = ImageFiles.upright(entry.in());
            int[] sides = sides(upright.image());
            requireRoom(entry, sides[0], sides[1]);
            requireMemory(entry, sides[0], sides[1]);
            return Optional.of(upright);
        } catch (BadInput e) {
            if (single) {
                throw e;
            }
            leftOut.add(e.getMessage());
            return Optional.empty();
        }
    }

    private int[] sides(Image image) {
        return size.of(image.height(), image.width());
    }

    private void add(PictureFiles.Entry entry, Upright upright) {
        int[] sides = sides(upright.image());
        PictureInput input = input(entry, upright.image());
        OptionalInt tile = tile(sides[0], sides[1]);
        input.changes().forEach(change -> changes.merge(change, 1, Integer::sum));
        turned += upright.turned() ? 1 : 0;
        cut += tile.isPresent() ? 1 : 0;
        if (model.trainedSide().isPresent()) {
            double times =
                    (double) Math.min(sides[0], sides[1]) / model.trainedSide().getAsInt();
            unlike += times > UNLIKE || times < 1 / UNLIKE ? 1 : 0;
        }
        found.add(new Found(entry, sides[0], sides[1], input.alpha().isPresent(), tile));
    }

    private PictureInput input(PictureFiles.Entry entry, Image image) {
        return PictureInput.of(
                entry.in().toString(),
                image,
                model.inputChannels(),
                settings.alpha() != PictureSettings.Alpha.DROP,
                settings.grey());
    }

    /** The same at the size that it is worked on. */
    PictureInput input(Found picture) {
        return input(
                picture.entry(), size.resized(ImageFiles.read(picture.entry().in())));
    }

    private void requireRoom(PictureFiles.Entry entry, int height, int width) {
        double factor = Math.max(model.scale(), settings.outscale().orElse(0));
        double pixels = height * factor * (width * factor);
        if (pixels > MOST_PIXELS) {
            throw new BadInput(entry.in() + ": " + width + "×" + height + " becomes " + Math.round(width * factor) + "×"
                    + Math.round(height * factor) + "; allowed: at most " + MOST_PIXELS + " pixels");
        }
    }

    private void requireMemory(PictureFiles.Entry entry, int height, int width) {
        Padded any = new Padded(model);
        long need = Tiles.need(model, any.side(height), any.side(width));
        long free = FreeMemory.bytes();
        if (settings.tiling().never() && need > free) {
            throw new BadInput(entry.in() + ": " + width + "×" + height + " needs about " + gigabytes(need)
                    + " GB as a whole, and " + gigabytes(free)
                    + " GB are free; --tile auto works on it in tiles, --size on a smaller one");
        }
    }

    private OptionalInt tile(int height, int width) {
        if (settings.tiling().side().isPresent()) {
            int side = settings.tiling().side().getAsInt();
            boolean cuts = Math.max(height, width) > new Tiles(model, side).side();
            return cuts ? OptionalInt.of(side) : OptionalInt.empty();
        }
        Padded any = new Padded(model);
        return settings.tiling().never()
                ? OptionalInt.empty()
                : Tiles.fitting(model, any.side(height), any.side(width), FreeMemory.bytes());
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e9);
    }

    private void tell(int count, Consumer<String> notices) {
        changes.forEach((change, number) -> notices.accept(ofAll(number, count) + " " + change.words()));
        if (turned > 0) {
            notices.accept(ofAll(turned, count) + " turned upright, as "
                    + (turned == 1 ? "its file says" : "their files say"));
        }
        if (unlike > 0) {
            int side = model.trainedSide().orElseThrow();
            notices.accept(ofAll(unlike, count) + " more than " + UNLIKE
                    + " times larger or smaller than those that this run was trained on (" + side
                    + " pixels): expect less of them, or try --size train");
        }
        if (cut > 0 && model.halo().isEmpty()) {
            notices.accept(ofAll(cut, count) + " cut into tiles: this run's network looks at the whole picture, so"
                    + " statistics of pieces stand in for its own and what comes out is near what the whole would"
                    + " give, not equal");
        }
        leftOut.forEach(text -> notices.accept("left out: " + text));
    }

    private static String ofAll(int number, int count) {
        return count == 1
                ? "the picture is"
                : number + " of " + Counted.of(count, "picture") + (number == 1 ? " is" : " are");
    }

    List<Found> found() {
        return List.copyOf(found);
    }

    /** Why pictures were left out, each with its path. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }
}
