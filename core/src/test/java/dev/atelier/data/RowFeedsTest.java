package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that a program has made, cut into batches whose size changes. */
class RowFeedsTest {
    private static final MemoryDataset TEN = MemoryDataset.of("ten", new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1);
    private static final LoadPlan GROWING =
            new LoadPlan(Order.SEQUENTIAL, given -> given < 7 ? 2 : 3, LastBatch.DROP, 1, 2);

    private static List<List<Float>> batches(LoadPlan plan, Cursor start, int count, List<Cursor> cursors) {
        List<List<Float>> all = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(TEN, plan, start)) {
            for (int i = 0; i < count; i++) {
                cursors.add(loader.cursor());
                try (Fields batch = loader.next()) {
                    List<Float> rows = new ArrayList<>();
                    for (float value : Tensors.toFloats(batch.get(Fields.REAL))) {
                        rows.add(value);
                    }
                    all.add(rows);
                }
            }
        }
        return all;
    }

    @Test
    void theSizeFollowsFromTheSamplesGivenAndNoRowIsLost() {
        List<Cursor> cursors = new ArrayList<>();
        List<List<Float>> all = batches(GROWING, Cursor.start(), 7, cursors);
        assertThat(all)
                .containsExactly(
                        List.of(0f, 1f),
                        List.of(2f, 3f),
                        List.of(4f, 5f),
                        List.of(6f, 7f),
                        List.of(8f, 9f), // three were due; the epoch ends
                        List.of(0f, 1f, 2f),
                        List.of(3f, 4f, 5f));
        assertThat(cursors).element(5).isEqualTo(new Cursor(1, 0));
        for (int from = 0; from < 7; from++) {
            assertThat(batches(GROWING, cursors.get(from), 7 - from, new ArrayList<>()))
                    .as("opened at batch %d", from)
                    .isEqualTo(all.subList(from, 7));
        }
        assertThat(GROWING.batches(13, 10)).isEqualTo(6);
        assertThat(GROWING.batches(14, 10)).isEqualTo(7);
    }

    @Test
    void everyBatchOfAFeedHasANumberOfItsOwn() {
        List<Cursor> cursors = new ArrayList<>();
        batches(GROWING, Cursor.start(), 12, cursors);
        assertThat(cursors.stream().map(at -> GROWING.number(at, 10)).toList()).doesNotHaveDuplicates();
    }

    @Test
    void fieldsKeepTheirKindsAndAHashChangesWithEveryPart() {
        MemoryDataset two = MemoryDataset.of("two", new float[] {1, 2, 3, 4}, 2).with("label", new long[] {7, 8});
        try (Fields batch = two.batch(new int[] {1, 0}, 0)) {
            assertThat(Tensors.toFloats(batch.get(Fields.REAL))).containsExactly(3, 4, 1, 2);
            assertThat(batch.get("label").scalar_type().value)
                    .isEqualTo(org.bytedeco.pytorch.global.torch.ScalarType.Long.value);
            assertThat(Tensors.shape(batch.get("label"))).containsExactly(2);
        }
        assertThat(List.of(
                        two.sha256(),
                        MemoryDataset.of("two", new float[] {1, 2, 3, 4}, 2).sha256(),
                        MemoryDataset.of("two", new float[] {1, 2, 3, 4}, 1).sha256(),
                        MemoryDataset.of("two", new float[] {1, 2, 3, 5}, 2)
                                .with("label", new long[] {7, 8})
                                .sha256()))
                .doesNotHaveDuplicates();
        assertThat(MemoryDataset.of("another name", new float[] {1, 2, 3, 4}, 2)
                        .with("label", new long[] {7, 8})
                        .sha256())
                .isEqualTo(two.sha256());
    }

    @Test
    void whatAreNoSamplesIsRefused() {
        assertBadInput(() -> MemoryDataset.of("odd", new float[3], 2)).hasMessageContaining("3 values are no samples");
        assertBadInput(() -> MemoryDataset.of("two", new float[4], 2).with("label", new long[3]))
                .hasMessageContaining("field label has 3 values for 2 samples");
        assertBadInput(() -> new FeedDatasets(Map.of())).hasMessageContaining("at least one feed");
    }

    @Test
    void theFirstOfSeveralLeads() {
        Map<String, RowDataset> feeds = new LinkedHashMap<>();
        feeds.put("b", TEN);
        feeds.put("a", MemoryDataset.of("one", new float[] {1}, 1));
        FeedDatasets both = new FeedDatasets(feeds);
        assertThat(both.size()).isEqualTo(10);
        assertThat(both.description()).isEqualTo("b: ten, 10 samples; a: one, 1 sample");
    }
}
