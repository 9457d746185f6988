package dev.atelier.cli;

import dev.atelier.data.DataSources;
import java.util.ArrayList;

/** The data sets that need no path, for completion. */
final class DataNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DataNames() {
        super(DataSources.names());
    }
}
