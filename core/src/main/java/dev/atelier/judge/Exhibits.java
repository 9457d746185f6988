package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import dev.atelier.metrics.ImageSupply;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.recipe.GeneratedImages;
import dev.atelier.recipe.JudgedRun;
import dev.atelier.tensor.RandomStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What is put before the judge: real images that stand for the truth, those that the generator learned from, and the images to be judged.
 *
 * @param reference images that training did not see, where the data have a test split
 * @param rows which of them
 * @param split of the reference
 * @param train what was learned from, where that is another split
 * @param fake as many as {@code rows}, or fewer
 */
record Exhibits(
        ImageDataset reference,
        int[] rows,
        Split split,
        Optional<ImageDataset> train,
        ImageSupply fake,
        MetricPassport.Side real,
        MetricPassport.Side generated,
        Optional<GeneratedImages> owned)
        implements AutoCloseable {
    /** The same real images for every run, so that scores compare. */
    private static final long SEED_OF_ALL = 0;

    /** Bytes of generated images that are kept between the metrics. */
    private static final long MOST_REMEMBERED = 1L << 28;

    /** A run's generator against its own data. */
    static Exhibits of(JudgedRun run, EvaluationRequest request, Consumer<String> notices) {
        run.requireImages();
        Split split = run.hasTestSplit() ? Split.TEST : Split.TRAIN;
        OpenedSource source = run.data(split);
        source.notices().forEach(notices);
        ImageDataset reference = source.dataset();
        int[] rows = choose(reference.size(), request.samples());
        GeneratedImages fake = run.generated(reference, rows, request.seed());
        Optional<ImageDataset> train =
                split == Split.TEST ? Optional.of(run.data(Split.TRAIN).dataset()) : Optional.empty();
        return new Exhibits(
                reference,
                rows,
                split,
                train,
                fake.remembered(MOST_REMEMBERED),
                side(reference, split, rows.length),
                new MetricPassport.Side(
                        "generator of recipe " + run.recipe().name(),
                        run.generatorHash(),
                        "generated",
                        fake.count(),
                        Optional.of(new MetricPassport.Making(request.seed(), run.ema(), 1, run.step()))),
                Optional.of(fake));
    }

    /** One source of images against another, both in the shape of the real ones. */
    static Exhibits of(
            String real, String fake, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        ImageFormat format = DataSources.storedFormat(real);
        boolean test = DataSources.splits(real).contains(Split.TEST);
        Split split = test ? Split.TEST : Split.TRAIN;
        OpenedSource source = DataSources.open(real, format, split, progress);
        source.notices().forEach(notices);
        OpenedSource other =
                DataSources.open(fake, format, DataSources.splits(fake).get(0), progress);
        other.notices().forEach(notices);
        int[] rows = choose(source.dataset().size(), request.samples());
        int[] judged = choose(other.dataset().size(), request.samples());
        requireTwo(real, rows.length);
        requireTwo(fake, judged.length);
        boolean both = test && DataSources.splits(real).contains(Split.TRAIN);
        Optional<ImageDataset> train = both
                ? Optional.of(
                        DataSources.open(real, format, Split.TRAIN, progress).dataset())
                : Optional.empty();
        return new Exhibits(
                source.dataset(),
                rows,
                split,
                train,
                ImageSupply.of(other.dataset(), judged),
                side(source.dataset(), split, rows.length),
                new MetricPassport.Side(
                        other.dataset().description(),
                        other.dataset().sha256(),
                        "images",
                        judged.length,
                        Optional.empty()),
                Optional.empty());
    }

    private static void requireTwo(String source, int images) {
        if (images < 2) {
            throw new BadInput(source + ": " + images + " image; allowed: at least 2");
        }
    }

    private static MetricPassport.Side side(ImageDataset dataset, Split split, int count) {
        return new MetricPassport.Side(dataset.description(), dataset.sha256(), split.key(), count, Optional.empty());
    }

    /** {@code most} numbers below {@code size}, the same for everybody. */
    static int[] choose(int size, int most) {
        int[] order = RandomStream.of(SEED_OF_ALL, "evaluate.real").permutation(size);
        return Arrays.copyOf(order, Math.min(most, size));
    }

    ImageSupply realImages() {
        return ImageSupply.of(reference, rows);
    }

    /** Training images, at most so many; empty where the reference is all there is. */
    Optional<ImageSupply> trainImages(int most) {
        return train.map(dataset -> ImageSupply.of(
                dataset,
                most >= dataset.size() ? IntStream.range(0, dataset.size()).toArray() : choose(dataset.size(), most)));
    }

    @Override
    public void close() {
        owned.ifPresent(GeneratedImages::close);
    }
}
