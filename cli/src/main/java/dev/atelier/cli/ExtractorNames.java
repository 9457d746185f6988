package dev.atelier.cli;

import dev.atelier.metrics.Extractors;
import java.util.ArrayList;

/** The extractors at hand, for completion. */
final class ExtractorNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ExtractorNames() {
        super(Extractors.names());
    }
}
