package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Pictures that belong together: number i of the one is what a network is given, number i of the other what it should make of
 * it. Both are of one height and width; their channels may differ.
 *
 * @param input what goes in
 * @param output what should come out
 * @param stems what each pair is called, each once
 */
public record ImagePairs(ImageDataset input, ImageDataset output, List<String> stems, String description)
        implements Dataset {
    public ImagePairs {
        stems = List.copyOf(stems);
        if (input.size() != output.size() || stems.size() != input.size()) {
            throw new BadInput(description + ": " + input.size() + " pictures go in, " + output.size()
                    + " come out, and " + stems.size() + " names; allowed: as many of each");
        }
        if (input.height() != output.height() || input.width() != output.width()) {
            throw new BadInput(description + ": pictures of " + input.width() + "×" + input.height()
                    + " go in, of " + output.width() + "×" + output.height()
                    + " come out (width×height); allowed: both of one size");
        }
        if (new HashSet<>(stems).size() != stems.size()) {
            throw new BadInput(description + ": two pairs of one name; each once");
        }
    }

    /** Pairs that a program made. */
    public static ImagePairs of(String name, ImageDataset input, ImageDataset output, List<String> stems) {
        return new ImagePairs(
                input,
                output,
                stems,
                name + ", " + Counted.of(input.size(), "pair") + " " + format(input) + " → " + format(output));
    }

    private static ImageFormat format(ImageDataset images) {
        return new ImageFormat(images.channels(), images.height(), images.width());
    }

    @Override
    public int size() {
        return input.size();
    }

    public int height() {
        return input.height();
    }

    public int width() {
        return input.width();
    }

    /** Over the hashes of both sides, not over names. */
    @Override
    public String sha256() {
        MessageDigest digest = Checksums.sha256();
        String both = "input=" + input.sha256() + "\noutput=" + output.sha256() + "\n";
        digest.update(both.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }
}
