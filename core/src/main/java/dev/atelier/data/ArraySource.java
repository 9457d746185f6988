package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * NumPy's files: a {@code .npy} of images [n, height, width] or [n, height, width, channels], or a {@code .npz} that has images and
 * labels under names that are usual ({@link Names}). Which array is which is never guessed: a file whose names say nothing is refused
 * with what it holds. {@link Depth} says what the numbers mean.
 */
final class ArraySource implements Source {
    private static final String NPZ = ".npz";

    private final Path file;

    ArraySource(Path file) {
        this.file = file;
    }

    /** Whether a file is called as one of NumPy's. */
    static boolean isName(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npy") || name.endsWith(NPZ);
    }

    /**
     * What arrays are called; the first whose images are there is it.
     *
     * @param test "" where there is no second split
     */
    private record Names(String train, String trainLabels, String test, String testLabels) {
        static final List<Names> USUAL = List.of(
                new Names("x_train", "y_train", "x_test", "y_test"),
                new Names("X_train", "y_train", "X_test", "y_test"),
                new Names("train_images", "train_labels", "test_images", "test_labels"),
                new Names("images", "labels", "", ""),
                new Names("x", "y", "", ""));

        String images(Split split) {
            return split == Split.TRAIN ? train : test;
        }

        String labels(Split split) {
            return split == Split.TRAIN ? trainLabels : testLabels;
        }

        boolean has(String name) {
            return List.of(train, trainLabels, test, testLabels).contains(name);
        }
    }

    /** The arrays of the file in the open scope, and which is which. */
    private record Found(Map<String, Tensor> all, Names names) {
        boolean has(String name) {
            return !name.isEmpty() && all.containsKey(name);
        }

        Tensor get(String name) {
            return Objects.requireNonNull(all.get(name), name);
        }

        List<Split> splits() {
            return Stream.of(Split.values())
                    .filter(split -> has(names.images(split)))
                    .toList();
        }
    }

    private Found arrays() {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(NPZ)) {
            return new Found(Map.of("images", Npy.read(file)), new Names("images", "", "", ""));
        }
        Map<String, Tensor> all = Npz.read(file);
        if (all.size() == 1) {
            return new Found(all, new Names(all.keySet().iterator().next(), "", "", ""));
        }
        List<Names> fitting = Names.USUAL.stream()
                .filter(names -> all.containsKey(names.train()))
                .toList();
        if (fitting.size() != 1) {
            String holds = all.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + Arrays.toString(Tensors.shape(entry.getValue())))
                    .collect(Collectors.joining(", "));
            throw new BadInput(file + ": which of its arrays are the images? It has " + holds
                    + "; known names: x_train, y_train, x_test, y_test, or train_images, train_labels, test_images, test_labels,"
                    + " or images, labels, or x, y");
        }
        return new Found(all, fitting.get(0));
    }

    @Override
    public List<Split> splits() {
        try (TensorScope scope = TensorScope.open()) {
            return arrays().splits();
        }
    }

    @Override
    public ImageFormat storedFormat() {
        try (TensorScope scope = TensorScope.open()) {
            Found arrays = arrays();
            String name = arrays.names().train();
            return format(arrays.get(name), file + ": " + name);
        }
    }

    @Override
    public Items items(Split split, LoadProgress progress) {
        return Items.of(open(ImageFormat.asStored(), split, progress));
    }

    @Override
    public OpenedSource open(ImageFormat wanted, Split split, LoadProgress progress) {
        progress.at("reading " + file.getFileName(), 0, -1);
        try (TensorScope scope = TensorScope.open()) {
            Found arrays = arrays();
            String name = arrays.names().images(split);
            if (!arrays.has(name)) {
                throw new BadInput(file + ": no " + split.key() + " split; it has "
                        + String.join(", ", arrays.all().keySet()));
            }
            List<String> notices = new ArrayList<>();
            Tensor images = arrays.get(name);
            String what = file + ": " + name;
            ImageFormat stored = format(images, what);
            Depth depth = Depth.of(
                    arrays.splits().stream()
                            .map(each -> arrays.get(arrays.names().images(each)))
                            .toList(),
                    what);
            depth.notice().ifPresent(notice -> notices.add(what + ": " + notice));
            int count = (int) images.size(0);
            ImageFormat format = wanted.orStored(stored.channels(), stored.height(), stored.width());
            PackedImages.Filler filler = PackedImages.Filler.within(file.toString(), format, count);
            Decoding.each("converting images", count, progress, i -> {
                try (TensorScope each = TensorScope.open()) {
                    filler.put(i, ImageFit.to(format, image(images.select(0, i), stored, depth)));
                }
            });
            int @Nullable [] labels = null;
            List<String> classes = List.of();
            Optional<IdxClasses> known = classes(arrays);
            String labelled = arrays.names().labels(split);
            if (arrays.has(labelled) && known.isPresent()) {
                int[] values = labels(arrays, labelled, count);
                labels = known.get().numbered(values, file + ": " + labelled, "the train split's classes");
                classes = known.get().names();
                List<String> without = known.get().without(values);
                if (!without.isEmpty()) {
                    notices.add(file + ": " + labelled + ": no image of " + String.join(", ", without)
                            + ", which the train split has");
                }
            } else {
                notices.add(what + ": read without labels"
                        + (labelled.isEmpty() ? "; they come with images in a .npz" : ", there is no " + labelled));
            }
            arrays.all().keySet().stream()
                    .filter(other -> !other.equals(name) && !arrays.names().has(other))
                    .forEach(other -> notices.add(file + ": array '" + other + "' passed over"));
            String description = name + " of " + file + ", " + count + " images " + format;
            return new OpenedSource(filler.finish(description, labels, classes), what, notices);
        }
    }

    private Optional<IdxClasses> classes(Found arrays) {
        return arrays.splits().stream()
                .filter(split -> arrays.has(arrays.names().labels(split)))
                .findFirst()
                .map(split -> IdxClasses.of(
                        labels(arrays, arrays.names().labels(split), (int)
                                arrays.get(arrays.names().images(split)).size(0)),
                        IdxFamily.NUMBERED));
    }

    private int[] labels(Found arrays, String name, int count) {
        Tensor labels = arrays.get(name);
        long[] shape = Tensors.shape(labels);
        boolean column = shape.length == 1 || shape.length == 2 && shape[1] == 1;
        if (!column || shape[0] != count) {
            throw new BadInput(file + ": " + name + " is " + Arrays.toString(shape) + "; one label for each of the "
                    + count + " images, [" + count + "]");
        }
        double[] values = Tensors.toDoubles(labels.reshape(count));
        int[] whole = new int[count];
        for (int i = 0; i < count; i++) {
            whole[i] = (int) values[i];
            if (whole[i] != values[i]) {
                throw new BadInput(
                        file + ": " + name + ": label " + values[i] + " of image " + i + "; whole numbers of 32 bits");
            }
        }
        return whole;
    }

    /** Channels stand last in the file. */
    private static ImageFormat format(Tensor images, String what) {
        long[] shape = Tensors.shape(images);
        boolean grey = shape.length == 3;
        boolean coloured = shape.length == 4 && shape[3] >= 1 && shape[3] <= 4;
        if (!grey && !coloured || shape[0] < 1 || shape[1] < 1 || shape[2] < 1) {
            throw new BadInput(what + " is " + Arrays.toString(shape)
                    + "; images are [n, height, width] or [n, height, width, channels] with 1 to 4 channels");
        }
        return new ImageFormat(grey ? 1 : (int) shape[3], (int) shape[1], (int) shape[2]);
    }

    private static Image image(Tensor one, ImageFormat format, Depth depth) {
        byte[] interleaved = depth.bytes(one);
        int area = format.height() * format.width();
        byte[] planar = new byte[interleaved.length];
        for (int i = 0; i < area; i++) {
            for (int c = 0; c < format.channels(); c++) {
                planar[c * area + i] = interleaved[i * format.channels() + c];
            }
        }
        return new Image(format.channels(), format.height(), format.width(), planar);
    }
}
