package dev.atelier.data;

import dev.atelier.tensor.Fields;
import dev.atelier.tensor.RandomStream;

/** Images as rows of batches, with their augmentation. Its memory is used again for every batch: one thread at a time. */
final class ImageRows implements RowDataset {
    private final ImageDataset dataset;
    private final LoadOptions options;
    private final BatchMaker maker;

    ImageRows(ImageDataset dataset, LoadOptions options) {
        this.dataset = dataset;
        this.options = options;
        maker = new BatchMaker(dataset, options.range(), options.attributes());
    }

    @Override
    public String description() {
        return dataset.description();
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public String sha256() {
        return dataset.sha256();
    }

    @Override
    public Fields batch(int[] rows, long number) {
        return maker.batch(
                rows,
                values -> options.augmentation()
                        .apply(
                                values,
                                rows.length,
                                maker.format(),
                                options.range(),
                                RandomStream.of(options.seed(), "augmentation", number)));
    }
}
