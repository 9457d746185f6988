package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The picture files of a folder and of all below it, in the order that data sets have: by the bytes of their names. Hidden files, what
 * an operating system keeps for itself, sheets that Atelier drew and folders that it wrote are not among them.
 *
 * @param notices what was passed over, a line for each kind
 */
public record PictureTree(List<File> files, List<String> notices) {
    /**
     * @param name its path below the folder, written with '/'
     * @param place where it lies
     */
    public record File(String name, Path place) {}

    public PictureTree {
        files = List.copyOf(files);
        notices = List.copyOf(notices);
    }

    /** Of a folder; one without pictures, and one that is a run itself, is bad input. */
    public static PictureTree of(Path folder) {
        FileTree tree = FolderTree.of(folder);
        List<SkippedFile> passed = new ArrayList<>(tree.passed());
        List<File> pictures = new ArrayList<>();
        for (DataFile file : tree.files()) {
            if (file.isNamedAsImage()) {
                pictures.add(new File(file.name(), file.place()));
            } else {
                passed.add(new SkippedFile(SkippedFile.Kind.NO_IMAGE, file.name()));
            }
        }
        if (pictures.isEmpty()) {
            throw new BadInput(
                    folder + ": no pictures in this folder nor below it; known are PNG, JPEG, BMP, GIF, TIFF, WebP by"
                            + " their names");
        }
        pictures.sort(Comparator.comparing(File::name, FileNames.BY_BYTES));
        passed.sort(Comparator.comparing(SkippedFile::name, FileNames.BY_BYTES));
        return new PictureTree(pictures, SkippedFile.notices(folder.toString(), passed));
    }
}
