package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types that the page for users of the library names: there are few, and each is there for them. */
class LibraryPageTest {
    private static final int MOST = 60;

    @Test
    void namesFewTypesAndEachIsPublic() throws IOException {
        String page = Files.readString(Path.of("../docs/library.md"));
        String table = page.substring(page.indexOf("## The types, by task"));
        List<String> names = new ArrayList<>();
        table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| task"))
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> Pattern.compile("`(\\w+)`")
                        .matcher(line)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(names::add));
        assertThat(names).doesNotHaveDuplicates().hasSizeBetween(40, MOST);
        for (String name : names) {
            assertThat(source(name))
                    .as(name)
                    .containsPattern("(?m)^public [\\w ]*(class|interface|record|enum) " + name + "\\b");
        }
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("src/main/java"))) {
            Path file = tree.filter(path -> path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is no file"));
            return Files.readString(file);
        }
    }
}
