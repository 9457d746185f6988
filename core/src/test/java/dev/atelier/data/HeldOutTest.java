package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was learned from is known by its images, whatever a split is called. */
class HeldOutTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    private Shelf shelf(Path source) {
        return Shelf.of(
                new DataRequest(source.toString(), ImageFormat.asStored(), Split.TRAIN, Optional.empty()),
                LoadProgress.SILENT);
    }

    private Path stripes(String name, int count, long seed) throws IOException {
        return Stripes.folder(folder.resolve(name), count, SIDE, SIDE, seed);
    }

    /** {@code count} images of one folder into another, the classes kept. */
    private static void copy(Path from, Path to, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path of = Path.of(Stripes.CLASSES.get(i % 2));
            Files.createDirectories(to.resolve(of));
            Files.copy(from.resolve(of).resolve(i + ".png"), to.resolve(of).resolve("copy" + i + ".png"));
        }
    }

    private static ImageDataset open(Path source) {
        return DataSources.open(source.toString(), ImageFormat.asStored(), Split.TRAIN)
                .dataset();
    }

    @Test
    void anUnseenTestSplitIsTakenWhole() throws IOException {
        stripes("data/train", 10, 1);
        stripes("data/test", 6, 2);
        Shelf shelf = shelf(folder.resolve("data"));
        ImageDataset learned = shelf.open(Split.TRAIN).dataset();
        HeldOut held = HeldOut.beside(learned, shelf);
        assertThat(held.dataset()).isSameAs(shelf.open(Split.TEST).dataset());
        assertThat(held.learned()).isEqualTo(HeldOut.Learned.NO);
        assertThat(held.caution()).isEmpty();
        assertThat(held.remark()).isEmpty();
    }

    /** As the 10 000 images inside the program, once all 60 000 are installed. */
    @Test
    void whoLearnedFromTheTestSplitIsJudgedByTheTrainSplit() throws IOException {
        Path alone = stripes("alone", 6, 2);
        stripes("data/train", 10, 1);
        copy(alone, folder.resolve("data/test"), 6);
        Shelf shelf = shelf(folder.resolve("data"));
        HeldOut held = HeldOut.beside(open(alone), shelf);
        assertThat(held.split()).isEqualTo(Split.TRAIN);
        assertThat(held.dataset()).isSameAs(shelf.open(Split.TRAIN).dataset());
        assertThat(held.learned()).isEqualTo(HeldOut.Learned.NO);
        assertThat(held.notices()).anyMatch(line -> line.contains("test split") && line.contains("learned from"));
    }

    @Test
    void imagesThatWereLearnedFromAreLeftOutOneByOne() throws IOException {
        Path train = stripes("data/train", 10, 1);
        Path test = stripes("data/test", 6, 2);
        ImageDataset fresh = open(test);
        copy(train, test, 4);
        Shelf shelf = shelf(folder.resolve("data"));
        HeldOut held = HeldOut.beside(shelf.open(Split.TRAIN).dataset(), shelf);
        assertThat(held.dataset().size()).isEqualTo(6);
        assertThat(held.leftOut()).isEqualTo(4);
        assertThat(held.learned()).isEqualTo(HeldOut.Learned.NO);
        assertThat(held.dataset().description()).contains("without 4 that were learned from");
        assertThat(held.remark().orElseThrow()).startsWith("4 of 10 images of the test split were learned from");
        assertThat(held.dataset().sha256()).isEqualTo(fresh.sha256());
    }

    @Test
    void whereNothingIsUnseenItIsSaid() throws IOException {
        Path train = stripes("data/train", 10, 1);
        copy(train, folder.resolve("data/test"), 10);
        Shelf shelf = shelf(folder.resolve("data"));
        HeldOut held = HeldOut.beside(shelf.open(Split.TRAIN).dataset(), shelf);
        assertThat(held.learned()).isEqualTo(HeldOut.Learned.YES);
        assertThat(held.caution().orElseThrow()).contains("the very images that it learned from");
        HeldOut alone = HeldOut.beside(open(train), shelf(train));
        assertThat(alone.learned()).isEqualTo(HeldOut.Learned.YES);
        assertThat(alone.split()).isEqualTo(Split.TRAIN);
        assertThat(alone.notices()).isEmpty();
    }

    /** Two numbers of a byte each are equal by chance: points of a plane are no copies of one another. */
    @Test
    void pointsAreNotKnownOneByOne() {
        Shelf ring = Shelf.of(
                new DataRequest("gaussian-ring", ImageFormat.asStored(), Split.TRAIN, Optional.empty()),
                LoadProgress.SILENT);
        HeldOut held = HeldOut.beside(ring.open(Split.TRAIN).dataset(), ring);
        assertThat(held.split()).isEqualTo(Split.TEST);
        assertThat(held.leftOut()).isZero();
    }

    @Test
    void aHashFindsItsImagesWhereverTheyLie() throws IOException {
        Path train = stripes("data/train", 10, 1);
        Path test = stripes("data/test", 6, 2);
        Shelf shelf = shelf(folder.resolve("data"));
        assertThat(shelf.find(open(test).sha256()).orElseThrow().dataset().size())
                .isEqualTo(6);
        assertThat(shelf.find(open(train).sha256()).orElseThrow().dataset().size())
                .isEqualTo(10);
        assertThat(shelf.find("0")).isEmpty();
        assertThat(shelf(folder.resolve("nowhere")).find("0")).isEmpty();
        // what a run on the images inside the program learned from, whatever is installed now
        Shelf garments = Shelf.of(
                new DataRequest("fashion-mnist", ImageFormat.asStored(), Split.TRAIN, Optional.empty()),
                LoadProgress.SILENT);
        String embedded = "bdfcae8b";
        assertThat(DataSources.everywhere(
                        new DataRequest("fashion-mnist", ImageFormat.asStored(), Split.TEST, Optional.empty()),
                        LoadProgress.SILENT))
                .allMatch(source -> source.dataset().sha256().startsWith(embedded));
        String whole = DataSources.open("fashion-mnist", ImageFormat.asStored(), Split.TEST)
                .dataset()
                .sha256();
        HeldOut held = HeldOut.beside(garments.find(whole).orElseThrow().dataset(), garments);
        assertThat(held.dataset().sha256().startsWith(embedded)).isEqualTo(held.learned() == HeldOut.Learned.YES);
    }

    @Test
    void aPartHasTheHashOfItsImagesAlone() {
        PackedImages whole = Stripes.of(6, 1, SIDE, SIDE, 1);
        PartOfImages part = PartOfImages.without(whole, new int[] {4, 5}, "without two");
        assertThat(part.sha256()).isEqualTo(Stripes.of(4, 1, SIDE, SIDE, 1).sha256());
        assertThat(part.size()).isEqualTo(4);
        assertThat(part.label(3)).isEqualTo(1);
        assertThat(part.attributes()).isEqualTo(whole.attributes());
        assertThat(KnownImages.of(part).among(whole)).containsExactly(0, 1, 2, 3);
        assertThat(KnownImages.of(whole).among(Stripes.of(6, 3, SIDE, SIDE, 1))).isEmpty();
    }
}
