package dev.atelier.judge;

import dev.atelier.Counted;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of a labelled data set, without a copy of it.
 *
 * @param members its images' numbers in the whole, ascending
 */
record Held(ImageDataset whole, int[] members, String description) implements ImageDataset {
    /** What is left to learn from, and what was held out. */
    record Halves(ImageDataset rest, ImageDataset heldOut) {}

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

    private static Held part(ImageDataset whole, boolean[] out, boolean held) {
        int[] members =
                IntStream.range(0, out.length).filter(i -> out[i] == held).toArray();
        return new Held(whole, members, Counted.of(members.length, "image") + " of " + whole.description());
    }

    @Override
    public int size() {
        return members.length;
    }

    @Override
    public int channels() {
        return whole.channels();
    }

    @Override
    public int height() {
        return whole.height();
    }

    @Override
    public int width() {
        return whole.width();
    }

    @Override
    public void copyPixels(int i, byte[] out, int offset) {
        whole.copyPixels(members[i], out, offset);
    }

    @Override
    public boolean labelled() {
        return whole.labelled();
    }

    @Override
    public int label(int i) {
        return whole.label(members[i]);
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public String sha256() {
        List<Image> images = new ArrayList<>();
        for (int member : members) {
            images.add(PackedImages.image(whole, member));
        }
        int[] labels = IntStream.range(0, size()).map(this::label).toArray();
        return PackedImages.of(description, images, labels, classNames()).sha256();
    }
}
