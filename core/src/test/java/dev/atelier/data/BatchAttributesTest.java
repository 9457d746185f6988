package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchAttributesTest {
    private static final Attributes BOTH = new Attributes(List.of(
            new Attribute.Continuous("age", 10, 30, 20, 10), new Attribute.Categorical("hat", List.of("no", "yes"))));

    private static PackedImages plain() {
        return PackedImages.of(
                "three",
                List.of(Image.filled(1, 1, 2, 0), Image.filled(1, 1, 2, 51), Image.filled(1, 1, 2, 255)),
                new int[] {1, 0, 2},
                List.of("a", "b", "c"));
    }

    private static PackedImages dataset() {
        return plain().withAttributes(BOTH, new float[] {10, 1, 20, 0, 30, 1});
    }

    private static LoadOptions options(Attributes attributes) {
        return LoadOptions.defaults(3, 1).withOrder(Order.SEQUENTIAL).withAttributes(attributes);
    }

    private static Fields first(ImageDataset dataset, LoadOptions options) {
        try (BatchLoader loader = new BatchLoader(dataset, options, Cursor.start())) {
            return loader.next();
        }
    }

    @Test
    void aBatchHoldsTheAttributesAskedForInTheirOrder() {
        try (Fields batch = first(dataset(), options(BOTH))) {
            assertThat(Tensors.shape(batch.get(Fields.CONDITION))).containsExactly(3, 3);
            assertThat(Tensors.toFloats(batch.get(Fields.CONDITION))).containsExactly(-1, 0, 1, 0, 1, 0, 1, 0, 1);
            assertThat(Tensors.toLongs(batch.get(Fields.LABEL))).containsExactly(1, 0, 2);
        }
        try (Fields batch = first(dataset(), options(BOTH.select(List.of("hat"))))) {
            assertThat(Tensors.toFloats(batch.get(Fields.CONDITION))).containsExactly(0, 1, 1, 0, 0, 1);
        }
        try (Fields batch = first(dataset(), options(Attributes.NONE))) {
            assertThat(batch.names()).containsExactly(Fields.REAL, Fields.LABEL);
        }
    }

    @Test
    void theClassOfLabelledImagesIsAnAttribute() {
        PackedImages plain = plain();
        assertThat(plain.attributes().list())
                .containsExactly(new Attribute.Categorical("class", List.of("a", "b", "c")));
        try (Fields batch = first(plain, options(plain.attributes()))) {
            assertThat(Tensors.toFloats(batch.get(Fields.CONDITION))).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1);
        }
        assertThat(PackedImages.of("x", List.of(Image.filled(1, 1, 1, 0))).attributes())
                .isEqualTo(Attributes.NONE);
    }

    @Test
    void otherDataAreEncodedByTheNumbersAskedFor() {
        Attributes trained = new Attributes(List.of(new Attribute.Continuous("age", 0, 1, 0, 2)));
        try (Fields batch = first(dataset(), options(trained))) {
            assertThat(Tensors.toFloats(batch.get(Fields.CONDITION))).containsExactly(5, 10, 15);
        }
    }

    @Test
    void attributesThatTheDataDoNotHaveAreRefusedAtOnce() {
        assertBadInput(() -> first(plain(), options(BOTH))).hasMessage("unknown attribute 'age'; known: class");
        Attributes others = new Attributes(List.of(new Attribute.Categorical("hat", List.of("yes", "no"))));
        assertBadInput(() -> first(dataset(), options(others))).hasMessageStartingWith("attribute 'hat' of three is ");
        Attributes kind = new Attributes(List.of(new Attribute.Categorical("age", List.of("old"))));
        assertBadInput(() -> first(dataset(), options(kind)));
    }

    @Test
    void attributesOfAnotherNumberOfImagesAreRefused() {
        assertBadInput(() -> plain().withAttributes(BOTH, new float[5]))
                .hasMessage("three: 3 images, 2 attributes, but 5 values");
    }

    @Test
    void chosenImagesBecomeOneBatchInTheirOrder() {
        try (Fields batch = ImageTensors.of(dataset(), new int[] {2, 1, 2}, PixelRange.UNIT, BOTH)) {
            assertThat(Tensors.shape(batch.get(Fields.REAL))).containsExactly(3, 1, 1, 2);
            assertThat(Tensors.toFloats(batch.get(Fields.REAL))).containsExactly(1, 1, 0.2f, 0.2f, 1, 1);
            assertThat(Tensors.toLongs(batch.get(Fields.LABEL))).containsExactly(2, 0, 2);
            assertThat(Tensors.toFloats(batch.get(Fields.CONDITION))).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1);
        }
        try (Fields batch = ImageTensors.of(dataset(), new int[] {0}, PixelRange.SYMMETRIC)) {
            assertThat(Tensors.toFloats(batch.get(Fields.REAL))).containsExactly(-1, -1);
            assertThat(batch.find(Fields.CONDITION)).isEmpty();
        }
    }
}
