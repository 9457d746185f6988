package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import dev.atelier.data.PictureTree;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which pictures are worked on, and where what is made of each goes: of a file one file, of a folder a folder with the same sub-folders
 * and names.
 *
 * @param single whether it is one file that was named
 * @param notices what was passed over in a folder
 */
record PictureFiles(List<Entry> entries, boolean single, List<String> notices) {
    private static final Pattern WRITTEN = Pattern.compile(".*\\.(png|jpe?g)", Pattern.CASE_INSENSITIVE);

    /**
     * @param name of the input below the folder
     * @param out where the output goes, if there is one of an input
     */
    record Entry(String name, Path in, Path out) {
        /** Where the output of this number goes, from 1 on; the plain name where there is but one. */
        Path out(int number, int of) {
            return of == 1 ? out : sibling("-" + number + extension());
        }

        /** Where the sheet goes that shows input and output. */
        Path sheet() {
            return sibling(".compare.png");
        }

        private Path sibling(String ending) {
            String file = String.valueOf(out.getFileName());
            return out.resolveSibling(
                    file.substring(0, file.length() - extension().length()) + ending);
        }

        private String extension() {
            String file = String.valueOf(out.getFileName());
            return file.substring(file.lastIndexOf('.'));
        }
    }

    /** Refused where IN is nothing, or where what is written would stand among the inputs or in the place of something else. */
    static PictureFiles of(Path in, Path out, int variants, PictureSettings settings) {
        if (!Files.exists(in)) {
            throw new BadInput(in + ": no such file or folder");
        }
        PictureFiles files =
                Files.isDirectory(in) ? ofFolder(in, out, settings.force()) : ofFile(in, out, settings.force());
        files.requireApart(variants, settings);
        return files;
    }

    /** No two files are written to one name, and of a single picture none is there already. */
    private void requireApart(int variants, PictureSettings settings) {
        Set<Path> taken = new HashSet<>();
        for (Entry entry : entries) {
            List<Path> outs = new ArrayList<>();
            for (int i = 1; i <= variants; i++) {
                outs.add(entry.out(i, variants));
            }
            if (settings.compare()) {
                outs.add(entry.sheet());
            }
            for (Path each : outs) {
                requireOther(entry.in(), each);
                if (!taken.add(each)) {
                    throw new BadInput(entry.in() + ": " + each + " would be written twice; rename this picture");
                }
                if (single && !settings.force() && Files.exists(each)) {
                    throw new BadInput(each + " exists; --force replaces it");
                }
            }
        }
    }

    private static PictureFiles ofFile(Path in, Path out, boolean force) {
        String name = String.valueOf(in.getFileName());
        if (isFolder(out)) {
            requireFree(out, force);
            return new PictureFiles(List.of(new Entry(name, in, out.resolve(asPng(name)))), true, List.of());
        }
        return new PictureFiles(List.of(new Entry(name, in, out)), true, List.of());
    }

    /** A path is a file where it ends as those of pictures do; an end that nothing is written in is refused. */
    private static boolean isFolder(Path out) {
        String name = String.valueOf(out.getFileName());
        if (Files.isDirectory(out)) {
            return true;
        }
        if (WRITTEN.matcher(name).matches()) {
            return false;
        }
        if (ImageFiles.isImageName(out)) {
            throw new BadInput(
                    "-o " + name + ": pictures are written as PNG or JPEG; give a path that ends in .png, .jpg"
                            + " or .jpeg, or a folder");
        }
        return true;
    }

    private static PictureFiles ofFolder(Path in, Path out, boolean force) {
        if (!Files.isDirectory(out) && ImageFiles.isImageName(out)) {
            throw new BadInput(in + " is a folder, so -o takes a folder, not " + out);
        }
        requireFree(out, force);
        Path from = real(in);
        Path to = real(out);
        if (to.startsWith(from)) {
            throw new BadInput("-o is " + out + ", inside of the input " + in
                    + "; what is written there would stand among the inputs: give a folder elsewhere");
        }
        PictureTree tree = PictureTree.of(in);
        Map<String, String> taken = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (PictureTree.File file : tree.files()) {
            String name = asPng(file.name());
            String other = taken.putIfAbsent(name, file.name());
            if (other != null) {
                throw new BadInput(in + ": " + other + " and " + file.name() + " would both become " + name
                        + "; rename one of them");
            }
            Path target = out.resolve(name);
            if (to.resolve(name).normalize().startsWith(from)) {
                throw new BadInput("-o is " + out + ", so that " + target + " would stand among the inputs of " + in
                        + ": give a folder elsewhere");
            }
            entries.add(new Entry(file.name(), file.place(), target));
        }
        return new PictureFiles(List.copyOf(entries), false, tree.notices());
    }

    /** Outputs are PNG whatever the inputs are. */
    private static String asPng(String name) {
        int dot = name.lastIndexOf('.');
        boolean ends = dot > name.lastIndexOf('/') + 1 && ImageFiles.isImageName(Path.of(name));
        String stem = ends ? name.substring(0, dot) : name;
        return name.toLowerCase(Locale.ROOT).endsWith(".png") ? name : stem + ".png";
    }

    private static void requireOther(Path in, Path out) {
        if (real(in).equals(real(out))) {
            throw new BadInput("-o is " + out + ", the input itself; give another file");
        }
    }

    private static void requireFree(Path folder, boolean force) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInput(folder + " is a file; -o takes a path that ends in .png, or a folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (!force && entries.findAny().isPresent()) {
                throw new BadInput(
                        folder + " is not empty; give -o a new or an empty folder, or --force, which replaces"
                                + " files of the same names and leaves the others");
            }
        } catch (IOException e) {
            throw new BadInput(folder + ": cannot be read: " + IoFailure.reason(e), e);
        }
    }

    /** Links are followed as far as the path is there. */
    private static Path real(Path path) {
        Path there = path.toAbsolutePath().normalize();
        Path rest = there;
        while (rest.getParent() != null && !Files.exists(rest)) {
            rest = rest.getParent();
        }
        try {
            return rest.toRealPath().resolve(rest.relativize(there)).normalize();
        } catch (IOException e) {
            return there;
        }
    }
}
