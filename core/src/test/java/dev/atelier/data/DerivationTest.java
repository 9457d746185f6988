package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.media.Channels;
import dev.atelier.media.Image;
import dev.atelier.media.Resample;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DerivationTest {
    private static final Image NOISE = PairFolders.picture("noise", 3, 24, 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Derivation.class)
    void theSamePictureAndSeedGiveTheSameAndKeepTheSize(Derivation how) {
        for (int channels = 1; channels <= 4; channels++) {
            Image picture = PairFolders.picture("p", channels, 24, 20);
            byte[] before = picture.pixels().clone();
            Image made = how.of(picture, 3);
            assertThat(made).isEqualTo(how.of(picture, 3)).hasToString("Image[" + how.channels(channels) + "×24×20]");
            assertThat(picture.pixels()).as("the picture itself").isEqualTo(before);
            assertThat(how.of(Image.filled(channels, 1, 1, 7), 3).height()).isEqualTo(1);
        }
        assertThat(Derivation.of(how.key())).isEqualTo(how);
    }

    @Test
    void anUnknownOneIsRefused() {
        assertBadInput(() -> Derivation.of("sketch"))
                .hasMessage("unknown derivation 'sketch'; known: edges, grey, noise, mask, lowres");
    }

    @Test
    void edgesAreLinesWhereLevelsStep() {
        Image square = Image.filled(3, 20, 20, 255);
        for (int c = 0; c < 3; c++) {
            for (int y = 6; y < 14; y++) {
                for (int x = 6; x < 14; x++) {
                    square.pixels()[(c * 20 + y) * 20 + x] = 40;
                }
            }
        }
        Image lines = Derivation.EDGES.of(square, 0);
        assertThat(black(lines)).isBetween(20, 36); // a square of eight has 32 pixels at its edge
        for (int y = 8; y < 12; y++) {
            assertThat(lines.at(0, y, 5) == 0 ^ lines.at(0, y, 6) == 0)
                    .as("left edge, one pixel wide")
                    .isTrue();
            assertThat(lines.at(0, y, 13) == 0 ^ lines.at(0, y, 14) == 0)
                    .as("right edge")
                    .isTrue();
            assertThat(lines.at(0, y, 10)).as("inside").isEqualTo(255);
            assertThat(lines.at(0, y, 1)).as("outside").isEqualTo(255);
        }
        assertThat(black(Derivation.EDGES.of(Image.filled(1, 20, 20, 90), 0))).isZero();
    }

    @Test
    void weakEdgesStayWhereTheyHangTogetherWithStrongOnes() {
        Image ramp = Image.filled(1, 30, 12, 0); // a step that fades from 200 levels to 20
        Image faint = Image.filled(1, 30, 12, 0);
        for (int y = 0; y < 30; y++) {
            for (int x = 6; x < 12; x++) {
                ramp.pixels()[y * 12 + x] = (byte) (200 - 6 * y);
                faint.pixels()[y * 12 + x] = 26;
            }
        }
        assertThat(black(Derivation.EDGES.of(faint, 0))).as("weak all along").isZero();
        Image lines = Derivation.EDGES.of(ramp, 0);
        assertThat(black(lines)).as("on into the weak part, not to its end").isBetween(25, 33);
    }

    private static int black(Image lines) {
        int count = 0;
        for (byte pixel : lines.pixels()) {
            assertThat(pixel == 0 || pixel == (byte) 255).isTrue();
            count += pixel == 0 ? 1 : 0;
        }
        return count;
    }

    @Test
    void greyIsLumaAndSmallIsPillowsBicubic() {
        assertThat(Derivation.GREY.of(NOISE, 0)).isEqualTo(Channels.convert(NOISE, 1));
        assertThat(Derivation.LOWRES.of(NOISE, 0))
                .isEqualTo(Resample.BICUBIC.resize(Resample.BICUBIC.resize(NOISE, 6, 5), 24, 20));
    }

    @Test
    void noiseHasADeviationOfTwentyFiveLevelsAndAnotherForEachSeed() {
        Image plain = Image.filled(3, 64, 64, 128);
        Image noisy = Derivation.NOISE.of(plain, 1);
        double squares = 0;
        for (byte pixel : noisy.pixels()) {
            squares += Math.pow((pixel & 0xFF) - 128, 2);
        }
        assertThat(Math.sqrt(squares / noisy.pixels().length)).isCloseTo(25, within(1.0));
        assertThat(Derivation.NOISE.of(plain, 2)).isNotEqualTo(noisy);
        Image clear = Derivation.NOISE.of(Image.filled(4, 8, 8, 128), 1);
        for (int i = 3 * 64; i < 4 * 64; i++) {
            assertThat(clear.pixels()[i]).as("alpha").isEqualTo((byte) 128);
        }
    }

    @Test
    void aHoleIsASquareOfHalfTheSideInEveryColour() {
        Image made = Derivation.MASK.of(NOISE, 1);
        Set<Integer> changed = new TreeSet<>();
        for (int i = 0; i < NOISE.pixels().length; i++) {
            if (made.pixels()[i] != NOISE.pixels()[i]) {
                assertThat(made.pixels()[i]).isEqualTo((byte) 128);
                changed.add(i % (24 * 20));
            }
        }
        int rows = (int) changed.stream().map(i -> i / 20).distinct().count();
        int columns = (int) changed.stream().map(i -> i % 20).distinct().count();
        assertThat(rows).isEqualTo(10);
        assertThat(columns).isEqualTo(10);
        assertThat(changed).hasSize(100);
    }

    // --- as a source

    private PairSource source(Derivation how, PairSpace space) {
        return PairSource.of(
                PairRequest.of("pix2pix", folder.toString(), 8).derived(how, 4).in(space));
    }

    @Test
    void oneFolderIsEnough() {
        PairFolders.writeMany(folder, 20, 12, "cats/", "dogs/");
        OpenedPairs train = source(Derivation.EDGES, PairSpace.RGB).open(Split.TRAIN, LoadProgress.SILENT);
        OpenedPairs test = source(Derivation.EDGES, PairSpace.RGB).open(Split.TEST, LoadProgress.SILENT);
        assertThat(train.pairs().size() + test.pairs().size()).isEqualTo(40);
        assertThat(train.pairs().width()).as("of the load size").isEqualTo(9);
        assertThat(test.pairs().width()).isEqualTo(8);
        assertThat(train.pairs().input().channels()).isEqualTo(1);
        assertThat(train.pairs().output().channels()).isEqualTo(3);
        assertThat(train.pairs().stems()).contains("cats/0");
        assertThat(train.notices())
                .contains(
                        folder + ": A derived of each picture B: edges",
                        HeldOutTenth.notice(folder.toString(), Family.NONE));
        for (int i = 0; i < train.pairs().size(); i++) {
            assertThat(PackedImages.image(train.pairs().input(), i))
                    .isEqualTo(
                            Derivation.EDGES.of(PackedImages.image(train.pairs().output(), i), 4));
        }
    }

    @Test
    void derivedPicturesDoNotDependOnNamesAndOrder() {
        PairFolders.writeMany(folder, 3, 8, "train/");
        PairFolders.writeMany(folder, 1, 8, "test/");
        Jitter still = Jitter.full(8, 8).still();
        OpenedPairs before = source(Derivation.NOISE, PairSpace.RGB).open(Split.TRAIN, still, LoadProgress.SILENT);
        PairFolders.write(folder, 3, 8, 8, "train/-.png");
        OpenedPairs after = source(Derivation.NOISE, PairSpace.RGB).open(Split.TRAIN, still, LoadProgress.SILENT);
        assertThat(after.pairs().stems()).containsExactly("-", "0", "1", "2");
        assertThat(PackedImages.image(after.pairs().input(), 1))
                .isEqualTo(PackedImages.image(before.pairs().input(), 0));
    }

    @Test
    void greyInLabIsThePictureItselfOnce() {
        PairFolders.writeMany(folder, 3, 8, "train/");
        OpenedPairs opened = source(Derivation.GREY, PairSpace.LAB).open(Split.TRAIN, LoadProgress.SILENT);
        assertThat(opened.pairs().input()).isSameAs(opened.pairs().output());
        assertThat(opened.pairs().input().channels()).isEqualTo(3);
        assertBadInput(() ->
                        PairRequest.of("pix2pix", "x", 8).with(Direction.B_TO_A).in(PairSpace.LAB))
                .hasMessageContaining("direction is BtoA");
    }

    @Test
    void setsThatHaveANameServeAndAreEnlargedWhereTheyMust() {
        OpenedPairs opened = PairSource.of(
                        PairRequest.of("pix2pix", "fashion-mnist", 32).derived(Derivation.EDGES, 0))
                .open(Split.TEST, LoadProgress.SILENT);
        assertThat(opened.pairs().size()).isEqualTo(10_000);
        assertThat(opened.pairs().width()).isEqualTo(32);
        assertThat(opened.notices())
                .anyMatch(notice ->
                        notice.endsWith("10000 of 10000 pictures smaller than 32×32 (width×height), enlarged"));
    }

    @Test
    void smallFilesAreRefused() {
        PairFolders.writeMany(folder, 1, 7, "train/");
        assertBadInput(() -> source(Derivation.GREY, PairSpace.RGB).open(Split.TRAIN, LoadProgress.SILENT))
                .hasMessageContaining("pix2pix: 0.png is 7×7 (width×height); allowed: at least 8×8");
    }
}
