package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.LoadOptions;
import dev.atelier.networks.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a thousand rounds leave behind, loader, dropout, label noise, average and statistics included. The measure is what malloc has
 * given out, all of libtorch's tensors with it; the resident set would show Java's own heap more than anything else.
 */
class NativeMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void aThousandRoundsLeaveNativeMemoryFlat() {
        assumeTrue(hasMallinfo(), "needs glibc 2.33 or newer");
        TrainingState state = new TrainingState(1);
        try (AdversarialStep step = Toy.step(Architecture.COMPACT, false, true, (player, adam) -> adam);
                StepStats stats = new StepStats();
                BatchLoader loader = new BatchLoader(Toy.images(16), LoadOptions.defaults(4, 1), Cursor.start())) {
            Trainer trainer = new Trainer(step, loader, state, stats, List.of());
            trainer.run(200, () -> false);
            long early = leastInUse(trainer, state, 500);
            trainer.run(900, () -> false);
            long late = leastInUse(trainer, state, 1200);
            assertThat(late - early)
                    .as("growth of malloc's bytes in use over 700 rounds")
                    .isLessThan(2 * MEGABYTE);
        }
    }

    /** The least of many looks while training goes on: Java's compiler borrows megabytes of the same memory for moments. */
    private static long leastInUse(Trainer trainer, TrainingState state, long until) {
        long least = Long.MAX_VALUE;
        while (state.step() < until) {
            trainer.run(state.step() + 5, () -> false);
            least = Math.min(least, inUse());
        }
        return least;
    }

    private static boolean hasMallinfo() {
        try {
            return Platform.isLinux() && inUse() > 0;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static long inUse() {
        Glibc.Usage usage = Native.load("c", Glibc.class).mallinfo2();
        return usage.uordblks.longValue() + usage.hblkhd.longValue();
    }

    /** What glibc's malloc says about itself, since 2.33. */
    public interface Glibc extends Library {
        Usage mallinfo2();

        /** Field names and order are those of malloc.h. */
        @Structure.FieldOrder({
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost"
        })
        class Usage extends Structure implements Structure.ByValue {
            public SizeT arena = new SizeT();
            public SizeT ordblks = new SizeT();
            public SizeT smblks = new SizeT();
            public SizeT hblks = new SizeT();
            public SizeT hblkhd = new SizeT();
            public SizeT usmblks = new SizeT();
            public SizeT fsmblks = new SizeT();
            public SizeT uordblks = new SizeT();
            public SizeT fordblks = new SizeT();
            public SizeT keepcost = new SizeT();
        }

        /** C's size_t. */
        class SizeT extends com.sun.jna.IntegerType {
            public SizeT() {
                super(Native.SIZE_T_SIZE, true);
            }
        }
    }
}
