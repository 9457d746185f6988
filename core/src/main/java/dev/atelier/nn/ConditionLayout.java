package dev.atelier.nn;

import java.util.List;

/**
 * How a condition vector y is laid out: one field after the other, a categorical one as one-hot, a continuous one as one standardised
 * number.
 */
public record ConditionLayout(List<Field> fields) {
    /** No condition. */
    public static final ConditionLayout NONE = new ConditionLayout(List.of());

    /** One attribute: {@code width} values, one-hot where categorical, else 1. */
    public record Field(boolean categorical, int width) {
        public Field {
            if (width < 1 || !categorical && width != 1) {
                throw new IllegalArgumentException("a field of width " + width);
            }
        }
    }

    public ConditionLayout {
        fields = List.copyOf(fields);
    }

    /** Length of y. */
    public int width() {
        return fields.stream().mapToInt(Field::width).sum();
    }
}
