package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pairs lie in folders, what is told of it, and what is refused. */
class PairSourceTest {
    private static final int SIDE = 8;

    @TempDir
    Path folder;

    private PairRequest request() {
        return PairRequest.of("pix2pix", folder.toString(), SIDE)
                .with(Jitter.full(SIDE, SIDE).still());
    }

    private OpenedPairs open(Split split) {
        return PairSource.of(request()).open(split, LoadProgress.SILENT);
    }

    private void pictures(String... names) {
        PairFolders.write(folder, 3, SIDE, SIDE, names);
    }

    private void refused(String... parts) {
        assertBadInputWithoutTrace(folder, () -> open(Split.TRAIN))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static List<Image> all(ImageDataset dataset) {
        return Stream.iterate(0, i -> i < dataset.size(), i -> i + 1)
                .map(i -> PackedImages.image(dataset, i))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A/train/ | B/train/ | A/test/ | B/test/ | A/ and B/ with train and test in them",
                "train/A/ | train/B/ | test/A/ | test/B/ | train/ and test/ with A/ and B/ in them",
                "trainA/ | trainB/ | testA/ | testB/ | trainA/ and trainB/, testA/ and testB/",
                "Train_a/ | train_B/ | test-A/ | TESTB/ | trainA/ and trainB/, testA/ and testB/",
                "data/trainA/ | data/trainB/ | data/testA/ | data/testB/ | trainA/ and trainB/, testA/ and testB/",
                "a/training/ | b/training/ | a/val/ | b/val/ | A/ and B/ with train and test in them",
            })
    void pairsAreFoundInEveryLayoutAndALineSaysWhich(
            String trainA, String trainB, String testA, String testB, String layout) {
        pictures(
                trainA + "2.png",
                trainA + "1.png",
                trainB + "1.png",
                trainB + "2.png",
                testA + "9.png",
                testB + "9.png");
        assertThat(PairSource.of(request()).splits()).containsExactly(Split.TRAIN, Split.TEST);
        OpenedPairs train = open(Split.TRAIN);
        assertThat(train.pairs().stems()).containsExactly("1", "2");
        assertThat(train.notices())
                .first()
                .isEqualTo((trainA.startsWith("data/") ? folder.resolve("data") : folder) + ": layout: " + layout
                        + ", pairs by equal names");
        assertThat(all(train.pairs().input()))
                .containsExactly(
                        PairFolders.picture(trainA + "1.png", 3, SIDE, SIDE),
                        PairFolders.picture(trainA + "2.png", 3, SIDE, SIDE));
        assertThat(all(train.pairs().output()))
                .containsExactly(
                        PairFolders.picture(trainB + "1.png", 3, SIDE, SIDE),
                        PairFolders.picture(trainB + "2.png", 3, SIDE, SIDE));
        assertThat(open(Split.TEST).pairs().stems()).containsExactly("9");
    }

    @Test
    void sideBySideTheLeftHalfIsA() {
        Image whole = PairFolders.picture("x", 3, SIDE, 2 * SIDE);
        ImageFiles.writePng(whole, folder.resolve("train/x.png"), Map.of());
        ImageFiles.writePng(PairFolders.picture("y", 3, SIDE, 2 * SIDE), folder.resolve("val/y.png"), Map.of());
        OpenedPairs opened = open(Split.TRAIN);
        assertThat(opened.notices())
                .containsExactly(
                        folder + ": layout: two pictures side by side in each file, the left half A, in a folder for"
                                + " each split",
                        folder + ": the validation split is taken for the test split, which is not there otherwise");
        assertThat(all(opened.pairs().input())).containsExactly(whole.crop(0, 0, SIDE, SIDE));
        assertThat(all(opened.pairs().output())).containsExactly(whole.crop(0, SIDE, SIDE, SIDE));
        assertThat(open(Split.TEST).pairs().stems()).containsExactly("y");
    }

    @Test
    void aTablePairsFreely() throws IOException {
        pictures("photos/1.png", "photos/2.png", "labels/one.png", "labels/two.png");
        Files.writeString(
                folder.resolve("pairs.csv"),
                "\uFEFFa,b,split\nlabels/one.png,photos/1.png,train\nlabels/two.png,./photos/2.png,test\n");
        OpenedPairs train = open(Split.TRAIN);
        assertThat(train.notices()).containsExactly(folder + ": layout: pairs by pairs.csv");
        assertThat(train.pairs().stems()).containsExactly("labels/one");
        assertThat(all(train.pairs().output())).containsExactly(PairFolders.picture("photos/1.png", 3, SIDE, SIDE));
        assertThat(open(Split.TEST).pairs().stems()).containsExactly("labels/two");
    }

    @Test
    void faultsOfATableAreToldByTheirLine() throws IOException {
        pictures("x/1.png", "y/1.png");
        Path table = folder.resolve("pairs.csv");
        Files.writeString(table, "from,to\nx/1.png,y/1.png\n");
        refused("pairs.csv:1: the head is 'from,to'; allowed: a,b or a,b,split");
        Files.writeString(table, "a,b\nx/1.png,y/2.png\nx/1.png\n");
        refused("pairs.csv:2: 'y/2.png' is no file below the folder of the table; 2 such rows");
        Files.writeString(table, "a,b,split\nx/1.png,y/1.png,later\n");
        refused("pairs.csv:2: split 'later'; allowed: train, val, test");
        Files.writeString(table, "a,b\nx/1.png,y/1.png\nx/1.png,y/1.png\n");
        refused("two rows for the pair 'x/1+y/1'");
        Files.writeString(table, "a,b\n");
        refused("pairs.csv: no pairs");
    }

    @Test
    void withoutATestSplitATenthIsHeldOutByTheNameAlikeOnBothSides() {
        PairFolders.writeMany(folder, 60, SIDE, "A/", "B/");
        OpenedPairs train = open(Split.TRAIN);
        OpenedPairs test = open(Split.TEST);
        assertThat(train.pairs().size() + test.pairs().size()).isEqualTo(60);
        assertThat(test.pairs().size()).isBetween(2, 12);
        assertThat(test.pairs().stems())
                .doesNotContainAnyElementsOf(train.pairs().stems());
        assertThat(train.notices())
                .contains(folder + ": no test split; about one in ten is held out as one, by the hash of its name"
                        + " without the end");
        List<String> before = test.pairs().stems();
        pictures("A/more.png", "B/more.png");
        assertThat(open(Split.TEST).pairs().stems()).containsAll(before);
    }

    @Test
    void aSplitOfOnePairIsNotSplit() {
        pictures("A/1.png", "B/1.png");
        assertThat(PairSource.of(request()).splits()).containsExactly(Split.TRAIN);
        pictures("A/2.png", "B/2.png");
        assertThat(open(Split.TRAIN).pairs().size()).isEqualTo(1);
        assertThat(open(Split.TEST).pairs().size()).isEqualTo(1);
    }

    @Test
    void aValidationSplitBesideATestSplitIsHeldOutAndTold() {
        pictures("trainA/1.png", "trainB/1.png", "valA/2.png", "valB/2.png", "testA/3.png", "testB/3.png");
        assertThat(open(Split.TRAIN).notices())
                .contains(folder + ": 1 pair of the validation split held out: neither trained on nor judged by, for"
                        + " there is a test split");
        assertThat(open(Split.TEST).pairs().stems()).containsExactly("3");
    }

    @Test
    void theOtherDirectionSwapsTheSides() {
        pictures("A/1.png", "B/1.png", "A/2.png", "B/2.png");
        ImagePairs there = open(Split.TRAIN).pairs();
        ImagePairs back = PairSource.of(request().with(Direction.B_TO_A))
                .open(Split.TRAIN, LoadProgress.SILENT)
                .pairs();
        assertThat(all(back.input())).isEqualTo(all(there.output()));
        assertThat(all(back.output())).isEqualTo(all(there.input()));
        assertThat(back.sha256()).isNotEqualTo(there.sha256());
        assertBadInput(() -> Direction.of("atob")).hasMessageContaining("known: AtoB, BtoA");
    }

    @Test
    void extensionsNeedNotMatchAndSubFoldersCount() throws IOException {
        pictures("A/in/1.png", "A/2.b.png");
        Files.createDirectories(folder.resolve("B/in"));
        ImageIO.write(
                new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB),
                "bmp",
                folder.resolve("B/in/1.bmp").toFile());
        ImageIO.write(
                new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB),
                "gif",
                folder.resolve("B/2.b.gif").toFile());
        assertThat(Stream.of(Split.values()).flatMap(split -> open(split).pairs().stems().stream()))
                .containsExactlyInAnyOrder("in/1", "2.b");
    }

    // --- refusals

    @Test
    void picturesWithoutAPartnerAreRefused() {
        PairFolders.writeMany(folder, 397, SIDE, "trainA/m", "trainB/m");
        pictures("trainA/0017.png", "trainA/0018.png", "trainA/0019.png");
        assertBadInputWithoutTrace(folder, () -> open(Split.TRAIN))
                .hasMessage("pix2pix: 3 of 400 pictures in A have no partner in B (first: 0017.png); unpaired pictures:"
                        + " atelier train cyclegan");
    }

    @Test
    void picturesOfBWithoutAPartnerAreRefusedToo() {
        pictures("A/1.png", "B/1.png", "B/2.png");
        refused("pix2pix: 1 of 2 pictures in B have no partner in A (first: 2.png)");
    }

    @Test
    void pairsOfTwoSizesAreRefused() {
        pictures("A/1.png", "A/2.png", "B/2.png");
        PairFolders.write(folder, 3, SIDE, SIDE + 2, "B/1.png");
        assertThat(PairSource.of(request()).splits()).hasSize(2);
        assertBadInput(() -> Stream.of(Split.values()).forEach(this::open))
                .hasMessage("pix2pix: A/1.png is 8×8, B/1.png 10×8 (width×height); allowed: both of one size");
    }

    @Test
    void anOddWidthSideBySideIsRefused() {
        PairFolders.write(folder, 3, SIDE, 17, "train/1.png");
        refused(
                "pix2pix: train/1.png is 17×8 (width×height), two pictures side by side; allowed: an even width, 16 or 18");
    }

    @Test
    void aPictureBelowTheSizeIsRefused() {
        PairFolders.write(folder, 3, 7, SIDE, "trainA/1.png", "trainB/1.png");
        refused("pix2pix: trainA/1.png is 8×7 (width×height); allowed: at least 8×8");
    }

    @Test
    void anEmptyKindIsRefused() throws IOException {
        pictures("trainA/1.png", "trainA/2.png");
        refused(folder + ": train has no pictures of B, " + folder.resolve("trainA")
                + " has 2; allowed: pictures of both");
        Files.createDirectories(folder.resolve("trainB"));
        refused(folder.resolve("trainB") + " has no pictures, " + folder.resolve("trainA") + " has 2");
    }

    @Test
    void aAndBThatAreTheSamePicturesAreRefused() throws IOException {
        pictures("A/1.png");
        Files.createSymbolicLink(folder.resolve("B"), folder.resolve("A"));
        refused("A and B are the same pictures; allowed: two kinds of them");
    }

    @Test
    void twoPicturesOfOneStemAreRefused() throws IOException {
        pictures("A/1.png", "B/1.png");
        ImageIO.write(
                new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB),
                "bmp",
                folder.resolve("A/1.bmp").toFile());
        refused("both A/1.bmp and A/1.png are called '1'", "one picture of each name");
    }

    @Test
    void aPlaceWithoutPairsIsRefusedWithTheKnownLayouts() {
        pictures("1.png", "2.png");
        refused(
                "no pairs of pictures in a known layout",
                "trainA, trainB, testA, testB",
                "pairs.csv",
                "--derive edges|grey");
        assertBadInput(() -> PairSource.of(PairRequest.of("pix2pix", "fashion-mnist", 28)))
                .hasMessageContaining("no folder or zip of pictures");
    }

    @Test
    void unreadablePicturesAreCounted() throws IOException {
        pictures("trainA/1.png", "trainB/1.png", "trainA/2.png", "trainB/2.png", "testA/1.png", "testB/1.png");
        Files.writeString(folder.resolve("trainB/1.png"), "no picture");
        Files.writeString(folder.resolve("trainA/2.png"), "no picture");
        refused("trainB/1.png", "; 2 such pairs");
    }

    // --- channels

    @Test
    void channelsOfBothSidesMayDiffer() {
        PairFolders.write(folder, 1, SIDE, SIDE, "trainA/1.png", "testA/1.png");
        PairFolders.write(folder, 3, SIDE, SIDE, "trainB/1.png", "testB/1.png");
        ImagePairs pairs = open(Split.TRAIN).pairs();
        assertThat(List.of(pairs.input().channels(), pairs.output().channels())).containsExactly(1, 3);
        ImagePairs asked = PairSource.of(request().withChannels(4, 2))
                .open(Split.TRAIN, LoadProgress.SILENT)
                .pairs();
        assertThat(List.of(asked.input().channels(), asked.output().channels())).containsExactly(4, 2);
        PairSource.Stored stored = PairSource.of(request()).stored();
        assertThat(stored.input()).isEqualTo(new ImageFormat(1, SIDE, SIDE));
        assertThat(stored.output()).isEqualTo(new ImageFormat(3, SIDE, SIDE));
    }

    @Test
    void transparencyIsLaidOnWhiteUnlessItIsAskedForAndBothAreTold() {
        PairFolders.write(folder, 4, SIDE, SIDE, "trainA/1.png", "testA/1.png");
        PairFolders.write(folder, 2, SIDE, SIDE, "trainB/1.png", "testB/1.png");
        OpenedPairs opened = open(Split.TRAIN);
        assertThat(List.of(
                        opened.pairs().input().channels(),
                        opened.pairs().output().channels()))
                .containsExactly(3, 1);
        assertThat(opened.notices())
                .contains(
                        folder + ": A: 1 of 1 picture transparent in part, laid on white",
                        folder + ": B: 1 of 1 picture transparent in part, laid on white");
        OpenedPairs kept = PairSource.of(request().withChannels(4, 3)).open(Split.TRAIN, LoadProgress.SILENT);
        assertThat(all(kept.pairs().input())).containsExactly(PairFolders.picture("trainA/1.png", 4, SIDE, SIDE));
        assertThat(kept.notices())
                .contains(folder + ": B: 1 of 1 picture grey, made colour by repetition")
                .noneMatch(notice -> notice.contains(": A: "));
    }

    @Test
    void greyFilesAmongColourAreConvertedAndCounted() {
        PairFolders.write(folder, 1, SIDE, SIDE, "trainA/1.png");
        PairFolders.write(folder, 3, SIDE, SIDE, "trainA/2.png", "trainB/1.png", "trainB/2.png");
        PairFolders.write(folder, 3, SIDE, SIDE, "testA/1.png", "testB/1.png");
        assertThat(open(Split.TRAIN).notices())
                .contains(folder + ": A: 1 of 2 pictures grey, made colour by repetition");
    }

    @Test
    void sixteenBitsAreReadAsEightAndTold() throws IOException {
        pictures("trainA/1.png", "testA/1.png", "testB/1.png");
        Files.createDirectories(folder.resolve("trainB"));
        ImageIO.write(
                new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY),
                "png",
                folder.resolve("trainB/1.png").toFile());
        assertThat(open(Split.TRAIN).notices()).contains(folder + ": B: 1 of 1 picture of 16 bits, read as 8");
        Files.delete(folder.resolve("trainB/1.png"));
        ImageIO.write(
                new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY),
                "tif",
                folder.resolve("trainB/1.tif").toFile());
        assertThat(open(Split.TRAIN).notices()).contains(folder + ": B: 1 of 1 picture of 16 bits, read as 8");
    }

    @Test
    void aPaletteWithAClearEntryIsLaidOnWhite() throws IOException {
        pictures("trainA/1.png", "testA/1.png", "testB/1.png");
        byte[] red = {0, (byte) 200};
        byte[] rest = {0, 10};
        byte[] alpha = {0, (byte) 255};
        IndexColorModel palette = new IndexColorModel(1, 2, red, rest, rest, alpha);
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY, palette);
        picture.getRaster().setSample(0, 0, 0, 1);
        Files.createDirectories(folder.resolve("trainB"));
        ImageIO.write(picture, "png", folder.resolve("trainB/1.png").toFile());
        OpenedPairs opened = open(Split.TRAIN);
        assertThat(opened.notices()).contains(folder + ": B: 1 of 1 picture transparent in part, laid on white");
        Image b = PackedImages.image(opened.pairs().output(), 0);
        assertThat(List.of(b.at(0, 0, 0), b.at(1, 0, 0), b.at(0, 0, 1), b.at(1, 0, 1)))
                .containsExactly(200, 10, 255, 255);
    }

    @Test
    void aZipIsReadAsTheFolderThatItUnpacksTo() throws IOException {
        pictures("d/trainA/1.png", "d/trainB/1.png", "d/testA/2.png", "d/testB/2.png");
        Path zip = folder.resolve("pairs.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> all = Files.walk(folder.resolve("d"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        OpenedPairs packed = PairSource.of(PairRequest.of("pix2pix", zip.toString(), SIDE)
                        .with(Jitter.full(SIDE, SIDE).still()))
                .open(Split.TRAIN, LoadProgress.SILENT);
        assertThat(packed.pairs().sha256()).isEqualTo(open(Split.TRAIN).pairs().sha256());
        assertThat(packed.origin()).isEqualTo("archive " + zip.toAbsolutePath());
    }
}
