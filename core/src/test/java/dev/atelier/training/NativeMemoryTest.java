package dev.atelier.training;

import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.data.LoadOptions;
import dev.atelier.networks.Architecture;
import dev.atelier.tensor.NativeMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a thousand steps leave behind, loader, dropout, label noise, average and statistics included. */
class NativeMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void aThousandRoundsLeaveNativeMemoryFlat() {
        TrainingState state = new TrainingState(1);
        try (TrainingStep step = Toy.noiseStep(Architecture.COMPACT, false, true, (player, adam) -> adam)
                        .drawing(state, Toy.cpu());
                StepStats stats = new StepStats();
                Feeds feeds = Feeds.of(new BatchLoader(Toy.images(16), LoadOptions.defaults(4, 1), Cursor.start()))) {
            Trainer trainer = new Trainer(step, feeds, state, stats, List.of());
            trainer.run(200, () -> false); // the allocator and libtorch's caches find their size
            NativeMemory.assertFlat(1000, 2 * MEGABYTE, () -> trainer.run(state.step() + 1, () -> false));
        }
    }
}
