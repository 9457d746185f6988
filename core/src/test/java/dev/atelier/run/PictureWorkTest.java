package dev.atelier.run;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.LoadProgress;
import dev.atelier.media.Channels;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.Levels;
import dev.atelier.media.Resample;
import dev.atelier.networks.Padded;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.ToyPictures;
import dev.atelier.run.PictureSettings.Alpha;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureWorkTest {
    private static final Map<String, String> TEXT = Map.of("Software", "a test");

    @TempDir
    Path folder;

    private Path in;
    private Path out;
    private ToyPictures enlarging;
    private ToyPictures translating;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void open() {
        in = folder.resolve("in");
        out = folder.resolve("out");
        enlarging = ToyPictures.enlarging(3);
        translating = ToyPictures.strided(3, 1);
    }

    @AfterEach
    void close() {
        enlarging.close();
        translating.close();
    }

    private Path picture(String name, Image image) {
        Path file = in.resolve(name);
        ImageFiles.writePng(image, file, Map.of());
        return file;
    }

    private Path fixture(String name) throws IOException {
        Path file = in.resolve(Path.of(name).getFileName().toString());
        Files.createDirectories(in);
        try (InputStream stream = getClass().getResourceAsStream("/media/" + name)) {
            Files.copy(Objects.requireNonNull(stream), file);
        }
        return file;
    }

    private PictureWork.Done work(Path from, Path to, PictureModel model, PictureSettings settings) {
        return PictureWork.on(from, to, List.of(model), settings, TEXT, LoadProgress.SILENT, notices::add);
    }

    private List<String> written() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void ofAFolderThereIsAFolderWithTheSameNames() throws IOException {
        Image one = ToyPictures.noise(1, 3, 13, 22);
        picture("one.png", one);
        picture("deep/er/two.png", ToyPictures.noise(2, 3, 8, 8));
        fixture("files/rgb.jpg");
        Files.writeString(in.resolve("notes.txt"), "none of it");
        PictureWork.Done done = work(in, out, translating, PictureSettings.PLAIN);
        assertThat(written()).containsExactly("deep/er/two.png", "one.png", "rgb.png");
        assertThat(done.pictures()).isEqualTo(3);
        assertThat(done.written()).hasSize(3);
        assertThat(done.leftOut()).isEmpty();
        Image made = ImageFiles.read(out.resolve("one.png"));
        assertThat(made).isEqualTo(new Padded(translating).apply(one));
        assertThat(made.height()).isEqualTo(13);
        assertThat(made.width()).isEqualTo(22);
        assertThat(made.channels()).isEqualTo(1);
        assertThat(notices).anyMatch(line -> line.contains("1 file that is not named as an image passed over"));
        assertThat(Files.readString(out.resolve("one.png"), StandardCharsets.ISO_8859_1))
                .contains("a test");
    }

    @Test
    void ofAFileThereIsAFileOrAFolderWithOne() throws IOException {
        Path file = picture("one.png", ToyPictures.noise(1, 3, 9, 7));
        work(file, out.resolve("sub/made.png"), enlarging, PictureSettings.PLAIN);
        work(file, out.resolve("folder"), enlarging, PictureSettings.PLAIN);
        work(file, out.resolve("made.JPG"), enlarging, PictureSettings.PLAIN);
        assertThat(written()).containsExactly("folder/one.png", "made.JPG", "sub/made.png");
        Image png = ImageFiles.read(out.resolve("sub/made.png"));
        assertThat(ImageFiles.read(out.resolve("folder/one.png"))).isEqualTo(png);
        assertThat(png.height()).isEqualTo(18);
        Image jpeg = ImageFiles.read(out.resolve("made.JPG"));
        assertThat(jpeg.height()).isEqualTo(18);
        assertThat(jpeg.channels()).isEqualTo(3);
    }

    @Test
    void aTurnedPictureIsSetUprightFirst() throws IOException {
        fixture("formats/turned1.png");
        fixture("formats/turned6.png");
        work(
                in,
                out,
                ToyPictures.enlarging(ImageFiles.read(in.resolve("turned1.png")).channels()),
                PictureSettings.PLAIN);
        assertThat(ImageFiles.read(out.resolve("turned6.png"))).isEqualTo(ImageFiles.read(out.resolve("turned1.png")));
        assertThat(notices).contains("1 of 2 pictures is turned upright, as its file says");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "3, 1", "3, 3", "3, 4", "4, 3", "2, 1"})
    void channelsAreThoseOfTheModel(int inputs, int outputs) {
        try (ToyPictures model = ToyPictures.strided(inputs, outputs)) {
            Image image = ToyPictures.noise(1, inputs, 14, 13);
            work(picture("a.png", image), out.resolve("a.png"), model, PictureSettings.PLAIN);
            assertThat(ImageFiles.read(out.resolve("a.png"))).isEqualTo(new Padded(model).apply(image));
            assertThat(notices).isEmpty();
        }
    }

    @Test
    void greyBecomesColourAndIsCounted() {
        Image grey = ToyPictures.noise(1, 1, 16, 16);
        picture("grey.png", grey);
        picture("colour.png", ToyPictures.noise(2, 3, 16, 16));
        work(in, out, translating, PictureSettings.PLAIN);
        assertThat(notices).containsExactly("1 of 2 pictures is grey, taken as colour");
        assertThat(ImageFiles.read(out.resolve("grey.png"))).isEqualTo(translating.apply(Channels.convert(grey, 3)));
    }

    @Test
    void coloursAreNotLostUnlessThatIsWanted() throws IOException {
        Image colour = ToyPictures.noise(2, 3, 16, 16);
        picture("a.png", ToyPictures.noise(1, 1, 16, 16));
        Path file = picture("b.png", colour);
        try (ToyPictures grey = ToyPictures.strided(1, 3)) {
            assertBadInputWithoutTrace(folder, () -> work(in, out, grey, PictureSettings.PLAIN))
                    .hasMessageContaining(file + ": a picture in colour; this run takes grey ones (1 channel)")
                    .hasMessageContaining("--grey");
            work(in, out, grey, PictureSettings.PLAIN.withGrey());
            assertThat(notices).containsExactly("1 of 2 pictures is in colour, made grey");
            assertThat(ImageFiles.read(out.resolve("b.png"))).isEqualTo(grey.apply(Channels.convert(colour, 1)));
            notices.clear();
            picture("b.png", Channels.convert(ToyPictures.noise(3, 1, 16, 16), 3));
            work(in, out, grey, PictureSettings.PLAIN.withForce());
            assertThat(notices).as("grey that is stored as colour loses none").isEmpty();
        }
    }

    private static Image transparent() {
        byte[] pixels = ToyPictures.noise(7, 4, 10, 6).pixels();
        return new Image(4, 10, 6, pixels);
    }

    @Test
    void transparencyIsLaidOnWhiteOrEnlargedBeside() {
        Image image = transparent();
        Path file = picture("a.png", image);
        Image colours = new Image(3, 10, 6, Arrays.copyOf(image.pixels(), 180));
        Image alpha = new Image(1, 10, 6, Arrays.copyOfRange(image.pixels(), 180, 240));

        work(file, out.resolve("drop.png"), enlarging, PictureSettings.PLAIN);
        assertThat(notices).containsExactly("the picture is transparent, laid on white");
        assertThat(ImageFiles.read(out.resolve("drop.png"))).isEqualTo(enlarging.apply(Channels.convert(image, 3)));

        work(file, out.resolve("bicubic.png"), enlarging, PictureSettings.PLAIN.with(Alpha.BICUBIC));
        Image made = ImageFiles.read(out.resolve("bicubic.png"));
        assertThat(made).isEqualTo(PictureInput.join(enlarging.apply(colours), Resample.BICUBIC.resize(alpha, 20, 12)));

        work(file, out.resolve("network.png"), enlarging, PictureSettings.PLAIN.with(Alpha.NETWORK));
        assertThat(ImageFiles.read(out.resolve("network.png")))
                .isEqualTo(PictureInput.join(
                        enlarging.apply(colours), Channels.convert(enlarging.apply(Channels.convert(alpha, 3)), 1)));
        assertThat(notices).as("nothing is lost").hasSize(1);

        Arrays.fill(image.pixels(), 180, 240, (byte) 255);
        work(picture("b.png", image), out.resolve("opaque.png"), enlarging, PictureSettings.PLAIN.with(Alpha.NETWORK));
        assertThat(ImageFiles.read(out.resolve("opaque.png"))).isEqualTo(enlarging.apply(colours));
    }

    @Test
    void aBrokenPictureIsNamedAndLeftOut() throws IOException {
        picture("a.png", ToyPictures.noise(1, 3, 8, 8));
        Files.writeString(in.resolve("b.png"), "no picture");
        picture("c.png", ToyPictures.noise(2, 3, 8, 8));
        PictureWork.Done done = work(in, out, enlarging, PictureSettings.PLAIN);
        assertThat(written()).containsExactly("a.png", "c.png");
        assertThat(done.pictures()).isEqualTo(2);
        assertThat(done.leftOut()).singleElement().asString().startsWith(in.resolve("b.png") + ": ");
        assertThat(notices).contains("left out: " + done.leftOut().get(0));
        assertBadInputWithoutTrace(
                        folder, () -> work(in.resolve("b.png"), out.resolve("b.png"), enlarging, PictureSettings.PLAIN))
                .hasMessageStartingWith(in.resolve("b.png") + ": ");
    }

    @Test
    void whereNoneCanBeReadAllIsRefused() throws IOException {
        Files.createDirectories(in);
        Files.writeString(in.resolve("a.png"), "none");
        Files.writeString(in.resolve("b.png"), "none");
        assertBadInputWithoutTrace(folder, () -> work(in, out, enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("none of 2 pictures can be read, the first: " + in.resolve("a.png"));
        Files.delete(in.resolve("a.png"));
        Files.delete(in.resolve("b.png"));
        assertBadInputWithoutTrace(folder, () -> work(in, out, enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("no pictures in this folder");
        assertBadInput(() -> work(folder.resolve("none"), out, enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void inputsAndWhatIsThereAreNotWrittenOver() throws IOException {
        Path file = picture("a.png", ToyPictures.noise(1, 3, 8, 8));
        PictureSettings forced = PictureSettings.PLAIN.withForce();
        assertBadInputWithoutTrace(folder, () -> work(in, in.resolve("made"), enlarging, forced))
                .hasMessageContaining("inside of the input");
        assertBadInputWithoutTrace(folder, () -> work(in, in, enlarging, forced))
                .hasMessageContaining("inside of the input");
        assertBadInputWithoutTrace(folder, () -> work(file, file, enlarging, forced))
                .hasMessageContaining("the input itself");
        assertBadInputWithoutTrace(folder, () -> work(file, in, enlarging, forced))
                .hasMessageContaining("the input itself");
        Path linked = Files.createSymbolicLink(folder.resolve("link"), in);
        assertBadInputWithoutTrace(folder, () -> work(in, linked.resolve("x"), enlarging, forced))
                .hasMessageContaining("inside of the input");
        Path sub = picture("in/b.png", ToyPictures.noise(1, 3, 8, 8)); // in/in/b.png, and in is where OUT puts it
        assertBadInputWithoutTrace(folder, () -> work(in, folder, enlarging, forced))
                .hasMessageContaining("would stand among the inputs");
        assertThat(sub).exists();

        Files.createDirectories(out);
        Files.writeString(out.resolve("a.png"), "mine");
        Files.writeString(out.resolve("other"), "mine too");
        assertBadInputWithoutTrace(folder, () -> work(in, out, enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("is not empty")
                .hasMessageContaining("--force");
        assertBadInputWithoutTrace(folder, () -> work(file, out.resolve("a.png"), enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("a.png exists; --force");
        assertBadInputWithoutTrace(folder, () -> work(in, out.resolve("other"), enlarging, forced))
                .hasMessageContaining("is a file");
        assertBadInputWithoutTrace(folder, () -> work(file, out.resolve("a.webp"), enlarging, forced))
                .hasMessageContaining("PNG or JPEG");
        assertBadInputWithoutTrace(folder, () -> work(in, folder.resolve("b.png"), enlarging, forced))
                .hasMessageContaining("is a folder, so -o takes a folder");
        work(in, out, enlarging, forced);
        assertThat(written()).containsExactly("a.png", "in/b.png", "other");
        assertThat(ImageFiles.read(out.resolve("a.png")).height()).isEqualTo(16);
    }

    @Test
    void twoPicturesOfOneNameAreRefused() throws IOException {
        picture("rgb.png", ToyPictures.noise(1, 3, 8, 8));
        fixture("files/rgb.jpg");
        assertBadInputWithoutTrace(folder, () -> work(in, out, enlarging, PictureSettings.PLAIN))
                .hasMessageContaining("rgb.jpg and rgb.png would both become rgb.png");
        Files.delete(in.resolve("rgb.jpg"));
        picture("rgb.compare.png", ToyPictures.noise(1, 3, 8, 8));
        assertBadInputWithoutTrace(folder, () -> work(in, out, enlarging, PictureSettings.PLAIN.withCompare()))
                .hasMessageContaining("would be written twice");
    }

    @Test
    void tilesAreTheWhole() {
        Path file = picture("a.png", ToyPictures.noise(1, 3, 33, 50));
        work(file, out.resolve("whole.png"), enlarging, PictureSettings.PLAIN.with(Tiling.OFF));
        work(file, out.resolve("tiles.png"), enlarging, PictureSettings.PLAIN.with(Tiling.of("16")));
        Image whole = ImageFiles.read(out.resolve("whole.png"));
        Image tiles = ImageFiles.read(out.resolve("tiles.png"));
        for (int i = 0; i < whole.pixels().length; i++) {
            assertThat((whole.pixels()[i] & 0xFF) - (tiles.pixels()[i] & 0xFF)).isBetween(-1, 1);
        }
        assertThat(notices).isEmpty();
        assertBadInput(() -> Tiling.of("few")).hasMessageContaining("--tile is 'few'; allowed: auto, off, 1 to 32768");
        assertBadInput(() -> Tiling.of("0")).hasMessageContaining("--tile is '0'");
    }

    /** So hungry that no memory is enough for the whole picture. */
    private PictureModel hungry() {
        return new PictureModel() {
            @Override
            public int inputChannels() {
                return 3;
            }

            @Override
            public int outputChannels() {
                return 3;
            }

            @Override
            public int scale() {
                return 2;
            }

            @Override
            public int multiple() {
                return 1;
            }

            @Override
            public OptionalInt halo() {
                return enlarging.halo();
            }

            @Override
            public OptionalInt trainedSide() {
                return OptionalInt.empty();
            }

            @Override
            public long bytesPerPixel() {
                return 1L << 40;
            }

            @Override
            public List<Levels> make(List<Image> inputs) {
                assertThat(inputs.get(0).height()).isLessThanOrEqualTo(1 + 2 * 4);
                return enlarging.make(inputs);
            }
        };
    }

    @Test
    void whatDoesNotFitIntoTheMemoryIsCutOrRefused() {
        Image image = ToyPictures.noise(1, 3, 12, 14);
        Path file = picture("a.png", image);
        assertBadInputWithoutTrace(
                        folder,
                        () -> work(file, out.resolve("a.png"), hungry(), PictureSettings.PLAIN.with(Tiling.OFF)))
                .hasMessageContaining("12 needs about ")
                .hasMessageContaining("--tile auto");
        work(file, out.resolve("a.png"), hungry(), PictureSettings.PLAIN);
        Image made = ImageFiles.read(out.resolve("a.png"));
        assertThat(made.height()).isEqualTo(24);
        assertThat(made.width()).isEqualTo(28);
    }

    @Test
    void whatWouldBeTooLargeToReadIsRefused() {
        Path file = picture("a.png", Image.filled(1, 3000, 3000, 3));
        try (ToyPictures model = ToyPictures.enlarging(1)) {
            assertBadInputWithoutTrace(
                            folder,
                            () -> work(file, out.resolve("a.png"), model, PictureSettings.PLAIN.withOutscale(16)))
                    .hasMessageContaining("3000×3000 becomes 48000×48000; allowed: at most 134217728 pixels");
        }
    }

    @Test
    void sizesAreKeptOrAsOneSays() {
        Path file = picture("a.png", ToyPictures.noise(1, 3, 40, 60));
        work(file, out.resolve("keep.png"), translating, PictureSettings.PLAIN);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("more than 1.5 times larger or smaller")
                .contains("(16 pixels)");
        notices.clear();
        work(file, out.resolve("train.png"), translating, PictureSettings.PLAIN.with(InputSize.TRAIN));
        work(file, out.resolve("some.png"), translating, PictureSettings.PLAIN.with(InputSize.of("20")));
        work(file, out.resolve("x.png"), enlarging, PictureSettings.PLAIN.withOutscale(1.5));
        work(file, out.resolve("e.png"), enlarging, PictureSettings.PLAIN.withEnsemble());
        assertThat(notices).isEmpty();
        assertThat(size("keep.png")).isEqualTo("40×60");
        assertThat(size("train.png")).isEqualTo("16×24");
        assertThat(size("some.png")).isEqualTo("20×30");
        assertThat(size("x.png")).isEqualTo("60×90");
        assertThat(size("e.png")).isEqualTo("80×120");
        assertBadInput(() -> work(file, out.resolve("n.png"), enlarging, PictureSettings.PLAIN.with(InputSize.TRAIN)))
                .hasMessageContaining("learned from crops");
        assertBadInput(() -> InputSize.of("big")).hasMessageContaining("allowed: keep, train, 1 to 32768");
        assertBadInput(() -> PictureSettings.PLAIN.withOutscale(17)).hasMessageContaining("above 0 to 16");
        assertBadInput(() -> PictureSettings.PLAIN.withOutscale(Double.NaN)).hasMessageContaining("--outscale");
        assertBadInput(() -> Alpha.of("white")).hasMessageContaining("allowed: network, bicubic, drop");
    }

    private String size(String name) {
        Image image = ImageFiles.read(out.resolve(name));
        return image.height() + "×" + image.width();
    }

    @Test
    void sheetsShowInputAndOutputAndAreNoData() throws IOException {
        picture("a.png", ToyPictures.noise(1, 3, 10, 12));
        work(in, out, enlarging, PictureSettings.PLAIN.withCompare());
        assertThat(written()).containsExactly("a.compare.png", "a.png");
        assertThat(DrawnSheet.is(out.resolve("a.compare.png"))).isTrue();
        Image sheet = ImageFiles.read(out.resolve("a.compare.png"));
        // three cells of 24×20, four times as large so that a word fits: input, bicubic, output
        assertThat(sheet.width()).isEqualTo(4 + 3 * (4 * 24 + 4));
        assertThat(sheet.height()).isEqualTo(20 + 4 + 4 * 20 + 4);
        work(out, folder.resolve("again"), enlarging, PictureSettings.PLAIN);
        assertThat(folder.resolve("again/a.compare.png")).doesNotExist();
        assertThat(folder.resolve("again/a.png")).exists();
    }

    @Test
    void severalVariantsAreNumbered() throws IOException {
        Path file = picture("a.png", ToyPictures.noise(1, 3, 16, 16));
        PictureWork.on(
                file,
                out.resolve("b.png"),
                List.of(translating, translating),
                PictureSettings.PLAIN.withCompare(),
                TEXT,
                LoadProgress.SILENT,
                notices::add);
        assertThat(written()).containsExactly("b-1.png", "b-2.png", "b.compare.png");
        assertBadInputWithoutTrace(
                        folder,
                        () -> PictureWork.on(
                                file,
                                out.resolve("b.png"),
                                List.of(translating, translating),
                                PictureSettings.PLAIN,
                                TEXT,
                                LoadProgress.SILENT,
                                notices::add))
                .hasMessageContaining("b-1.png exists");
    }

    @Test
    void picturesOfOneSizeAreMadeAtOnceAndTheSame() throws IOException {
        for (int i = 0; i < 5; i++) {
            picture(i + ".png", ToyPictures.noise(i, 3, i == 3 ? 12 : 16, 16));
        }
        work(in, out, translating.at(4), PictureSettings.PLAIN);
        assertThat(written()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            Image alone = translating.apply(ImageFiles.read(in.resolve(i + ".png")));
            Image made = ImageFiles.read(out.resolve(i + ".png"));
            for (int k = 0; k < made.pixels().length; k++) {
                assertThat((made.pixels()[k] & 0xFF) - (alone.pixels()[k] & 0xFF))
                        .isBetween(-1, 1);
            }
        }
    }

    @Test
    void noMoreAreMadeAtOnceThanTheMemoryTakes() {
        assertThat(PictureWork.atOnce(8, 10, 1000)).isEqualTo(8);
        assertThat(PictureWork.atOnce(8, 100, 1000)).isEqualTo(5);
        assertThat(PictureWork.atOnce(8, 600, 1000)).isEqualTo(1);
        assertThat(PictureWork.atOnce(8, 6000, 1000)).isEqualTo(1);
    }

    @Test
    void progressIsTold() {
        picture("a.png", ToyPictures.noise(1, 3, 16, 16));
        picture("b.png", ToyPictures.noise(2, 3, 16, 16));
        List<String> heard = new ArrayList<>();
        PictureWork.on(
                in,
                out,
                List.of(translating),
                PictureSettings.PLAIN,
                TEXT,
                (what, done, total) -> heard.add(what + " " + done + "/" + total),
                notices::add);
        assertThat(heard)
                .containsExactly(
                        "looking at the pictures 1/2",
                        "looking at the pictures 2/2",
                        "making pictures 1/2",
                        "making pictures 2/2");
    }

    @Test
    void freeMemoryIsWhatLinuxCallsAvailable() {
        assertThat(FreeMemory.available("MemTotal:  8 kB\nMemFree: 1 kB\nMemAvailable:    2048 kB\n"))
                .isEqualTo(2L << 20);
        assertThat(FreeMemory.available("nothing")).isPositive();
        assertThat(FreeMemory.bytes()).isPositive();
    }
}
