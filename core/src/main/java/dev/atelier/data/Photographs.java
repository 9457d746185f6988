package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Photographs of any sizes, each in two of them, kept whole. Its samples are pieces: as many as fit into the photographs side by
 * side, which is what an epoch gives.
 */
public final class Photographs implements Dataset {
    private final String name;
    private final List<Photograph> all;
    private final int scale;
    private final int crop;
    private final int size;

    /**
     * @param crop side of a piece of the large pictures in pixels, a multiple of the scale
     */
    public Photographs(String name, List<Photograph> all, int scale, int crop) {
        if (all.isEmpty()) {
            throw new BadInput(name + ": no photographs; allowed: at least one");
        }
        if (scale < 1 || crop < scale || crop % scale != 0) {
            throw new BadInput(name + ": pieces of " + crop + " pixels at ×" + scale + "; allowed: a multiple of "
                    + scale + ", as " + Math.max(1, (crop + scale / 2) / scale) * scale);
        }
        this.name = name;
        this.all = List.copyOf(all);
        this.scale = scale;
        this.crop = crop;
        long pieces = 0;
        for (Photograph photograph : all) {
            if (photograph.scale() != scale || photograph.high().channels() != channels()) {
                throw new BadInput(name + ": " + photograph.stem() + " is ×" + photograph.scale() + " of "
                        + photograph.high().channels() + " channels; allowed: ×" + scale + " of " + channels());
            }
            pieces += pieces(photograph);
        }
        size = (int) Math.max(1, Math.min(Integer.MAX_VALUE, pieces));
    }

    private long pieces(Photograph photograph) {
        return (long) (photograph.high().height() / crop) * (photograph.high().width() / crop);
    }

    /** The photographs in order. */
    public List<Photograph> all() {
        return all;
    }

    public int channels() {
        return all.get(0).high().channels();
    }

    /** How many times as large the large pictures are. */
    public int scale() {
        return scale;
    }

    /** The side of a piece of the large pictures. */
    public int crop() {
        return crop;
    }

    /** Pieces of an epoch: as many as fit into all photographs, each without overlap. */
    @Override
    public int size() {
        return size;
    }

    @Override
    public String description() {
        long pixels = all.stream()
                .mapToLong(each -> (long) each.high().height() * each.high().width())
                .sum();
        return name + ", " + Counted.of(all.size(), "photograph") + " of " + Math.round(pixels / 1e5) / 10.0
                + " megapixels, " + Counted.of(size, "piece") + " of " + crop + "×" + crop + ", ×" + scale;
    }

    /** Over both sizes of all photographs in order, and the scale; not over names. */
    @Override
    public String sha256() {
        MessageDigest digest = Checksums.sha256();
        digest.update(("×" + scale + "\n").getBytes(StandardCharsets.UTF_8));
        for (Photograph photograph : all) {
            digest.update((photograph.high() + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(photograph.high().pixels());
            digest.update(photograph.low().pixels());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
