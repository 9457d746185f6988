package dev.atelier.cli;

import dev.atelier.tensor.Precision;
import java.util.ArrayList;

/** The values of {@code --precision}, for completion. */
final class PrecisionNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    PrecisionNames() {
        super(Precision.KEYS);
    }
}
