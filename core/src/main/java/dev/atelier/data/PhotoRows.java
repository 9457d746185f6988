package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Pieces of photographs as rows of batches: float32 {@link Fields#REAL} [b, C, s, s] of the large pictures, {@link
 * PairRows#INPUT} [b, C, s/scale, s/scale] of the small ones at the same places, both cut out of the whole pictures. The pieces
 * of a batch are of different photographs as long as there are enough, a larger one the more often; which rows are asked for
 * plays no part, only how many. Mirrored and turned by one draw for both; {@link #QUARTERS} tells by how much. Safe to be asked by one thread at a time.
 */
public final class PhotoRows implements RowDataset {
    /** The field of how many quarters each piece was turned by, anticlockwise, after it was mirrored; float32 [b], 0 to 3. */
    public static final String QUARTERS = "quarters";

    private final Photographs photographs;
    private final PhotoTreatment treatment;
    private final List<DetailMap> maps;
    private final double[] weights;

    /** A photograph that is smaller than a piece is bad input. */
    public PhotoRows(Photographs photographs, PhotoTreatment treatment) {
        this.photographs = photographs;
        this.treatment = treatment;
        int side = photographs.crop() / photographs.scale();
        weights = new double[photographs.all().size()];
        maps = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            Photograph each = photographs.all().get(i);
            if (each.low().height() < side || each.low().width() < side) {
                throw new BadInput(each.stem() + " is " + each.high().width() + "×"
                        + each.high().height()
                        + " (width×height); allowed: at least " + photographs.crop() + "×" + photographs.crop()
                        + ", or smaller pieces");
            }
            if (treatment.byEnergy()) {
                maps.add(new DetailMap(each.low(), side));
                weights[i] = maps.get(i).total();
            } else {
                weights[i] = (double) each.low().height() * each.low().width();
            }
        }
    }

    /** The photographs that these pieces are of. */
    public Photographs photographs() {
        return photographs;
    }

    @Override
    public String description() {
        return photographs.description();
    }

    @Override
    public int size() {
        return photographs.size();
    }

    @Override
    public String sha256() {
        return photographs.sha256();
    }

    @Override
    public Fields batch(int[] rows, long number) {
        RandomStream stream = RandomStream.of(treatment.seed(), "augmentation", number);
        int scale = photographs.scale();
        int side = photographs.crop() / scale;
        Stack high = new Stack(rows.length, photographs.crop(), treatment.high());
        Stack low = new Stack(rows.length, side, treatment.low());
        boolean[] taken = new boolean[weights.length];
        float[] turned = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int chosen = choose(taken, stream.nextDouble());
            Photograph photograph = photographs.all().get(chosen);
            double share = stream.nextDouble();
            double down = stream.nextDouble();
            double right = stream.nextDouble();
            int[] at = treatment.byEnergy()
                    ? maps.get(chosen).place(share, down, right)
                    : new int[] {
                        (int) (down * (photograph.low().height() - side + 1)),
                        (int) (right * (photograph.low().width() - side + 1))
                    };
            boolean mirrored = stream.nextDouble() < 0.5 && treatment.flip();
            int drawn = stream.nextInt(4);
            int quarters = treatment.turn() ? drawn : 0;
            turned[i] = quarters;
            low.put(i, photograph.low(), at[0], at[1], mirrored, quarters);
            high.put(i, photograph.high(), at[0] * scale, at[1] * scale, mirrored, quarters);
        }
        try (TensorScope scope = TensorScope.open()) {
            Map<String, Tensor> fields = new LinkedHashMap<>();
            fields.put(Fields.REAL, scope.keep(high.tensor(rows.length)));
            fields.put(PairRows.INPUT, scope.keep(low.tensor(rows.length)));
            fields.put(QUARTERS, scope.keep(Tensors.of(turned, rows.length)));
            return Fields.of(rows.length, fields);
        }
    }

    /** One of the photographs that are not yet taken, by their weights; all are free again when all were taken. */
    private int choose(boolean[] taken, double share) {
        double total = 0;
        for (int i = 0; i < taken.length; i++) {
            total += taken[i] ? 0 : weights[i];
        }
        int last = -1;
        double left = share * total;
        for (int i = 0; i < taken.length && (last < 0 || left >= 0); i++) {
            if (!taken[i]) {
                last = i;
                left -= weights[i];
            }
        }
        if (last < 0) {
            Arrays.fill(taken, false);
            return choose(taken, share);
        }
        taken[last] = true;
        return last;
    }

    /** Pieces of one size for a batch. */
    private final class Stack {
        private final int side;
        private final float[] table;
        private final float[] values;

        Stack(int count, int side, PixelRange range) {
            this.side = side;
            table = range.table();
            values = new float[Math.multiplyExact(count, photographs.channels() * side * side)];
        }

        /** Cut out, mirrored, then turned anticlockwise. */
        void put(int i, Image picture, int top, int left, boolean mirrored, int quarters) {
            int to = i * photographs.channels() * side * side;
            for (int c = 0; c < photographs.channels(); c++) {
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        int row = quarters == 0 ? y : quarters == 1 ? x : quarters == 2 ? side - 1 - y : side - 1 - x;
                        int column =
                                quarters == 0 ? x : quarters == 1 ? side - 1 - y : quarters == 2 ? side - 1 - x : y;
                        int across = mirrored ? side - 1 - column : column;
                        values[to++] = table[picture.at(c, top + row, left + across)];
                    }
                }
            }
        }

        Tensor tensor(int count) {
            return Tensors.of(values, count, photographs.channels(), side, side);
        }
    }
}
