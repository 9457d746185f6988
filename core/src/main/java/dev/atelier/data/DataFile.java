package dev.atelier.data;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file of the data, in a folder or in an archive. Safe to read from several threads. */
interface DataFile {
    /** Its path below the root of the data, written with '/', accents composed (NFC). */
    String name();

    /** Where it lies, for messages; in an archive it is called as if the archive were a folder. */
    Path place();

    /** From its beginning. */
    InputStream stream() throws IOException;

    /** What it shows; bad input, with its place, where it cannot be read. */
    Image image();

    /** Whether it is called as a picture is. */
    default boolean isNamedAsImage() {
        return ImageFiles.isImageName(place());
    }
}
