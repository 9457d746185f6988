package dev.atelier.judge;

import dev.atelier.data.ImageDataset;
import dev.atelier.data.PartOfImages;
import dev.atelier.tensor.RandomStream;
import java.util.stream.IntStream;

/** What is left to learn from, and what was held out. */
record Halves(ImageDataset rest, ImageDataset heldOut) {
    /** Holds out a tenth of each class, at least one image of a class that has two, drawn from the stream (seed, "held out"). */
    static Halves tenth(ImageDataset whole, long seed) {
        RandomStream stream = RandomStream.of(seed, "held out");
        boolean[] out = new boolean[whole.size()];
        for (int c = 0; c < whole.classNames().size(); c++) {
            int label = c;
            int[] ofClass = IntStream.range(0, whole.size())
                    .filter(i -> whole.label(i) == label)
                    .toArray();
            int held = ofClass.length < 2 ? 0 : Math.max(1, Math.round(ofClass.length / 10f));
            int[] order = stream.permutation(ofClass.length);
            for (int i = 0; i < held; i++) {
                out[ofClass[order[i]]] = true;
            }
        }
        return new Halves(part(whole, out, false), part(whole, out, true));
    }

    private static ImageDataset part(ImageDataset whole, boolean[] out, boolean held) {
        int[] members =
                IntStream.range(0, out.length).filter(i -> out[i] == held).toArray();
        return new PartOfImages(whole, members, members.length + " images of " + whole.description());
    }
}
