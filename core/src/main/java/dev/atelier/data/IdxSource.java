package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.Counted;
import dev.atelier.media.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * IDX files: a folder's set with one or both splits ({@link IdxFolder}), or one file of images, which is all train split. Labels are
 * looked for beside the images; without them the images are unlabelled and a notice says so. Classes are the labels that occur in the
 * train split, for both splits; {@link IdxFamily} names them.
 */
final class IdxSource implements Source {
    private final Place place;

    private IdxSource(Place place) {
        this.place = place;
    }

    static IdxSource ofFile(Path images) {
        return new IdxSource(new OneFile(images));
    }

    static IdxSource of(IdxFolder folder) {
        return new IdxSource(new Folder(folder));
    }

    /** The source, if the folder has IDX files of either split. */
    static Optional<IdxSource> ofFolder(Path folder) {
        return IdxFolder.in(folder).map(IdxSource::of);
    }

    /** Where the files of the splits are. */
    private interface Place {
        Path path();

        List<Split> splits();

        Path images(Split split);

        Optional<Path> labels(Split split);

        /** What the files' and folders' names say that the labels mean. */
        IdxFamily family();
    }

    private record Folder(IdxFolder files) implements Place {
        @Override
        public Path path() {
            return files.path();
        }

        @Override
        public List<Split> splits() {
            return Stream.of(Split.values()).filter(files::hasImages).toList();
        }

        @Override
        public Path images(Split split) {
            return files.find(split, IdxFolder.IMAGES)
                    .orElseThrow(() -> new BadInput(path() + ": no " + split.key() + " split, that is "
                            + (files.prefix().isEmpty() ? "" : files.prefix() + "-")
                            + (split == Split.TRAIN ? "train" : "t10k") + "-images-idx3-ubyte, plain or .gz"));
        }

        @Override
        public Optional<Path> labels(Split split) {
            return files.find(split, IdxFolder.LABELS);
        }

        @Override
        public IdxFamily family() {
            return IdxFamily.of(files);
        }
    }

    private record OneFile(Path path) implements Place {
        @Override
        public List<Split> splits() {
            return List.of(Split.TRAIN);
        }

        @Override
        public Path images(Split split) {
            if (split != Split.TRAIN) {
                throw new BadInput(
                        path + ": one IDX file has no " + split.key() + " split; give the folder that holds both");
            }
            return path;
        }

        @Override
        public Optional<Path> labels(Split split) {
            String own = path.getFileName().toString();
            String name = own.replace("images", "labels").replace("idx3", "idx1");
            if (name.equals(own)) {
                return Optional.empty();
            }
            String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            return List.of(name, plain, plain + ".gz").stream()
                    .map(path::resolveSibling)
                    .filter(Files::isRegularFile)
                    .findFirst();
        }

        @Override
        public IdxFamily family() {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            return IdxFamily.of(new IdxFolder(folder, IdxFolder.prefix(path)));
        }
    }

    @Override
    public List<Split> splits() {
        return place.splits();
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        Path images = place.images(split);
        Optional<Path> labels = place.labels(split);
        List<String> notices = new ArrayList<>();
        if (labels.isEmpty()) {
            notices.add(images + ": no labels file beside it, read without labels");
        }
        Meaning meaning = meaning(notices);
        String what = images.getFileName() + " in " + images.toAbsolutePath().getParent();
        Read read = read(what, IdxFile.of(images), labels.map(IdxFile::of), meaning, wanted, progress);
        notices.addAll(read.notices());
        return new OpenedSource(read.dataset(), what, notices);
    }

    @Override
    public ImageFormat storedFormat() {
        return IdxFile.of(place.images(splits().get(0)))
                .format(published().orElseGet(place::family).turned());
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }

    /** By the labels, where they are published ones. */
    private Optional<IdxFamily> published() {
        return place.splits().stream()
                .flatMap(split -> place.labels(split).stream())
                .flatMap(path -> KnownSet.byLabels(IdxFile.of(path).labels().sha256()).stream())
                .findFirst()
                .map(KnownSet::family);
    }

    private Meaning meaning(List<String> notices) {
        Optional<IdxFamily> published = published();
        IdxFamily family = published.orElseGet(place::family);
        Optional<Path> train = place.splits().contains(Split.TRAIN) ? place.labels(Split.TRAIN) : Optional.empty();
        Optional<int[]> values = train.map(path -> IdxFile.of(path).labels().values());
        if (values.isPresent() && !family.knows(values.get())) {
            notices.add(place.path() + ": labels that " + family.title() + " does not have, its classes are numbers");
        } else if (published.isEmpty() && family.tells()) {
            notices.add(place.path() + ": by its name " + family.title() + family.telling());
        }
        Optional<IdxClasses> classes = values.map(all -> IdxClasses.of(all, family));
        classes.ifPresent(this::requireKnown);
        return new Meaning(family, classes);
    }

    /** Bad input if a split has a label that is none of the train split's classes, whichever split is asked for. */
    private void requireKnown(IdxClasses classes) {
        for (Split split : place.splits()) {
            place.labels(split)
                    .map(IdxFile::of)
                    .ifPresent(file ->
                            classes.numbered(file.labels().values(), file.toString(), "the train split's classes"));
        }
    }

    /**
     * What labels mean.
     *
     * @param classes those of the train split, if there is one with labels
     */
    record Meaning(IdxFamily family, Optional<IdxClasses> classes) {}

    /**
     * @param images their hash
     * @param labels theirs, empty where there are none
     */
    record Read(ImageDataset dataset, String images, String labels, List<String> notices) {}

    static Read read(
            String what,
            IdxFile images,
            Optional<IdxFile> labels,
            Meaning meaning,
            ImageFormat wanted,
            LoadProgress progress) {
        progress.at("reading " + what, 0, -1);
        IdxFile.Pixels pixels = images.images(meaning.family().turned());
        List<String> notices = new ArrayList<>();
        int @Nullable [] numbers = null;
        List<String> names = List.of();
        String hash = "";
        if (labels.isPresent()) {
            IdxFile.Labels read = labels.get().labels();
            int[] values = read.values();
            if (values.length != pixels.count()) {
                throw new BadInput(images + " has " + pixels.count() + " images but " + labels.get() + " has "
                        + values.length + " labels");
            }
            IdxClasses classes = meaning.classes().orElseGet(() -> IdxClasses.of(values, meaning.family()));
            numbers = classes.numbered(values, labels.get().toString(), "the train split's classes");
            names = classes.names();
            hash = read.sha256();
            List<String> without = classes.without(values);
            if (!without.isEmpty()) {
                notices.add(
                        labels.get() + ": no image of " + String.join(", ", without) + ", which the train split has");
            }
        }
        ImageFormat stored = pixels.format();
        ImageFormat format = wanted.orStored(1, stored.height(), stored.width());
        String description = what + ", " + Counted.of(pixels.count(), "image") + " " + format;
        PackedImages dataset = pixels.filler().finish(description, numbers, names);
        return new Read(
                format.equals(stored) ? dataset : converted(dataset, format, numbers, progress),
                pixels.sha256(),
                hash,
                notices);
    }

    private static PackedImages converted(
            PackedImages dataset, ImageFormat format, int @Nullable [] labels, LoadProgress progress) {
        PackedImages.Filler filler = PackedImages.Filler.within(dataset.description(), format, dataset.size());
        Decoding.each("converting images", dataset.size(), progress, i -> {
            Image image = PackedImages.image(dataset, i);
            filler.put(i, ImageFit.to(format, image));
        });
        return filler.finish(dataset.description(), labels, dataset.classNames());
    }
}
