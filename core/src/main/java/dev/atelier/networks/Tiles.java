package dev.atelier.networks;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model that works on tiles of a large picture, one after the other. Where what it makes of a place depends on a neighbourhood alone,
 * each tile is made with as much around it as that, and the tiles together are the whole picture. Where statistics of the whole picture
 * enter, those of a sample of tiles stand for them in all tiles; if a neighbourhood is still not enough then, tiles overlap and are
 * blended, which is not what the whole picture would be.
 *
 * @param side input pixels a side of what is kept of a tile, rounded up to what the model takes
 */
public record Tiles(PictureModel model, int side) implements Around {
    /** Along a side, of the pieces whose statistics are taken; together they have the size of a tile, where that is large. */
    private static final int SAMPLED = 4;

    /** The least side of such a piece, so that little of it is border. */
    private static final int LEAST_SAMPLED = 128;

    /** The part of a tile's side that it shares with the next one where they are blended. */
    private static final int SHARED = 4;

    private static final int LARGEST = 1024;

    public Tiles {
        if (side < 1) {
            throw new BadInput("--tile is " + side + "; allowed: auto, off, 1 or more");
        }
        side = up(Math.max(side, model.leastSide()), model.multiple());
    }

    /**
     * The side of tiles for a picture of this size where the memory takes half of {@code free} bytes at most; empty where the whole
     * picture fits.
     */
    public static OptionalInt fitting(PictureModel model, int height, int width, long free) {
        if (need(model, height, width) <= free / 2) {
            return OptionalInt.empty();
        }
        long most = (long) Math.sqrt((double) free / 2 / model.bytesPerPixel());
        long side = Math.min(LARGEST, most - 2L * up(model.halo().orElse(0), model.multiple()));
        long down = side / model.multiple() * model.multiple();
        return OptionalInt.of((int) Math.max(down, up(model.leastSide(), model.multiple())));
    }

    /** Bytes that the model needs for a whole picture of this size. */
    public static long need(PictureModel model, int height, int width) {
        return Math.multiplyExact((long) height * width, model.bytesPerPixel());
    }

    /** The next multiple. */
    static int up(int side, int multiple) {
        return Math.multiplyExact((side + multiple - 1) / multiple, multiple);
    }

    /** Whether a picture of this size is cut at all. */
    private boolean cuts(Image input) {
        return input.height() > side || input.width() > side;
    }

    @Override
    public List<Levels> make(List<Image> inputs) {
        if (!cuts(inputs.get(0))) {
            return model.make(inputs);
        }
        return inputs.stream().map(this::made).toList();
    }

    private Levels made(Image input) {
        PictureModel alike = model.withStatisticsOf(sample(input));
        if (alike.halo().isEmpty()) {
            return blended(alike, input);
        }
        Levels whole = new Levels(
                outputChannels(),
                scale() * input.height(),
                scale() * input.width(),
                new float[outputs(input.height(), input.width())]);
        for (Tile tile : exact(input, alike.halo().getAsInt())) {
            tile.kept(tile.by(alike, input), scale()).on(whole, scale() * tile.top, scale() * tile.left);
        }
        return whole;
    }

    /** Tile by tile into bytes: the levels of the whole are never there at once. */
    @Override
    public Image apply(Image input) {
        if (!cuts(input)) {
            return model.apply(input);
        }
        PictureModel alike = model.withStatisticsOf(sample(input));
        if (alike.halo().isEmpty()) {
            return blended(alike, input).image();
        }
        Image whole = Image.filled(outputChannels(), scale() * input.height(), scale() * input.width(), 0);
        for (Tile tile : exact(input, alike.halo().getAsInt())) {
            tile.kept(tile.by(alike, input), scale()).image().on(whole, scale() * tile.top, scale() * tile.left);
        }
        return whole;
    }

    private int outputs(int height, int width) {
        return Math.multiplyExact(Math.multiplyExact(scale() * height, scale() * width), outputChannels());
    }

    /** What is looked at, [from, to) of both sides, and the part of it that is kept. */
    private record Tile(int fromY, int toY, int fromX, int toX, int top, int left, int rows, int columns) {
        Levels by(PictureModel model, Image input) {
            return model.at(fromY, fromX).make(input.crop(fromY, fromX, toY - fromY, toX - fromX));
        }

        Levels kept(Levels made, int scale) {
            return made.crop(scale * (top - fromY), scale * (left - fromX), scale * rows, scale * columns);
        }
    }

    private List<Tile> exact(Image input, int halo) {
        List<Tile> tiles = new ArrayList<>();
        for (int top = 0; top < input.height(); top += side) {
            int rows = Math.min(side, input.height() - top);
            int[] y = around(top, top + rows, input.height(), halo);
            for (int left = 0; left < input.width(); left += side) {
                int columns = Math.min(side, input.width() - left);
                int[] x = around(left, left + columns, input.width(), halo);
                tiles.add(new Tile(y[0], y[1], x[0], x[1], top, left, rows, columns));
            }
        }
        return tiles;
    }

    /** [from, to) with the halo, inside of the picture, at multiples, and not below the shortest side. */
    private int[] around(int from, int to, int whole, int halo) {
        int first = Math.max(0, from - up(halo, multiple()));
        int last = Math.min(whole, to + up(halo, multiple()));
        int missing = up(Math.max(0, leastSide() - (last - first)), multiple());
        return new int[] {Math.max(0, first - missing), last};
    }

    /** Pieces of the picture in its own scale, spread evenly over it. */
    private List<Image> sample(Image input) {
        int piece = Math.min(side, up(Math.max(LEAST_SAMPLED, side / SAMPLED), multiple()));
        int rows = Math.min(piece, input.height());
        int columns = Math.min(piece, input.width());
        List<Image> sample = new ArrayList<>();
        for (int top : places(input.height() - rows)) {
            for (int left : places(input.width() - columns)) {
                sample.add(input.crop(top, left, rows, columns));
            }
        }
        return sample;
    }

    private int[] places(int last) {
        if (last == 0) {
            return new int[] {0};
        }
        int[] places = new int[SAMPLED];
        for (int i = 0; i < SAMPLED; i++) {
            places[i] = (int) ((long) last * i / (SAMPLED - 1)) / multiple() * multiple();
        }
        return places;
    }

    private Levels blended(PictureModel alike, Image input) {
        int height = scale() * input.height();
        int width = scale() * input.width();
        float[] sum = new float[outputs(input.height(), input.width())];
        float[] weights = new float[height * width];
        int shared = Math.min(side / 2, up(side / SHARED, multiple()));
        for (int top : starts(input.height(), shared)) {
            for (int left : starts(input.width(), shared)) {
                int rows = Math.min(side, input.height() - top);
                int columns = Math.min(side, input.width() - left);
                Levels made = alike.at(top, left).make(input.crop(top, left, rows, columns));
                float[] down = ramp(made.height(), scale() * shared, top > 0, top + rows < input.height());
                float[] across = ramp(made.width(), scale() * shared, left > 0, left + columns < input.width());
                for (int y = 0; y < made.height(); y++) {
                    int to = (scale() * top + y) * width + scale() * left;
                    for (int x = 0; x < made.width(); x++) {
                        float weight = down[y] * across[x];
                        weights[to + x] += weight;
                        for (int c = 0; c < made.channels(); c++) {
                            sum[c * height * width + to + x] +=
                                    weight * made.values()[(c * made.height() + y) * made.width() + x];
                        }
                    }
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= weights[i % weights.length];
        }
        return new Levels(outputChannels(), height, width, sum);
    }

    /** Where overlapping tiles begin; the last one ends where the picture does. */
    private List<Integer> starts(int whole, int shared) {
        List<Integer> starts = new ArrayList<>();
        int step = Math.max(multiple(), side - shared);
        for (int at = 0; ; at += step) {
            if (at + side >= whole) {
                starts.add(Math.max(0, whole - side));
                return starts;
            }
            starts.add(at);
        }
    }

    /** Rising from the side where another tile lies, and falling towards one. */
    private static float[] ramp(int length, int shared, boolean before, boolean after) {
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            float rise = before ? Math.min(1, (i + 0.5f) / shared) : 1;
            float fall = after ? Math.min(1, (length - i - 0.5f) / shared) : 1;
            weights[i] = Math.min(rise, fall);
        }
        return weights;
    }
}
