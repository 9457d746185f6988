package dev.atelier.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some images of a data set, without a copy of them.
 *
 * @param members their numbers in the whole, ascending
 */
public record PartOfImages(ImageDataset whole, int[] members, String description) implements ImageDataset {
    /** All images but these; {@code why} is part of the description. */
    public static PartOfImages without(ImageDataset whole, int[] leftOut, String why) {
        boolean[] out = new boolean[whole.size()];
        for (int i : leftOut) {
            out[i] = true;
        }
        int[] members = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
        return new PartOfImages(whole, members, members.length + " images of " + whole.description() + ", " + why);
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
    public Attributes attributes() {
        return whole.attributes();
    }

    @Override
    public float attribute(int image, int attribute) {
        return whole.attribute(members[image], attribute);
    }

    /** Of the images and their labels, as of a set that holds nothing else. */
    @Override
    public String sha256() {
        MessageDigest digest = Checksums.sha256();
        String head = size() + "×" + channels() + "×" + height() + "×" + width() + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        byte[] pixels = new byte[samples()];
        for (int member : members) {
            whole.copyPixels(member, pixels, 0);
            digest.update(pixels);
        }
        if (labelled()) {
            ByteBuffer labels = ByteBuffer.allocate(4 * size());
            labels.asIntBuffer().put(Arrays.stream(members).map(whole::label).toArray());
            digest.update(labels);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartOfImages part && whole.equals(part.whole) && Arrays.equals(members, part.members);
    }

    @Override
    public int hashCode() {
        return 31 * whole.hashCode() + Arrays.hashCode(members);
    }

    @Override
    public String toString() {
        return description;
    }
}
