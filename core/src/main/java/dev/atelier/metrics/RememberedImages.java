package dev.atelier.metrics;

import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.List;

/** Images that cost time to make, made once, in pieces, and kept. */
final class RememberedImages implements ImageSupply {
    private static final int PIECE = 128;

    private final ImageSupply maker;
    private final List<List<Image>> pieces;

    RememberedImages(ImageSupply maker) {
        this.maker = maker;
        int count = (maker.count() + PIECE - 1) / PIECE;
        pieces = new ArrayList<>(java.util.Collections.nCopies(count, List.of()));
    }

    @Override
    public int count() {
        return maker.count();
    }

    @Override
    public List<Image> images(int from, int count) {
        List<Image> images = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            images.add(piece(i / PIECE).get(i % PIECE));
        }
        return images;
    }

    private List<Image> piece(int number) {
        if (pieces.get(number).isEmpty()) {
            int from = number * PIECE;
            pieces.set(number, maker.images(from, Math.min(PIECE, maker.count() - from)));
        }
        return pieces.get(number);
    }
}
