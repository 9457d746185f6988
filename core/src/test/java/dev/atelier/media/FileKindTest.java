package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @TempDir
    Path folder;

    @Test
    void namesWhatIsOftenTakenForAPicture() {
        assertThat(of("<!DOCTYPE html>\n<html><body>Not found")).isEqualTo("a web page (HTML)");
        assertThat(of("\n  <HTML lang=en>")).isEqualTo("a web page (HTML)");
        assertThat(of("<!-- moved --><html>")).isEqualTo("a web page (HTML)");
        assertThat(of("<?xml version=\"1.0\"?>\n<!-- x -->\n<svg xmlns=\"http://www.w3.org/2000/svg\">"))
                .isEqualTo("an SVG drawing");
        assertThat(of("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"))
                .isEqualTo("an XML document");
        assertThat(of("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"))
                .isEqualTo("a Git LFS pointer, in place of a file that was never fetched");
        assertThat(of("\0\0\0\u001Cftypheic\0\0\0\0mif1heic")).isEqualTo("a HEIC picture");
        assertThat(of("\0\0\0\u001Cftypmif1\0\0\0\0mif1heic")).isEqualTo("a HEIC picture");
        assertThat(of("\0\0\0\u001Cftypavif\0\0\0\0avifmif1")).isEqualTo("an AVIF picture");
        assertThat(of("\0\0\0 ftypisom\0\0\u0002\0isomiso2mp41")).isEqualTo("an MP4 video");
        assertThat(of("\u00FF\n\u00FA\u001F")).isEqualTo("a JPEG XL picture");
        assertThat(of("PK\u0003\u0004\u0014\0")).isEqualTo("a zip archive");
        assertThat(of("\u001F\u008B\b\0")).isEqualTo("a gzip archive");
        assertThat(of("%PDF-1.7\n")).isEqualTo("a PDF document");
        assertThat(of("\u0093NUMPY\u0001\0")).isEqualTo("a NumPy array");
        assertThat(of("")).isEqualTo("an empty file");
        assertThat(of("\0\0\0\0\0\0\0\0")).isEqualTo("a file that begins with zeros");
        assertThat(of("{\"error\": 404}")).isEqualTo("text (JSON, it seems)");
        assertThat(of("BMX is no picture")).isEqualTo("text");
        assertThat(of("\u0007\u0001\u0002\u0003")).isEqualTo("a file of unknown kind");
    }

    @Test
    void textIsTextInUtf8AndUtf16AndWhereTheHeadEndsWithinACharacter() {
        byte[] text = "Bäume und 木 ".repeat(9).getBytes(StandardCharsets.UTF_8);
        for (int end = text.length - 8; end <= text.length; end++) {
            assertThat(FileKind.describe(Arrays.copyOf(text, end))).isEqualTo("text");
        }
        assertThat(FileKind.describe("\uFEFF<html>".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("a web page (HTML)");
        assertThat(FileKind.describe("\uFEFFname,age".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource({
        "png,a PNG picture",
        "jpg,a JPEG picture",
        "bmp,a BMP picture",
        "gif,a GIF picture",
        "tif,a TIFF picture",
        "webp,a WebP picture"
    })
    void namesWhatCanBeRead(String suffix, String kind) throws IOException {
        assertThat(FileKind.describe(Fixtures.file("large." + suffix))).isEqualTo(kind);
    }

    @Test
    void aFileThatIsShorterThanAHeadIsEnough() throws IOException {
        assertThat(FileKind.describe(Files.createFile(folder.resolve("none")))).isEqualTo("an empty file");
        assertThat(FileKind.describe(Files.writeString(folder.resolve("note"), "hm")))
                .isEqualTo("text");
    }

    private static String of(String head) {
        return FileKind.describe(head.getBytes(StandardCharsets.ISO_8859_1));
    }
}
