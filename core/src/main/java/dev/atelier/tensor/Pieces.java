package dev.atelier.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Work that goes tensor by tensor, as an optimiser's step. Where operations have one thread each ({@link Engine#workers(int)}), it is
 * shared out among the {@link Workers}, about the same number of values to each; else it is done at once.
 */
public final class Pieces {
    private static final long LEAST_VALUES = 1 << 17; // of fewer, a hand-over costs more than it saves

    private Pieces() {}

    /**
     * Calls {@code work} with numbers of tensors, until each had its turn once. What it does to one must not depend on the others. It may
     * run on another thread, with gradients recorded unless it says otherwise.
     */
    public static void each(List<Tensor> tensors, Consumer<int[]> work) {
        long values = tensors.stream().mapToLong(Tensor::numel).sum();
        if (!Engine.isDivided() || Engine.workers() == 1 || values < LEAST_VALUES) {
            work.accept(IntStream.range(0, tensors.size()).toArray());
            return;
        }
        List<int[]> groups = groups(tensors, Engine.workers());
        Workers.map(groups.size(), group -> {
            work.accept(groups.get(group));
            return group;
        });
    }

    private static final class Group {
        private final List<Integer> members = new ArrayList<>();
        private long values;
    }

    /** The largest first, each to the group that has least. */
    private static List<int[]> groups(List<Tensor> tensors, int count) {
        PriorityQueue<Group> groups = new PriorityQueue<>(Comparator.comparingLong(group -> group.values));
        for (int i = 0; i < count; i++) {
            groups.add(new Group());
        }
        IntStream.range(0, tensors.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> -tensors.get(i).numel()))
                .forEach(i -> {
                    Group least = groups.remove();
                    least.members.add(i);
                    least.values += tensors.get(i).numel();
                    groups.add(least);
                });
        return groups.stream()
                .filter(group -> !group.members.isEmpty())
                .map(group -> group.members.stream().mapToInt(i -> i).toArray())
                .toList();
    }

    /** Those of these numbers. */
    public static List<Tensor> of(List<Tensor> tensors, int[] numbers) {
        return IntStream.of(numbers).mapToObj(tensors::get).toList();
    }
}
