package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTreeTest {
    private static final Image PICTURE = Image.filled(1, 4, 4, 1);

    @TempDir
    Path folder;

    @Test
    void hasThePicturesOfAllFoldersInOrderAndTellsOfTheRest() throws IOException {
        ImageFiles.writePng(PICTURE, folder.resolve("b.png"), Map.of());
        ImageFiles.writePng(PICTURE, folder.resolve("sub/deep/A.PNG"), Map.of());
        ImageFiles.writePng(PICTURE, folder.resolve("B.png"), Map.of());
        ImageFiles.writePng(PICTURE, folder.resolve(".hidden.png"), Map.of());
        ImageFiles.writePng(PICTURE, folder.resolve("sheet.png"), DrawnSheet.text(Map.of()));
        Files.writeString(folder.resolve("notes.txt"), "none");
        PictureTree tree = PictureTree.of(folder);
        assertThat(tree.files()).extracting(PictureTree.File::name).containsExactly("B.png", "b.png", "sub/deep/A.PNG");
        assertThat(tree.files().get(2).place()).isEqualTo(folder.resolve("sub/deep/A.PNG"));
        assertThat(tree.notices())
                .containsExactlyInAnyOrder(
                        folder + ": 1 file that is not named as an image passed over (notes.txt)",
                        folder + ": 1 sheet of pictures that Atelier drew passed over (sheet.png)");
    }

    @Test
    void oneWithoutPicturesIsRefused() throws IOException {
        Files.writeString(folder.resolve("photos.zip"), "none");
        assertBadInput(() -> PictureTree.of(folder))
                .hasMessageStartingWith(folder + ": no pictures in this folder nor below it; known are PNG");
    }
}
