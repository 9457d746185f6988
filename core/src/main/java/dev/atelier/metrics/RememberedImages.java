package dev.atelier.metrics;

import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Images that cost time to make, made once, in pieces, and kept. */
final class RememberedImages implements ImageSupply {
    private static final int PIECE = 128;

    private final ImageSupply maker;
    private final List<AtomicReference<List<Image>>> pieces;

    RememberedImages(ImageSupply maker) {
        this.maker = maker;
        int count = (maker.count() + PIECE - 1) / PIECE;
        pieces = IntStream.range(0, count)
                .mapToObj(i -> new AtomicReference<List<Image>>(List.of()))
                .toList();
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

    /** Made by whoever needs it first; different pieces may be made by different threads at the same time. */
    private List<Image> piece(int number) {
        AtomicReference<List<Image>> piece = pieces.get(number);
        synchronized (piece) {
            if (piece.get().isEmpty()) {
                int from = number * PIECE;
                piece.set(maker.images(from, Math.min(PIECE, maker.count() - from)));
            }
            return piece.get();
        }
    }
}
