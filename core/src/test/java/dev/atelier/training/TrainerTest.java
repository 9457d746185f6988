package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.data.BatchLoader;
import dev.atelier.data.Cursor;
import dev.atelier.data.Feeds;
import dev.atelier.data.LastBatch;
import dev.atelier.data.LoadOptions;
import dev.atelier.data.Order;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainerTest {
    private final List<String> events = new ArrayList<>();
    private final TrainingState state = new TrainingState(1);

    @Test
    void everyRoundTellsAllListenersThenTicksTheDueOnesInTheirOrder() {
        assertThat(train(4, () -> false, listener("a", 2, false), listener("b", 3, false)))
                .isTrue();
        assertThat(events)
                .containsExactly(
                        "run 4",
                        "a.round 1",
                        "b.round 1",
                        "run 4",
                        "a.round 2",
                        "b.round 2",
                        "a.tick 2 images 8 at 0:8",
                        "run 2",
                        "a.round 3",
                        "b.round 3",
                        "b.tick 3 images 10 at 1:0",
                        "run 4",
                        "a.round 4",
                        "b.round 4",
                        "a.tick 4 images 14 at 1:4",
                        "b.tick 4 images 14 at 1:4");
    }

    @Test
    void theLastRoundTicksAllEvenIfNoneIsDue() {
        assertThat(train(1, () -> false, listener("a", 100, false), listener("b", 100, false)))
                .isTrue();
        assertThat(events)
                .containsExactly(
                        "run 4", "a.round 1", "b.round 1", "a.tick 1 images 4 at 0:4", "b.tick 1 images 4 at 0:4");
    }

    @Test
    void aStopTicksThoseThatWantItOnceAndThoseThatAreDue() {
        boolean finished = train(
                9,
                () -> state.step() == 2,
                listener("due", 2, false),
                listener("idle", 5, false),
                listener("saver", 5, true),
                listener("both", 1, true));
        assertThat(finished).isFalse();
        assertThat(state.step()).isEqualTo(2);
        assertThat(events.stream().filter(event -> event.contains("tick 2")))
                .containsExactly(
                        "due.tick 2 images 8 at 0:8", "saver.tick 2 images 8 at 0:8", "both.tick 2 images 8 at 0:8");
    }

    @Test
    void aStopAskedAtTheLastRoundIsNoStop() {
        assertThat(train(2, () -> state.step() == 2, listener("a", 9, true))).isTrue();
        assertThat(events.stream().filter(event -> event.contains("tick"))).containsExactly("a.tick 2 images 8 at 0:8");
    }

    @Test
    void aListenerThatEndsTrainingMakesItsRoundTheLastForThoseBehindIt() {
        TrainingListener judge = new TrainingListener() {
            @Override
            public boolean due(long step) {
                return step == 3;
            }

            @Override
            public void tick(Tick tick) {
                events.add("judged " + tick.state().step());
            }

            @Override
            public boolean endsTraining() {
                return events.contains("judged 3");
            }
        };
        assertThat(train(9, () -> false, listener("before", 100, false), judge, listener("behind", 100, false)))
                .isTrue();
        assertThat(state.step()).isEqualTo(3);
        assertThat(events.subList(events.size() - 2, events.size()))
                .containsExactly("judged 3", "behind.tick 3 images 10 at 1:0");
        assertThat(events).noneMatch(event -> event.startsWith("before.tick"));
    }

    @Test
    void nothingIsLeftToDoPastTheLastRound() {
        train(2, () -> false, listener("a", 1, false));
        events.clear();
        assertThat(train(2, () -> false, listener("a", 1, false))).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void whatAStepThrowsEndsTheLoopAndTheLoadersThread() {
        assertThatThrownBy(() -> train(9, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(loaderThreads()).isEmpty();
    }

    private boolean train(long rounds, BooleanSupplier stop, TrainingListener... listeners) {
        LoadOptions options =
                LoadOptions.defaults(4, 1).withOrder(Order.SEQUENTIAL).withLastBatch(LastBatch.KEEP);
        try (StepStats stats = new StepStats();
                Feeds feeds = Feeds.of(new BatchLoader(Toy.images(10), options, Cursor.start()));
                TrainingStep step = counting()) {
            assertThat(loaderThreads()).isNotEmpty();
            return new Trainer(step, feeds, state, stats, List.of(listeners)).run(rounds, stop);
        }
    }

    private static List<Thread> loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("atelier-batches"))
                .toList();
    }

    private TrainingListener listener(String name, long every, boolean wantsStop) {
        return new TrainingListener() {
            @Override
            public boolean due(long step) {
                return step % every == 0;
            }

            @Override
            public void tick(Tick tick) {
                events.add(name + ".tick " + tick.state().step() + " images "
                        + tick.state().imagesSeen() + " at "
                        + tick.cursors().get(Feeds.DATA).epoch() + ":"
                        + tick.cursors().get(Feeds.DATA).position());
            }

            @Override
            public void step(long step) {
                events.add(name + ".round " + step);
            }

            @Override
            public boolean wantsStop() {
                return wantsStop;
            }
        };
    }

    /** A step of one turn, which takes one batch and says so. */
    private TrainingStep counting() {
        Turn turn = new Turn() {
            @Override
            public List<Takes> takes() {
                return List.of(Takes.fresh(Feeds.DATA, 1));
            }

            @Override
            public void run(List<StepValues> microBatches, StepStats stats) {
                events.add("run " + microBatches.get(0).batch(Feeds.DATA).count());
            }
        };
        return new TrainingStep(
                new NetworkSet(), List.of(turn), state, Pass.evaluation(Precision.FP32), new Device("cpu"));
    }
}
