package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for people are written so that a change of them can be read: no line is long but in tables and code. */
class PagesTest {
    private static final int LONGEST = 120;

    @Test
    void linesAreNarrow() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md"), Path.of("../CHANGELOG.md")));
        try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        List<String> wide = new ArrayList<>();
        for (Path page : pages) {
            boolean code = false;
            for (String line : Files.readAllLines(page)) {
                code ^= line.strip().startsWith("```");
                boolean one = !line.strip().contains(" "); // a link or an image has no place to break
                if (!code && !line.startsWith("|") && !line.startsWith("![") && !one && line.length() > LONGEST) {
                    wide.add(page.getFileName() + ": " + line);
                }
            }
        }
        assertThat(wide).isEmpty();
    }
}
