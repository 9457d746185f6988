package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.PixelRange;
import dev.atelier.media.Resample;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoSourceTest {
    @TempDir
    Path folder;

    private PhotoRequest request(int scale, int crop) {
        return new PhotoRequest("srgan", folder.toString(), 0, scale, Family.NONE, crop);
    }

    private OpenedPhotographs open(Split split) {
        return PhotoSource.of(request(4, 16)).open(split, LoadProgress.SILENT);
    }

    private void refused(String... parts) {
        assertBadInputWithoutTrace(folder, () -> open(Split.TRAIN))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void theSmallPictureIsMadeOfTheWholeOneCutToAMultiple() {
        PairFolders.write(folder, 3, 34, 51, "train/1.png", "test/2.png");
        OpenedPhotographs opened = open(Split.TRAIN);
        Photograph one = opened.photographs().all().get(0);
        Image high = PairFolders.picture("train/1.png", 3, 34, 51).crop(0, 0, 32, 48);
        assertThat(one.high()).isEqualTo(high);
        assertThat(one.low()).isEqualTo(Resample.BICUBIC.resize(high, 8, 12));
        assertThat(opened.notices())
                .contains(folder + ": 1 of 1 photograph cut at the right and the lower edge to a multiple of the scale")
                .anyMatch(notice -> notice.contains("×4 smaller ones are made of them, bicubic"));
        assertThat(opened.photographs().size()).as("pieces of 16 in 32×48").isEqualTo(6);
        assertThat(opened.photographs().description())
                .isEqualTo("train split of " + folder + ", 1 photograph of 0.0 megapixels, 6 pieces of 16×16, ×4");
        assertThat(PhotoSource.of(request(4, 16)).low()).isEqualTo("lr=pillow-bicubic");
    }

    @Test
    void picturesOfAnySizesAndATenthHeldOut() {
        for (int i = 0; i < 30; i++) {
            PairFolders.write(folder, 3, 16 + i, 40 - i / 2, i + ".png");
        }
        OpenedPhotographs train = open(Split.TRAIN);
        OpenedPhotographs test = open(Split.TEST);
        assertThat(train.photographs().all().size() + test.photographs().all().size())
                .isEqualTo(30);
        assertThat(test.photographs().all()).isNotEmpty();
        assertThat(train.notices()).contains(HeldOutTenth.notice(folder.toString(), Family.NONE));
    }

    @Test
    void bothSizesMayBeGiven() {
        PairFolders.write(folder, 3, 32, 48, "HR/0001.png", "HR/0002.png");
        PairFolders.write(folder, 3, 8, 12, "LR/0001x4.png", "LR/0002.png");
        List<Photograph> all = new ArrayList<>(open(Split.TRAIN).photographs().all());
        all.addAll(open(Split.TEST).photographs().all());
        assertThat(all).extracting(Photograph::stem).containsExactlyInAnyOrder("0001", "0002");
        Photograph one = all.stream()
                .filter(each -> each.stem().equals("0001"))
                .findFirst()
                .orElseThrow();
        assertThat(one.low()).isEqualTo(PairFolders.picture("LR/0001x4.png", 3, 8, 12));
        assertThat(open(Split.TRAIN).notices()).contains(folder + ": layout: LR/ and HR/, pairs by equal names");
        assertThat(PhotoSource.of(request(4, 16)).low()).isEqualTo("lr=given");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        PairFolders.write(folder, 3, 540, 810, "HR/0003.png");
        PairFolders.write(folder, 3, 133, 200, "LR/0003.png");
        assertBadInputWithoutTrace(folder, () -> open(Split.TRAIN))
                .hasMessage("srgan: LR/0003.png is 200×133, HR/0003.png 810×540; allowed: exactly ×4 (800×532)");
    }

    @Test
    void whatIsNoPhotographIsRefused() {
        PairFolders.write(folder, 3, 15, 40, "train/1.png", "test/1.png");
        refused("srgan: 1.png is 40×15 (width×height); allowed: at least 16×16, or smaller pieces");
        assertThat(open(Split.TEST).photographs().all())
                .as("the test split is judged whole")
                .hasSize(1);
        assertBadInput(() -> request(4, 18)).hasMessageContaining("pieces of 18 pixels at ×4", "as 20");
        assertBadInput(() -> PhotoSource.of(new PhotoRequest("srgan", "fashion-mnist", 0, 2, Family.NONE, 16)))
                .hasMessageContaining("no folder or zip of photographs");
    }

    @Test
    void aSizeWithoutTheOtherIsRefused() {
        PairFolders.write(folder, 3, 16, 16, "HR/1.png", "HR/2.png");
        PairFolders.write(folder, 3, 4, 4, "LR/1.png");
        refused("srgan: 1 of 2 pictures in HR have no partner in LR (first: 2.png)", "0001x4.png in LR");
    }

    @Test
    void greyAndClearPicturesAreConvertedAndCounted() {
        PairFolders.write(folder, 1, 16, 16, "train/1.png", "test/1.png");
        PairFolders.write(folder, 4, 16, 16, "train/2.png");
        OpenedPhotographs opened = open(Split.TRAIN);
        assertThat(opened.photographs().channels()).isEqualTo(3);
        assertThat(opened.notices())
                .contains(
                        folder + ": 1 of 2 photographs grey, made colour by repetition",
                        folder + ": 1 of 2 photographs with transparency, laid on white");
    }

    // --- pieces

    /** Every pixel of the small picture says where it is, and the large one repeats it four by four. */
    private static Photograph placed(int number, int height, int width) {
        byte[] low = new byte[height * width];
        byte[] high = new byte[16 * height * width];
        for (int i = 0; i < low.length; i++) {
            low[i] = (byte) (number * 40 + (i % width * 5 + i / width * 3) % 40);
        }
        for (int i = 0; i < high.length; i++) {
            high[i] = low[i / (4 * width) / 4 * width + i % (4 * width) / 4];
        }
        return new Photograph(
                "p" + number, new Image(1, 4 * height, 4 * width, high), new Image(1, height, width, low));
    }

    private static PhotoRows rows(PhotoTreatment treatment) {
        return new PhotoRows(
                new Photographs("placed", List.of(placed(0, 9, 7), placed(1, 6, 20), placed(2, 8, 8)), 4, 16),
                treatment);
    }

    @Test
    void piecesLieAtOnePlaceInBothSizesMirroredAndTurnedByOneDraw() {
        PhotoTreatment plain = new PhotoTreatment(false, false, false, PixelRange.UNIT, PixelRange.UNIT, 3);
        for (PhotoTreatment treatment :
                List.of(plain, plain.turned(), plain.detailed(), plain.turned().detailed())) {
            PhotoRows rows = rows(treatment);
            Set<List<Float>> corners = new HashSet<>();
            for (long number = 0; number < 40; number++) {
                try (Fields batch = rows.batch(new int[] {0, 1, 2}, number)) {
                    assertThat(Tensors.shape(batch.get(PairRows.INPUT))).containsExactly(3, 1, 4, 4);
                    assertThat(Tensors.shape(batch.get(Fields.REAL))).containsExactly(3, 1, 16, 16);
                    float[] low = Tensors.toFloats(batch.get(PairRows.INPUT));
                    float[] high = Tensors.toFloats(batch.get(Fields.REAL));
                    Set<Integer> pictures = new HashSet<>();
                    for (int i = 0; i < high.length; i++) {
                        int y = i / 16 % 16 / 4;
                        assertThat(high[i]).isEqualTo(low[i / 256 * 16 + y * 4 + i % 16 / 4]);
                        pictures.add(Math.round(low[i / 256 * 16] * 255) / 40);
                    }
                    assertThat(pictures).as("of different photographs").hasSize(3);
                    corners.add(List.of(low[0], low[1], low[4]));
                }
            }
            assertThat(corners.size()).isGreaterThan(treatment.turn() ? 20 : 10);
        }
    }

    @Test
    void rangesAreThoseOfThePaper() {
        try (Fields batch = rows(PhotoTreatment.of(1)).batch(new int[] {0, 1, 2, 3}, 0)) {
            assertThat(batch.count()).as("more than there are photographs").isEqualTo(4);
            for (float value : Tensors.toFloats(batch.get(PairRows.INPUT))) {
                assertThat(value).isBetween(0f, 1f);
            }
            float least = 1;
            for (float value : Tensors.toFloats(batch.get(Fields.REAL))) {
                least = Math.min(least, value);
            }
            assertThat(least).as("the darkest").isBetween(-1f, -0.5f);
        }
    }

    @Test
    void aBatchIsAFunctionOfSeedAndNumber() {
        for (PhotoTreatment treatment :
                List.of(PhotoTreatment.of(1), PhotoTreatment.of(1).turned().detailed())) {
            float[] once;
            try (Fields batch = rows(treatment).batch(new int[] {0, 1}, 5)) {
                once = Tensors.toFloats(batch.get(Fields.REAL));
            }
            try (Fields batch = rows(treatment).batch(new int[] {7, 2}, 5)) {
                assertThat(Tensors.toFloats(batch.get(Fields.REAL))).isEqualTo(once);
            }
            try (Fields batch = rows(treatment).batch(new int[] {0, 1}, 6)) {
                assertThat(Tensors.toFloats(batch.get(Fields.REAL))).isNotEqualTo(once);
            }
        }
    }

    @Test
    void piecesOfMoreDetailAreDrawnMoreOften() {
        Image low = Image.filled(1, 8, 40, 100);
        for (int y = 0; y < 8; y++) {
            for (int x = 30; x < 40; x++) {
                low.pixels()[y * 40 + x] = (byte) ((x + y) % 2 == 0 ? 0 : 255);
            }
        }
        Image high = Resample.BICUBIC.resize(low, 32, 160);
        Photographs half = new Photographs("half", List.of(new Photograph("h", high, low)), 4, 16);
        assertThat(detailed(new PhotoRows(half, PhotoTreatment.of(1)))).isLessThan(110);
        assertThat(detailed(new PhotoRows(half, PhotoTreatment.of(1).detailed())))
                .isBetween(130, 199);
    }

    /** Of 200 pieces those that are not of one level. */
    private static int detailed(PhotoRows rows) {
        int count = 0;
        for (long number = 0; number < 200; number++) {
            try (Fields batch = rows.batch(new int[] {0}, number)) {
                Set<Float> levels = new HashSet<>();
                for (float value : Tensors.toFloats(batch.get(PairRows.INPUT))) {
                    levels.add(value);
                }
                count += levels.size() > 1 ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void aHashIsOfBothSizesNotOfNames() {
        ImageFiles.writePng(PairFolders.picture("x", 3, 16, 16), folder.resolve("train/a.png"), Map.of());
        PairFolders.write(folder, 3, 16, 16, "test/t.png");
        String first = open(Split.TRAIN).photographs().sha256();
        assertThat(open(Split.TRAIN).photographs().sha256()).isEqualTo(first);
        assertThat(PhotoSource.of(request(2, 16))
                        .open(Split.TRAIN, LoadProgress.SILENT)
                        .photographs()
                        .sha256())
                .isNotEqualTo(first);
    }

    /** Of a picture that grows brighter downwards, by an anticlockwise quarter to the right, and so on; mirrored it is the same. */
    @Test
    void rowsTellByHowManyQuartersAPieceWasTurned() {
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 64 * 3);
        }
        Photograph photograph = Photograph.of("down", new Image(1, 64, 64, pixels), 4);
        PhotoRows rows = new PhotoRows(
                new Photographs("one", List.of(photograph), 4, 16),
                PhotoTreatment.of(1).turned());
        Set<Float> seen = new HashSet<>();
        try (Fields batch = rows.batch(new int[40], 3)) {
            float[] quarters = Tensors.toFloats(batch.get(PhotoRows.QUARTERS));
            float[] real = Tensors.toFloats(batch.get(Fields.REAL));
            for (int i = 0; i < quarters.length; i++) {
                float first = real[i * 256];
                boolean downwards = real[i * 256 + 255 - 15] > first; // the corner below
                boolean rightwards = real[i * 256 + 15] > first;
                boolean upwards = real[i * 256 + 255 - 15] < first;
                boolean leftwards = real[i * 256 + 15] < first;
                boolean[] brighter = {downwards, rightwards, upwards, leftwards};
                assertThat(brighter[(int) quarters[i]]).as("piece " + i).isTrue();
                seen.add(quarters[i]);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(0f, 1f, 2f, 3f);
    }
}
