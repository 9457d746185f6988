package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BatchLoaderTest {
    private static final int SIZE = 23;

    /** Image i is 2×1×2 and holds i, 100+i, 200, 255. */
    private static PackedImages dataset(int size, boolean labelled) {
        List<Image> images = new ArrayList<>();
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            images.add(new Image(2, 1, 2, new byte[] {(byte) i, (byte) (100 + i), (byte) 200, (byte) 255}));
            labels[i] = i % 3;
        }
        return labelled
                ? PackedImages.of(size + " images", images, labels, List.of("a", "b", "c"))
                : PackedImages.of(size + " images", images);
    }

    private static LoadOptions options(Order order, LastBatch last) {
        return LoadOptions.defaults(5, 42).withOrder(order).withLastBatch(last);
    }

    /** Which images a batch holds, read back from their first pixels. */
    private static List<Integer> members(Fields batch) {
        float[] values = Tensors.toFloats(batch.get(Fields.REAL));
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < values.length; i += 4) {
            members.add(Math.round(values[i] * 255));
        }
        return members;
    }

    private static List<List<Integer>> take(BatchLoader loader, int count) {
        List<List<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Fields batch = loader.next()) {
                taken.add(members(batch));
            }
        }
        return taken;
    }

    @Test
    void aBatchHoldsPixelsInItsRangeAndLabels() {
        LoadOptions options =
                LoadOptions.defaults(2, 1).withOrder(Order.SEQUENTIAL).withRange(PixelRange.SYMMETRIC);
        try (BatchLoader loader = new BatchLoader(dataset(SIZE, true), options, new Cursor(0, 4));
                Fields batch = loader.next()) {
            assertThat(Tensors.shape(batch.get(Fields.REAL))).containsExactly(2, 2, 1, 2);
            float[] wanted = new float[8];
            int[] bytes = {4, 104, 200, 255, 5, 105, 200, 255};
            for (int i = 0; i < 8; i++) {
                wanted[i] = PixelRange.SYMMETRIC.toFloat(bytes[i]);
            }
            assertThat(Tensors.toFloats(batch.get(Fields.REAL))).containsExactly(wanted);
            assertThat(Tensors.toLongs(batch.get(Fields.LABEL))).containsExactly(1, 2);
            assertThat(batch.count()).isEqualTo(2);
        }
        try (BatchLoader loader = new BatchLoader(dataset(SIZE, false), options, Cursor.start());
                Fields batch = loader.next()) {
            assertThat(Tensors.toLongs(batch.get(Fields.LABEL))).containsExactly(-1, -1);
        }
    }

    @Test
    void shufflesEveryEpochAnewAndLosesNone() {
        try (BatchLoader loader =
                new BatchLoader(dataset(SIZE, true), options(Order.SHUFFLED, LastBatch.KEEP), Cursor.start())) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(5);
            List<Integer> first = take(loader, 5).stream().flatMap(List::stream).toList();
            List<Integer> second =
                    take(loader, 5).stream().flatMap(List::stream).toList();
            assertThat(first).hasSize(SIZE).doesNotHaveDuplicates().isNotEqualTo(second);
            assertThat(new HashSet<>(first)).isEqualTo(new HashSet<>(second));
            assertThat(loader.cursor()).isEqualTo(new Cursor(2, 0));
        }
    }

    @Test
    void dropsOrKeepsTheIncompleteBatch() {
        try (BatchLoader drop = new BatchLoader(
                        dataset(SIZE, true), options(Order.SEQUENTIAL, LastBatch.DROP), Cursor.start());
                BatchLoader keep = new BatchLoader(
                        dataset(SIZE, true), options(Order.SEQUENTIAL, LastBatch.KEEP), Cursor.start())) {
            assertThat(take(drop, 5).get(4)).containsExactly(0, 1, 2, 3, 4);
            assertThat(drop.cursor()).isEqualTo(new Cursor(1, 5));
            assertThat(take(keep, 6).subList(4, 6)).containsExactly(List.of(20, 21, 22), List.of(0, 1, 2, 3, 4));
        }
    }

    @Test
    void randomBatchesAreFullAndDrawWithReplacement() {
        try (BatchLoader loader =
                new BatchLoader(dataset(7, true), options(Order.RANDOM, LastBatch.KEEP), Cursor.start())) {
            List<List<Integer>> batches = take(loader, 40);
            assertThat(batches)
                    .allMatch(batch -> batch.size() == 5)
                    .anyMatch(batch -> Set.copyOf(batch).size() < 5);
            assertThat(batches.stream().flatMap(List::stream).distinct()).hasSize(7);
            assertThat(Set.copyOf(batches)).hasSizeGreaterThan(35);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoaderOpenedAtACursorHandsOutExactlyTheRest(Order order) {
        LoadOptions options = options(order, LastBatch.KEEP);
        List<List<Integer>> whole;
        Cursor cursor;
        try (BatchLoader loader = new BatchLoader(dataset(SIZE, true), options, Cursor.start())) {
            whole = new ArrayList<>(take(loader, 8));
            cursor = loader.cursor();
            whole.addAll(take(loader, 9));
        }
        assertThat(cursor).isEqualTo(new Cursor(1, 15));
        try (BatchLoader resumed = new BatchLoader(dataset(SIZE, true), options.withPrefetch(7), cursor)) {
            assertThat(take(resumed, 9)).isEqualTo(whole.subList(8, 17));
        }
    }

    @Test
    void anotherSeedIsAnotherOrder() {
        LoadOptions other = LoadOptions.defaults(5, 43);
        try (BatchLoader a =
                        new BatchLoader(dataset(SIZE, true), options(Order.SHUFFLED, LastBatch.DROP), Cursor.start());
                BatchLoader b = new BatchLoader(dataset(SIZE, true), other, Cursor.start())) {
            assertThat(take(a, 4)).isNotEqualTo(take(b, 4));
        }
    }

    @Test
    void cutShortItFreesEveryBatchAndEndsItsThread() throws InterruptedException {
        for (int prefetch : new int[] {1, 4}) {
            for (int taken = 0; taken < 4; taken++) {
                List<Fields> made = Collections.synchronizedList(new ArrayList<>());
                CountDownLatch full = new CountDownLatch(taken + prefetch + 1);
                Thread[] thread = new Thread[1];
                BatchLoader loader = new BatchLoader(
                        dataset(SIZE, true),
                        options(Order.RANDOM, LastBatch.DROP).withPrefetch(prefetch),
                        Cursor.start(),
                        batch -> {
                            made.add(batch);
                            thread[0] = Thread.currentThread();
                            full.countDown();
                        });
                List<Fields> mine = new ArrayList<>();
                for (int i = 0; i < taken; i++) {
                    mine.add(loader.next());
                }
                assertThat(full.await(30, TimeUnit.SECONDS))
                        .isTrue(); // the queue is full and one batch waits in the thread's hand
                loader.close();
                loader.close();
                assertThat(thread[0].isAlive()).isFalse();
                assertThat(thread[0].isDaemon()).isTrue();
                assertThat(made).hasSize(taken + prefetch + 1);
                assertThat(made.stream().filter(batch -> !batch.get(Fields.REAL).isNull()))
                        .containsExactlyElementsOf(mine);
                assertThat(made.stream()
                                .filter(batch -> !batch.get(Fields.LABEL).isNull()))
                        .hasSize(taken);
                mine.forEach(Fields::close);
                assertThat(made)
                        .allMatch(batch -> batch.get(Fields.REAL).isNull()
                                && batch.get(Fields.LABEL).isNull());
                assertThatThrownBy(loader::next)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the batch loader is closed");
            }
        }
    }

    @Test
    void anErrorOnTheThreadReachesTheUserAfterTheGoodBatches() {
        ImageDataset good = dataset(SIZE, true);
        ImageDataset failing = new FailingDataset(good, 12);
        try (BatchLoader loader = new BatchLoader(failing, options(Order.SEQUENTIAL, LastBatch.DROP), Cursor.start())) {
            assertThat(take(loader, 2)).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(loader::next)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the batch at sample 10 of epoch 0")
                        .hasMessageContaining("disk gone");
            }
            assertThat(loader.cursor()).isEqualTo(new Cursor(0, 10));
        }
    }

    @Test
    void refusesABatchLargerThanTheDataAndACursorBehindTheEpoch() {
        assertBadInput(() -> new BatchLoader(dataset(4, true), LoadOptions.defaults(5, 1), Cursor.start()))
                .hasMessage("batch size 5 is larger than the data set (4 images): at most 4");
        assertBadInput(() -> new BatchLoader(dataset(4, true), LoadOptions.defaults(2, 1), new Cursor(0, 4)))
                .hasMessageContaining("at sample 4 of an epoch of 4");
        assertBadInput(() -> new BatchLoader(dataset(4, true), LoadOptions.defaults(2, 1), new Cursor(0, 1)))
                .hasMessageContaining("at the beginning of a batch of 2");
        assertBadInput(() -> new Cursor(-1, 0));
        assertBadInput(() -> LoadOptions.defaults(0, 1)).hasMessage("batch size 0: at least 1");
        assertBadInput(() -> LoadOptions.defaults(1, 1).withPrefetch(0));
    }

    @Test
    void namesFindTheirEnumsAndMissesListTheKnown() {
        assertThat(Order.of("random")).isSameAs(Order.RANDOM);
        assertThat(LastBatch.of("keep")).isSameAs(LastBatch.KEEP);
        assertThat(Split.of("test")).isSameAs(Split.TEST);
        assertBadInput(() -> Order.of("rnd")).hasMessage("unknown order 'rnd'; known: shuffled, random, sequential");
        assertBadInput(() -> LastBatch.of("x")).hasMessageContaining("known: drop, keep");
        assertBadInput(() -> Split.of("val")).hasMessageContaining("known: train, test");
    }

    private record FailingDataset(ImageDataset inner, int at) implements ImageDataset {
        @Override
        public String description() {
            return inner.description();
        }

        @Override
        public int size() {
            return inner.size();
        }

        @Override
        public int channels() {
            return inner.channels();
        }

        @Override
        public int height() {
            return inner.height();
        }

        @Override
        public int width() {
            return inner.width();
        }

        @Override
        public void copyPixels(int i, byte[] out, int offset) {
            if (i == at) {
                throw new IllegalArgumentException("disk gone");
            }
            inner.copyPixels(i, out, offset);
        }

        @Override
        public boolean labelled() {
            return inner.labelled();
        }

        @Override
        public int label(int i) {
            return inner.label(i);
        }

        @Override
        public List<String> classNames() {
            return inner.classNames();
        }

        @Override
        public String sha256() {
            return inner.sha256();
        }
    }
}
