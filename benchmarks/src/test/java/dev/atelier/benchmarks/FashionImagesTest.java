package dev.atelier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.BadInput;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageFormat;
import dev.atelier.data.OpenedSource;
import dev.atelier.data.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where less than the 60 000 training images is at hand, the programs measure with what is there and say so. */
class FashionImagesTest {
    private static final int FEW = 30;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private OpenedSource few;

    @BeforeEach
    void writeFew() throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + FEW * 784);
        idx.putInt(0x803).putInt(FEW).putInt(28).putInt(28);
        while (idx.hasRemaining()) {
            idx.put((byte) idx.position());
        }
        Path file = Files.write(folder.resolve("train-images-idx3-ubyte"), idx.array());
        few = DataSources.open(file.toString(), new ImageFormat(1, 28, 28), Split.TRAIN);
    }

    @Test
    void writesWhatIsThereAndSaysHowToGetTheRest() throws IOException {
        Path file = folder.resolve("cache/images.bytes");
        FashionImages.write(file, few, told::add);
        byte[] first = new byte[784];
        few.dataset().copyPixels(0, first, 0);
        assertThat(file).hasSize(FEW * 784L);
        assertThat(Files.readAllBytes(file)).startsWith(first);
        assertThat(told).singleElement().asString().contains("with 30 images", "atelier data fetch fashion-mnist");
    }

    @Test
    void aFileOfAnotherCountIsWrittenAgain() throws IOException {
        Path file = Files.write(folder.resolve("images.bytes"), new byte[784]);
        FashionImages.write(file, few, told::add);
        assertThat(file).hasSize(FEW * 784L);
    }

    @Test
    void largerDataSetsAreLeftOutAndNamed() {
        assertThat(FashionImages.possible(List.of("10", "30", "60000"), few, told::add))
                .containsExactly("10", "30");
        assertThat(told)
                .singleElement()
                .asString()
                .contains("measured for 10, 30 images", "only 30 images are at hand", "atelier data fetch");
        GrowthOptions options = GrowthOptions.parse(List.of("data", "--data", "20,60000", "--threads", "1"));
        assertThat(options.within(() -> few, told::add).axes().get(GrowthAxis.DATA))
                .containsExactly("20");
    }

    @Test
    void whereNoneIsPossibleOneLineSaysWhatIsNeeded() {
        assertThatThrownBy(() -> FashionImages.possible(List.of("60000"), few, told::add))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--data 60000: only 30 images are at hand")
                .hasMessageContaining("atelier data fetch fashion-mnist");
    }

    @Test
    void theTableOfScoresNeedsAFolderWithEvaluatedRuns() {
        assertThatThrownBy(() -> ScoreTable.folder(List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("the folder of evaluated runs is needed");
        assertThatThrownBy(() -> ScoreTable.print(folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is evaluated");
    }
}
