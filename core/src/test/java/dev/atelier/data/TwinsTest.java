package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Families of names on one side of a split, and held-out pictures that look like one that is learned from. */
class TwinsTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    /** Coarse noise, so that it is something else in few pixels too; brighter by so many levels, never cut off. */
    private static Image blocks(long seed, int brighter) {
        Random random = new Random(seed);
        byte[] pixels = new byte[SIDE * SIDE];
        int[] shades = random.ints(16, 0, 160).toArray();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (shades[i / SIDE / 4 * 4 + i % SIDE / 4] + brighter);
        }
        return new Image(1, SIDE, SIDE, pixels);
    }

    private static Twins.Looks looks(Object... namesAndPictures) {
        Twins.Looks looks = new Twins.Looks();
        for (int i = 0; i < namesAndPictures.length; i += 2) {
            looks.add((String) namesAndPictures[i], List.of(Twins.Look.of((Image) namesAndPictures[i + 1])));
        }
        return looks;
    }

    @Test
    void brightnessMakesNoOtherPictureAndOneShadeIsLikeNothing() {
        Twins.Looks learned = looks("a", blocks(1, 0), "b", blocks(2, 0), "white", Image.filled(1, SIDE, SIDE, 255));
        Twins twins = Twins.of(
                looks("dark-b", blocks(2, 60), "c", blocks(3, 0), "grey", Image.filled(1, SIDE, SIDE, 255)), learned);
        assertThat(twins).isEqualTo(new Twins(3, List.of(new Twins.Twin("dark-b", "b"))));
        assertThat(twins.remark("pair").orElseThrow())
                .startsWith("1 of 3 held-out pairs look almost like one that is learned from (dark-b like b), so that")
                .contains("data.family");
        assertThat(Twins.of(looks("c", blocks(3, 0)), learned).remark("pair")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-, man-dark-skin, man",
        "-, people-x/man-dark, people-x/man",
        "-, 0017, 0017",
        "-, -a, -a",
        "-dark, man-dark-skin, man",
        "'', man-dark, man-dark"
    })
    void aFamilyIsWhatNamesHaveInCommonUpToAText(String end, String stem, String family) {
        assertThat(new Family(end).of(stem)).isEqualTo(family);
    }

    private PairRequest request(Family family) {
        return PairRequest.of("pix2pix", folder.toString(), SIDE)
                .with(Jitter.full(SIDE, SIDE).still())
                .with(family);
    }

    private void write(String name, Image picture) {
        ImageFiles.writePng(picture, folder.resolve(name + ".png"), Map.of());
    }

    /** Thirty drawings in two shades each. */
    private void families() {
        for (int i = 0; i < 30; i++) {
            for (int shade = 0; shade < 2; shade++) {
                write("A/d" + i + "-" + shade, blocks(i, 0));
                write("B/d" + i + "-" + shade, blocks(100 + i, 60 * shade));
            }
        }
    }

    private static Map<String, TreeSet<Split>> sides(PairSource source) {
        Map<String, TreeSet<Split>> sides = new TreeMap<>();
        for (Split split : Split.values()) {
            source.open(split, LoadProgress.SILENT)
                    .pairs()
                    .stems()
                    .forEach(stem -> sides.computeIfAbsent(stem.split("-")[0], name -> new TreeSet<>())
                            .add(split));
        }
        return sides;
    }

    @Test
    void aFamilyStaysOnOneSide() {
        families();
        PairSource alone = PairSource.of(request(Family.NONE));
        assertThat(sides(alone).values()).anyMatch(side -> side.size() == 2);
        Optional<String> told = alone.twins(alone.open(Split.TRAIN, LoadProgress.SILENT), LoadProgress.SILENT);
        assertThat(told.orElseThrow()).startsWith(folder + ": ").contains(" held-out pairs look almost like one");
        PairSource together = PairSource.of(request(new Family("-")));
        assertThat(sides(together).values()).allMatch(side -> side.size() == 1);
        assertThat(sides(together).values()).anyMatch(side -> side.contains(Split.TEST));
        OpenedPairs train = together.open(Split.TRAIN, LoadProgress.SILENT);
        assertThat(together.twins(train, LoadProgress.SILENT)).isEmpty();
        assertThat(train.notices()).anyMatch(line -> line.endsWith("by the hash of its name up to the first '-'"));
    }

    @Test
    void aReportOfPairsTellsTwinsOfAnySplit() {
        families();
        assertThat(PairInspection.of(folder.toString(), Optional.empty(), LoadProgress.SILENT)
                        .text())
                .contains("look almost like one that is learned from");
        assertThat(PairInspection.of(folder.toString(), Optional.empty(), new Family("-"), LoadProgress.SILENT)
                        .text())
                .doesNotContain("look almost like");
    }

    @Test
    void domainsAreToldKindByKind() {
        families();
        DomainRequest request = DomainRequest.of("cyclegan", folder.toString(), SIDE);
        ImageDomains alone = ImageDomains.of(request);
        assertThat(alone.twins(alone.open(Split.TRAIN, LoadProgress.SILENT), LoadProgress.SILENT))
                .hasSize(2)
                .allMatch(line -> line.contains("held-out picture"));
        ImageDomains together = ImageDomains.of(request.with(new Family("-")));
        assertThat(together.twins(together.open(Split.TRAIN, LoadProgress.SILENT), LoadProgress.SILENT))
                .isEmpty();
    }

    @Test
    void oneFamilyOfAllAndSplitsOfTheirOwnAreRefused() {
        for (String kind : List.of("A/", "B/")) {
            for (int i = 0; i < 4; i++) {
                write(kind + "img_" + i, blocks(i + kind.hashCode(), 0));
            }
        }
        assertBadInput(() -> PairSource.of(request(new Family("_"))))
                .hasMessageContaining("names that are equal up to the first '_' are one family, and all are of 'img'");
        Path splits = folder.resolve("splits");
        Stream.of("trainA/1", "trainB/1", "testA/2", "testB/2")
                .forEach(name -> write("splits/" + name, blocks(name.hashCode(), 0)));
        assertBadInput(() -> PairSource.of(
                        PairRequest.of("pix2pix", splits.toString(), SIDE).with(new Family("-"))))
                .hasMessageContaining("has splits of its own; allowed: none");
        assertBadInput(() -> ImageDomains.of(
                        DomainRequest.of("cyclegan", splits.toString(), SIDE).with(new Family("-"))))
                .hasMessageContaining("has splits of its own");
    }
}
