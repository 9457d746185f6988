package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * IDX files: a folder with {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte} (train split) or the same with
 * {@code t10k} (test split), or one file of images, which is all train split; each plain or with {@code .gz}, the plain one
 * first. Labels are looked for beside the images; without them the images are unlabelled and a notice says so. Classes are
 * named by their numbers.
 */
final class IdxSource implements Source {
    private final Path place;
    private final boolean folder;

    private IdxSource(Path place, boolean folder) {
        this.place = place;
        this.folder = folder;
    }

    static IdxSource ofFile(Path images) {
        return new IdxSource(images, false);
    }

    /** The source, if the folder has IDX files of either split. */
    static Optional<IdxSource> ofFolder(Path folder) {
        for (Split split : Split.values()) {
            if (find(folder, split, "images-idx3").isPresent()) {
                return Optional.of(new IdxSource(folder, true));
            }
        }
        return Optional.empty();
    }

    /** The images or labels ({@code part}: "images-idx3", "labels-idx1") of a split in a folder. */
    static Optional<Path> find(Path folder, Split split, String part) {
        String name = (split == Split.TRAIN ? "train-" : "t10k-") + part + "-ubyte";
        for (String spelling : List.of(name, name.replace("-idx", ".idx"))) {
            for (String suffix : List.of("", ".gz")) {
                Path path = folder.resolve(spelling + suffix);
                if (Files.isRegularFile(path)) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Split> splits() {
        if (!folder) {
            return List.of(Split.TRAIN);
        }
        return List.of(Split.values()).stream()
                .filter(split -> find(place, split, "images-idx3").isPresent())
                .toList();
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        Path images = images(split);
        Optional<Path> labels = folder ? find(place, split, "labels-idx1") : labelsBeside(images);
        List<String> notices = new ArrayList<>();
        if (labels.isEmpty()) {
            notices.add(images + ": no labels file beside it, read without labels");
        }
        String what = images.getFileName() + " in " + images.toAbsolutePath().getParent();
        ImageDataset dataset = read(what, IdxFile.of(images), labels.map(IdxFile::of), wanted, progress)
                .dataset();
        return new OpenedSource(dataset, what, notices);
    }

    @Override
    public ImageFormat storedFormat() {
        return IdxFile.of(images(splits().get(0))).format();
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }

    private Path images(Split split) {
        if (!folder) {
            if (split != Split.TRAIN) {
                throw new BadInput(
                        place + ": one IDX file has no " + split.key() + " split; give the folder that holds both");
            }
            return place;
        }
        return find(place, split, "images-idx3")
                .orElseThrow(() -> new BadInput(place + ": no " + split.key() + " split, that is "
                        + (split == Split.TRAIN ? "train" : "t10k") + "-images-idx3-ubyte, plain or .gz"));
    }

    private static Optional<Path> labelsBeside(Path images) {
        String name =
                images.getFileName().toString().replace("images", "labels").replace("idx3", "idx1");
        if (name.equals(images.getFileName().toString())) {
            return Optional.empty();
        }
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return List.of(name, plain, plain + ".gz").stream()
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * @param official whether both files are, byte for byte when unpacked, those of Fashion-MNIST
     */
    record Read(ImageDataset dataset, boolean official) {}

    static Read read(String what, IdxFile images, Optional<IdxFile> labels, ImageFormat wanted, LoadProgress progress) {
        progress.at("reading " + what, 0, -1);
        IdxFile.Pixels pixels = images.images();
        int @Nullable [] values = null;
        List<String> names = List.of();
        boolean official = false;
        if (labels.isPresent()) {
            IdxFile.Labels read = labels.get().labels();
            values = read.values();
            if (values.length != pixels.count()) {
                throw new BadInput(images + " has " + pixels.count() + " images but " + labels.get() + " has "
                        + values.length + " labels");
            }
            boolean fashion = FashionMnistFile.isLabels(read.sha256());
            official = fashion && FashionMnistFile.isImages(pixels.sha256());
            names = fashion ? FashionMnistFile.CLASS_NAMES : numbers(values);
        }
        ImageFormat stored = pixels.format();
        ImageFormat format = wanted.orStored(1, stored.height(), stored.width());
        String description = what + ", " + Counted.of(pixels.count(), "image") + " " + format;
        PackedImages dataset = pixels.filler().finish(description, values, names);
        return new Read(format.equals(stored) ? dataset : converted(dataset, format, values, progress), official);
    }

    private static PackedImages converted(
            PackedImages dataset, ImageFormat format, int @Nullable [] labels, LoadProgress progress) {
        PackedImages.Filler filler = PackedImages.Filler.within(dataset.description(), format, dataset.size());
        Decoding.each("converting images", dataset.size(), progress, i -> {
            Image image = PackedImages.image(dataset, i);
            filler.put(i, Fit.to(format, image));
        });
        return filler.finish(dataset.description(), labels, dataset.classNames());
    }

    private static List<String> numbers(int[] labels) {
        int most = IntStream.of(labels).max().orElse(0);
        return IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    }
}
