package dev.atelier.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One folder of the data from inside.
 *
 * @param flat images right in it
 * @param full names of its sub-folders that hold images at any depth, in order
 * @param empty those that hold none
 */
public record Level(List<DataFile> flat, List<String> full, List<String> empty) {
    /**
     * @param prefix the folder's path with a slash at its end, or "" for the root
     */
    static Level at(FileTree tree, String prefix) {
        List<DataFile> flat = new ArrayList<>();
        Set<String> full = new TreeSet<>(FileNames.BY_BYTES);
        for (DataFile file : tree.files()) {
            if (file.name().startsWith(prefix) && file.isNamedAsImage()) {
                int slash = file.name().indexOf('/', prefix.length());
                if (slash < 0) {
                    flat.add(file);
                } else {
                    full.add(file.name().substring(prefix.length(), slash));
                }
            }
        }
        Set<String> empty = new LinkedHashSet<>(tree.folders().stream()
                .filter(folder -> folder.startsWith(prefix) && folder.indexOf('/', prefix.length()) < 0)
                .map(folder -> folder.substring(prefix.length()))
                .sorted(FileNames.BY_BYTES)
                .toList());
        empty.removeAll(full);
        return new Level(flat, List.copyOf(full), List.copyOf(empty));
    }

    /** Whether all of it lies in one sub-folder. */
    boolean isWrapper() {
        return flat.isEmpty() && full.size() == 1;
    }
}
