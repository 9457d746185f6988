package dev.atelier.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which images somebody needs.
 *
 * @param source as {@link DataSources} understands it
 * @param attributes a CSV of attributes that is somewhere else than in the folder of images; its paths are below that folder
 */
public record DataRequest(String source, ImageFormat wanted, Split split, Optional<Path> attributes) {
    public DataRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(attributes, "attributes");
    }

    /** The same of another split. */
    public DataRequest with(Split other) {
        return new DataRequest(source, wanted, other, attributes);
    }
}
