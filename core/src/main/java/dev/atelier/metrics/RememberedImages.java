package dev.atelier.metrics;

import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Images that cost time to make, made once, in pieces, and kept. */
final class RememberedImages implements ImageSequence {
    private static final int PIECE = 128;

    private final ImageSequence maker;
    private final List<Piece> pieces;

    RememberedImages(ImageSequence maker) {
        this.maker = maker;
        int count = (maker.count() + PIECE - 1) / PIECE;
        pieces = IntStream.range(0, count).mapToObj(Piece::new).toList();
    }

    @Override
    public int count() {
        return maker.count();
    }

    @Override
    public List<Image> images(int from, int count) {
        List<Image> images = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            images.add(pieces.get(i / PIECE).images().get(i % PIECE));
        }
        return images;
    }

    /** Made by whoever needs it first; different pieces may be made by different threads at the same time. */
    private final class Piece {
        private final int number;
        private List<Image> images = List.of();

        Piece(int number) {
            this.number = number;
        }

        synchronized List<Image> images() {
            if (images.isEmpty()) {
                int from = number * PIECE;
                images = maker.images(from, Math.min(PIECE, maker.count() - from));
            }
            return images;
        }
    }
}
