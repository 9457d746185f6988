package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The few images whose labels a semi-supervised training may see. */
public final class LabelledSubset {
    private LabelledSubset() {}

    /**
     * The indices, ascending, of as many images of each class, drawn without replacement from the stream (seed, "labelled"). A
     * data set without labels, or a class with fewer images, is bad input.
     */
    public static int[] choose(ImageDataset dataset, int perClass, long seed) {
        if (!dataset.labelled()) {
            throw new BadInput("labelled subset of " + dataset.description() + ": it has no labels");
        }
        if (perClass < 1) {
            throw new BadInput("labelled subset: " + perClass + " images of each class; at least 1");
        }
        List<String> names = dataset.classNames();
        List<List<Integer>> members = new ArrayList<>();
        names.forEach(name -> members.add(new ArrayList<>()));
        for (int i = 0; i < dataset.size(); i++) {
            members.get(dataset.label(i)).add(i);
        }
        RandomStream stream = RandomStream.of(seed, "labelled");
        List<Integer> chosen = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            List<Integer> ofClass = members.get(c);
            if (ofClass.size() < perClass) {
                throw new BadInput("labelled subset of " + dataset.description() + ": class '" + names.get(c) + "' has "
                        + ofClass.size() + " images, not " + perClass);
            }
            Arrays.stream(stream.permutation(ofClass.size()))
                    .limit(perClass)
                    .forEach(at -> chosen.add(ofClass.get(at)));
        }
        return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
