package dev.atelier.systems;

import dev.atelier.data.Attributes;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedData;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Shelf;
import dev.atelier.data.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of a source that a run learns from, which remember that the source has others: what a run shows need not be what it learned by
 * heart. Images that a program gives have no such others.
 *
 * @param images that are learned from
 * @param request that they came of
 */
record LearnedImages(ImageDataset images, DataRequest request) implements ImageDataset {
    /** Opens what a request names to learn from; a line says so where nothing is held out. */
    static OpenedData open(DataRequest request) {
        OpenedSource source = DataSources.open(request, LoadProgress.SILENT);
        List<String> notices = new ArrayList<>(source.notices());
        if (!DataSources.splits(request.source()).contains(Split.TEST)) {
            notices.add("no image is held out, so sample grids show images that are learned from beside the samples");
        }
        return new OpenedData(new LearnedImages(source.dataset(), request), source.origin(), notices);
    }

    /** The images of the test split that were not learned from, where there are some; else those that were. */
    static ImageDataset heldOut(ImageDataset learned) {
        if (!(learned instanceof LearnedImages known)
                || !DataSources.splits(known.request.source()).contains(Split.TEST)) {
            return learned;
        }
        return HeldOut.beside(known.images, Shelf.of(known.request, LoadProgress.SILENT))
                .dataset();
    }

    @Override
    public String description() {
        return images.description();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int channels() {
        return images.channels();
    }

    @Override
    public int height() {
        return images.height();
    }

    @Override
    public int width() {
        return images.width();
    }

    @Override
    public void copyPixels(int i, byte[] out, int offset) {
        images.copyPixels(i, out, offset);
    }

    @Override
    public boolean labelled() {
        return images.labelled();
    }

    @Override
    public int label(int i) {
        return images.label(i);
    }

    @Override
    public List<String> classNames() {
        return images.classNames();
    }

    @Override
    public Attributes attributes() {
        return images.attributes();
    }

    @Override
    public float attribute(int image, int attribute) {
        return images.attribute(image, attribute);
    }

    @Override
    public String sha256() {
        return images.sha256();
    }
}
