package dev.atelier.judge;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.KnownImages;
import dev.atelier.data.LoadProgress;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.PartOfImages;
import dev.atelier.data.Split;
import dev.atelier.metrics.DomainExtractor;
import dev.atelier.metrics.ExtractorCard;
import dev.atelier.metrics.Extractors;
import dev.atelier.networks.Classifier;
import dev.atelier.tensor.Engine;
import dev.atelier.training.ClassifierAccuracy;
import dev.atelier.training.ClassifierTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Trains a feature extractor on a user's labelled images and keeps it in a file with all that must be known of it. */
public final class ExtractorTraining {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern ENDS_AS_VERSION = Pattern.compile(".*-\\d+");

    /**
     * What is wanted.
     *
     * @param source of labelled images, as {@link DataSources} understands it
     * @param size height and width of the network's input; else the data's own, or the nearest that fits
     * @param name without version; else the source's
     * @param out where to write; else the cache, under name and version
     */
    public record Request(
            String source,
            Optional<Size> size,
            Optional<String> name,
            Optional<Path> out,
            ClassifierTrainer.Settings settings) {
        public static Request of(String source) {
            return new Request(
                    source,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ClassifierTrainer.Settings.defaults());
        }
    }

    /** Height and width, each 16 to 256. */
    public record Size(int height, int width) {
        public Size {
            int least = ClassifierTrainer.LEAST_SIDE;
            int most = ClassifierTrainer.MOST_SIDE;
            if (Math.min(height, width) < least || Math.max(height, width) > most) {
                throw new BadInput(
                        "extractor size " + height + "×" + width + "; allowed: sides of " + least + " to " + most);
            }
        }

        private static Size nearest(ImageFormat stored) {
            double shrink =
                    Math.min(1, (double) ClassifierTrainer.MOST_SIDE / Math.max(stored.height(), stored.width()));
            return new Size(side(stored.height() * shrink), side(stored.width() * shrink));
        }

        private static int side(double length) {
            return (int) Math.max(ClassifierTrainer.LEAST_SIDE, Math.round(length));
        }
    }

    /** What came of it. */
    public record Trained(Path file, String sha256, ExtractorCard card, ClassifierAccuracy accuracy, double seconds) {}

    private record Data(ImageDataset train, ImageDataset heldOut, String sha256, String heldOutName) {}

    private final Extractors extractors;

    private ExtractorTraining(Extractors extractors) {
        this.extractors = extractors;
    }

    /** {@link #train(Request, Extractors, LoadProgress, Consumer)} into the cache of this machine. */
    public static Trained train(Request request, LoadProgress progress, Consumer<String> notices) {
        return train(request, Extractors.ofThisMachine(), progress, notices);
    }

    /** Opens the data, trains, measures on images that were not learned from, writes. What the user must know goes to {@code notices}. */
    public static Trained train(
            Request request, Extractors extractors, LoadProgress progress, Consumer<String> notices) {
        return new ExtractorTraining(extractors).run(request, progress, notices);
    }

    private Trained run(Request request, LoadProgress progress, Consumer<String> notices) {
        String name = name(request);
        request.out().ifPresent(ExtractorTraining::requireWritable);
        Set<String> told = new HashSet<>(); // both splits of one folder have the same to say
        Data data = data(request, progress, line -> {
            if (told.add(line)) {
                notices.accept(line);
            }
        });
        long start = System.nanoTime();
        try (Classifier classifier = ClassifierTrainer.train(data.train(), request.settings(), progress)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            ClassifierAccuracy accuracy = ClassifierAccuracy.of(classifier, data.heldOut());
            ExtractorCard card = new ExtractorCard(
                    name,
                    extractors.nextVersion(name),
                    data.train().classNames(),
                    classifier.image(),
                    request.settings().width(),
                    classifier.features(),
                    accuracy.overall(),
                    data.heldOutName(),
                    Extractors.canonical(request.source()),
                    data.sha256(),
                    making(request.settings(), data));
            Path file = request.out().orElseGet(() -> extractors.file(card.fullName()));
            DomainExtractor.write(file, classifier, card);
            return new Trained(file, Extractors.sha256(file), card, accuracy, seconds);
        }
    }

    private static Map<String, String> making(ClassifierTrainer.Settings settings, Data data) {
        Map<String, String> making = new LinkedHashMap<>();
        making.put("trainImages", Integer.toString(data.train().size()));
        making.put("heldOutImages", Integer.toString(data.heldOut().size()));
        making.put("rounds", Long.toString(settings.roundsFor(data.train().size())));
        making.put("batch", Integer.toString(settings.batch()));
        making.put("seed", Long.toString(settings.seed()));
        making.put("flip", Boolean.toString(settings.flip()));
        making.put("threads", Integer.toString(Engine.threads()));
        making.put("libtorch", Engine.torchVersion());
        String version = ExtractorTraining.class.getPackage().getImplementationVersion();
        making.put("atelier", version == null ? "development" : version);
        return making;
    }

    private static Data data(Request request, LoadProgress progress, Consumer<String> notices) {
        Size size = request.size().orElseGet(() -> Size.nearest(DataSources.storedFormat(request.source())));
        ImageFormat format = new ImageFormat(0, size.height(), size.width());
        ImageDataset train = open(request.source(), format, Split.TRAIN, progress, notices);
        ClassifierTrainer.requireUsable(train);
        if (DataSources.splits(request.source()).contains(Split.TEST)) {
            ImageDataset test = open(request.source(), format, Split.TEST, progress, notices);
            int[] learned = KnownImages.of(train).among(test);
            if (learned.length < test.size()) {
                requireSameClasses(train, test);
                return new Data(train, unseen(test, learned, notices), train.sha256(), "test split");
            }
            notices.accept("train and test split are the same images");
        }
        Halves halves = Halves.tenth(train, request.settings().seed());
        notices.accept("no test split of its own: a tenth of each class, "
                + halves.heldOut().size() + " images, is held out");
        return new Data(halves.rest(), halves.heldOut(), train.sha256(), "a tenth held out of the train split");
    }

    private static ImageDataset unseen(ImageDataset test, int[] learned, Consumer<String> notices) {
        if (learned.length == 0) {
            return test;
        }
        notices.accept(learned.length + " of " + test.size()
                + " images of the test split are in the train split too and are left out");
        return PartOfImages.without(test, learned, "without what the train split has too");
    }

    private static ImageDataset open(
            String source, ImageFormat format, Split split, LoadProgress progress, Consumer<String> notices) {
        OpenedSource opened = DataSources.open(source, format, split, progress);
        opened.notices().forEach(notices);
        return opened.dataset();
    }

    /** A test split may lack the last classes of files that number them. */
    private static void requireSameClasses(ImageDataset train, ImageDataset test) {
        List<String> known = train.classNames();
        List<String> asked = test.classNames();
        if (!test.labelled()
                || asked.size() > known.size()
                || !known.subList(0, asked.size()).equals(asked)) {
            throw new BadInput(test.description() + ": its classes are " + asked + "; the train split has " + known);
        }
        if (test.channels() != train.channels()) {
            throw new BadInput(
                    test.description() + ": " + test.channels() + " channels; the train split has " + train.channels());
        }
    }

    private static String name(Request request) {
        String name = request.name().orElseGet(() -> slug(request.source()));
        if (!NAME.matcher(name).matches() || ENDS_AS_VERSION.matcher(name).matches()) {
            throw new BadInput(
                    "extractor name '" + name
                            + "'; allowed: small letters, digits, '.', '_' and '-', not ending in -NUMBER, which is the version");
        }
        return name;
    }

    private static String slug(String source) {
        if (DataSources.names().contains(source)) {
            return source;
        }
        Path last = Path.of(Extractors.canonical(source)).getFileName();
        String plain = (last == null ? "" : last.toString())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._]+", "-")
                .replaceAll("(-\\d*)+$", "")
                .replaceAll("^[._-]+", "");
        return plain.isEmpty() ? "extractor" : plain;
    }

    private static void requireWritable(Path out) {
        if (Files.isDirectory(out)) {
            throw new BadInput("--out is " + out + ", a folder; it takes the path of a file");
        }
        if (!out.toString().endsWith(".safetensors")) {
            throw new BadInput("--out is " + out + "; it takes a path that ends in .safetensors");
        }
    }
}
