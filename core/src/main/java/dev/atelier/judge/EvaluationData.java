package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.DataRequest;
import dev.atelier.data.DataSources;
import dev.atelier.data.HeldOut;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.KnownImages;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Shelf;
import dev.atelier.data.Split;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.run.JudgedRun;
import dev.atelier.run.RunData;
import dev.atelier.systems.GeneratedImages;
import dev.atelier.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What is put before the judge: real images that stand for the truth, those that the generator learned from, and the images to be judged.
 *
 * @param reference images that were not learned from, where there are any
 * @param rows which of them
 * @param split of the reference
 * @param train what was learned from, where that is something else
 * @param audit what copies are looked for among, or why nowhere
 * @param fake as many as {@code rows}, or fewer
 * @param data how the data are called and their hash, to find an extractor by
 * @param caution what must be said in every verdict
 * @param cautions what else a reader must know
 */
record EvaluationData(
        ImageDataset reference,
        int[] rows,
        Split split,
        Optional<ImageDataset> train,
        String audit,
        ImageSequence fake,
        MetricPassport.Side real,
        MetricPassport.Side generated,
        Data data,
        Optional<String> caution,
        List<String> cautions,
        Optional<GeneratedImages> owned)
        implements AutoCloseable {
    /** A source and the hash of what was learned from. */
    record Data(String source, String sha256) {}

    /** The same real images for every run, so that scores compare. */
    private static final long SEED_OF_ALL = 0;

    private static final String NO_UNSEEN = "there are no images that it did not learn from to compare with";

    /** Bytes of generated images that are kept between the metrics. */
    private static final long MOST_REMEMBERED = 1L << 28;

    /** A run's generator against real images that it did not learn from, where there are any. */
    static EvaluationData of(
            JudgedRun run, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        run.requireImages();
        RunData data = run.data(request.data(), progress);
        HeldOut held = data.heldOut();
        held.notices().forEach(notices);
        ImageDataset reference = held.dataset();
        int[] rows = choose(reference.size(), request.samples());
        GeneratedImages fake = run.generated(reference, rows, request.seed());
        List<String> cautions = new ArrayList<>();
        held.remark().ifPresent(cautions::add);
        data.missing().ifPresent(cautions::add);
        boolean apart = held.learned() == HeldOut.Learned.NO;
        return new EvaluationData(
                reference,
                rows,
                held.split(),
                apart ? data.learned().map(OpenedSource::dataset) : Optional.empty(),
                data.missing().orElse(NO_UNSEEN),
                fake.remembered(MOST_REMEMBERED),
                MetricPassport.Side.real(held, rows.length),
                new MetricPassport.Side(
                        "generator of recipe " + run.recipe().name(),
                        run.generatorHash(),
                        "generated",
                        fake.count(),
                        Optional.of(new MetricPassport.Making(request.seed(), run.ema(), 1, run.step()))),
                new Data(run.source(), data.sha256()),
                held.caution(),
                cautions,
                Optional.of(fake));
    }

    /** One source of images against another, both in the shape of the real ones. */
    static EvaluationData of(
            String real, String fake, EvaluationRequest request, LoadProgress progress, Consumer<String> notices) {
        ImageFormat format = DataSources.storedFormat(real);
        Shelf shelf = Shelf.of(new DataRequest(real, format, Split.TRAIN, Optional.empty()), progress);
        boolean both = shelf.splits().containsAll(List.of(Split.TRAIN, Split.TEST));
        Optional<HeldOut> held =
                both ? Optional.of(HeldOut.beside(shelf.open(Split.TRAIN).dataset(), shelf)) : Optional.empty();
        Split split = held.map(HeldOut::split).orElse(shelf.splits().get(0));
        OpenedSource source = shelf.open(split);
        held.map(HeldOut::notices).orElse(source.notices()).forEach(notices);
        ImageDataset reference = held.map(HeldOut::dataset).orElse(source.dataset());
        OpenedSource other =
                DataSources.open(fake, format, DataSources.splits(fake).get(0), progress);
        other.notices().forEach(notices);
        int[] rows = choose(reference.size(), request.samples());
        int[] judged = choose(other.dataset().size(), request.samples());
        requireTwo(real, rows.length);
        requireTwo(fake, judged.length);
        boolean apart = held.isPresent() && held.get().learned() == HeldOut.Learned.NO;
        List<String> cautions = new ArrayList<>();
        held.flatMap(HeldOut::remark).ifPresent(cautions::add);
        shared(reference, other.dataset()).ifPresent(cautions::add);
        return new EvaluationData(
                reference,
                rows,
                split,
                apart ? Optional.of(shelf.open(Split.TRAIN).dataset()) : Optional.empty(),
                both ? NO_UNSEEN : "the data have no test split, so there are no unseen images to compare with",
                ImageSequence.of(other.dataset(), judged),
                held.map(found -> MetricPassport.Side.real(found, rows.length))
                        .orElseGet(() -> side(reference, split, rows.length)),
                side(other.dataset(), "images", judged.length),
                new Data(
                        real,
                        (both ? shelf.open(Split.TRAIN) : source).dataset().sha256()),
                held.flatMap(HeldOut::caution),
                cautions,
                Optional.empty());
    }

    /** Real images among the judged ones make every score better than it is. */
    private static Optional<String> shared(ImageDataset real, ImageDataset judged) {
        int[] same = KnownImages.of(real).among(judged);
        if (same.length == 0) {
            return Optional.empty();
        }
        return Optional.of(
                same.length == judged.size() && same.length == real.size()
                        ? "real and judged images are the same " + same.length
                        : same.length + " of " + judged.size() + " judged images are among the real ones");
    }

    private static void requireTwo(String source, int images) {
        if (images < 2) {
            throw new BadInput(source + ": " + images + " image; allowed: at least 2");
        }
    }

    private static MetricPassport.Side side(ImageDataset dataset, Split split, int count) {
        return side(dataset, split.key(), count);
    }

    private static MetricPassport.Side side(ImageDataset dataset, String split, int count) {
        return new MetricPassport.Side(dataset.description(), dataset.sha256(), split, count, Optional.empty());
    }

    /** {@code most} numbers below {@code size}, the same for everybody. */
    static int[] choose(int size, int most) {
        int[] order = RandomStream.of(SEED_OF_ALL, "evaluate.real").permutation(size);
        return Arrays.copyOf(order, Math.min(most, size));
    }

    ImageSequence realImages() {
        return ImageSequence.of(reference, rows);
    }

    /** Which training images, at most so many; empty where the reference is all there is. */
    Optional<int[]> trainRows(int most) {
        return train.map(dataset ->
                most >= dataset.size() ? IntStream.range(0, dataset.size()).toArray() : choose(dataset.size(), most));
    }

    /** These training images. */
    Optional<ImageSequence> trainImages(int most) {
        return train.flatMap(dataset -> trainRows(most).map(rows -> ImageSequence.of(dataset, rows)));
    }

    @Override
    public void close() {
        owned.ifPresent(GeneratedImages::close);
    }
}
