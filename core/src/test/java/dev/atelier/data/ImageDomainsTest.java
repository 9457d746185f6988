package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static dev.atelier.Refusals.assertBadInputWithoutTrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDomainsTest {
    private static final int SIDE = 8;

    @TempDir
    Path folder;

    private DomainRequest request() {
        return DomainRequest.of("cyclegan", folder.toString(), SIDE)
                .with(Jitter.full(SIDE, SIDE).still());
    }

    private OpenedDomains open(DomainRequest request, Split split) {
        return ImageDomains.of(request).open(split, LoadProgress.SILENT);
    }

    private void pictures(String... names) {
        PairFolders.write(folder, 3, SIDE, SIDE, names);
    }

    private void refused(DomainRequest request, String... parts) {
        assertBadInputWithoutTrace(folder, () -> open(request, Split.TRAIN))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @ParameterizedTest
    @CsvSource({
        "trainA/, trainB/, testA/, testB/",
        "train/A/, train/B/, test/A/, test/B/",
        "A/train/, B/train/, A/test/, B/test/"
    })
    void kindsAreFoundInEveryLayout(String trainA, String trainB, String testA, String testB) {
        pictures(trainA + "x.png", trainA + "y.png", trainB + "p.png", trainB + "q.png", trainB + "r.png");
        pictures(testA + "u.png", testB + "v.png");
        OpenedDomains train = open(request(), Split.TRAIN);
        assertThat(List.of(train.a().size(), train.b().size())).containsExactly(2, 3);
        assertThat(train.notices())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(folder + ": layout: ")
                .endsWith(", unpaired");
        assertThat(PackedImages.image(train.a(), 0)).isEqualTo(PairFolders.picture(trainA + "x.png", 3, SIDE, SIDE));
        assertThat(PackedImages.image(train.b(), 2)).isEqualTo(PairFolders.picture(trainB + "r.png", 3, SIDE, SIDE));
        OpenedDomains test = open(request(), Split.TEST);
        assertThat(PackedImages.image(test.b(), 0)).isEqualTo(PairFolders.picture(testB + "v.png", 3, SIDE, SIDE));
    }

    @Test
    void aTenthOfBothKindsIsHeldOutByTheSameNames() {
        PairFolders.writeMany(folder, 50, SIDE, "A/", "B/");
        OpenedDomains train = open(request(), Split.TRAIN);
        OpenedDomains test = open(request(), Split.TEST);
        assertThat(train.a().size() + test.a().size()).isEqualTo(50);
        assertThat(test.a().size()).isEqualTo(test.b().size()).isBetween(2, 10);
        assertThat(train.notices()).contains(HeldOutTenth.notice(folder.toString(), Family.NONE));
    }

    @Test
    void trainPicturesAreStoredLargerWhereTheyAreMoved() {
        PairFolders.writeMany(folder, 3, 20, "trainA/", "trainB/", "testA/", "testB/");
        DomainRequest moved = request().with(Jitter.full(16, 16));
        assertThat(open(moved, Split.TRAIN).a().width()).isEqualTo(18);
        assertThat(open(moved, Split.TEST).a().width()).isEqualTo(16);
        assertThat(ImageDomains.of(moved).stored().a()).isEqualTo(new ImageFormat(3, 20, 20));
    }

    @Test
    void kindsMayHaveUnlikeChannels() {
        PairFolders.write(folder, 1, SIDE, SIDE, "trainA/1.png", "testA/1.png");
        pictures("trainB/1.png", "testB/1.png");
        OpenedDomains train = open(request(), Split.TRAIN);
        assertThat(List.of(train.a().channels(), train.b().channels())).containsExactly(1, 3);
        OpenedDomains asked = open(request().withChannels(3, 1), Split.TRAIN);
        assertThat(List.of(asked.a().channels(), asked.b().channels())).containsExactly(3, 1);
        assertThat(asked.notices())
                .contains(
                        folder + ": A: 1 of 1 picture grey, made colour by repetition",
                        folder + ": B: 1 of 1 picture in colour, made grey");
    }

    @Test
    void aColourPictureAmongGreyOnesIsRefusedUnlessChannelsAreSaid() {
        for (int i = 0; i < 40; i++) {
            PairFolders.write(folder, i == 39 ? 3 : 1, SIDE, SIDE, "trainA/" + (100 + i) + ".png");
        }
        pictures("trainB/1.png", "testA/1.png", "testB/1.png");
        refused(
                request(),
                "cyclegan: trainA/139.png is in colour, the first pictures of A are grey; say how many channels");
        assertThat(open(request().withChannels(3, 0), Split.TRAIN).a().channels())
                .isEqualTo(3);
    }

    @Test
    void twoClassesAreTwoKinds() {
        PairFolders.writeMany(folder, 12, SIDE, "train/boots/", "train/cats/", "train/dogs/");
        PairFolders.writeMany(folder, 4, SIDE, "test/boots/", "test/cats/", "test/dogs/");
        OpenedDomains train = open(request().ofClasses("dogs", "boots"), Split.TRAIN);
        assertThat(train.notices()).contains(folder + ": class 'dogs' is A, class 'boots' is B, unpaired");
        assertThat(List.of(train.a().size(), train.b().size())).containsExactly(12, 12);
        assertThat(PackedImages.image(train.a(), 0)).isEqualTo(PairFolders.picture("train/dogs/0.png", 3, SIDE, SIDE));
        assertThat(open(request().ofClasses("dogs", "boots"), Split.TEST).b().size())
                .isEqualTo(4);
    }

    @Test
    void classesOfASetThatHasANameServe() {
        DomainRequest shoes = new DomainRequest(
                "cyclegan", "fashion-mnist", List.of("Sneaker", "Ankle boot"), 0, 0, Family.NONE, Jitter.full(28, 28));
        OpenedDomains test = open(shoes, Split.TEST);
        assertThat(List.of(test.a().size(), test.b().size())).containsExactly(1000, 1000);
        refused(
                new DomainRequest(
                        "cyclegan",
                        "fashion-mnist",
                        List.of("Sneaker", "Boot"),
                        0,
                        0,
                        Family.NONE,
                        Jitter.full(28, 28)),
                "cyclegan: domain 'Boot' is no class of fashion-mnist; known: ",
                "Ankle boot");
    }

    @Test
    void whatAreNoTwoKindsIsRefused() throws IOException {
        pictures("1.png", "2.png");
        refused(request(), "no two kinds of pictures in a known layout", "trainA, trainB", "--domains");
        refused(request().ofClasses("a", "b"), "the train split of " + folder + " has no classes");
        assertBadInput(() -> request().ofClasses("a", "a")).hasMessageContaining("domains 'a,a'; allowed: two classes");
        assertBadInput(() -> ImageDomains.of(DomainRequest.of("cyclegan", "fashion-mnist", 28)))
                .hasMessageContaining(
                        "no folder or zip of two kinds of pictures; two of its classes are chosen by --domains");
    }

    @Test
    void anEmptyKindIsRefused() throws IOException {
        pictures("trainA/1.png", "trainB/1.png", "testA/1.png");
        Files.createDirectories(folder.resolve("testB"));
        refused(request(), folder.resolve("testB") + " has no pictures, " + folder.resolve("testA") + " has 1");
    }

    @Test
    void theSamePicturesOnBothSidesAreRefusedAndSomeAreTold() throws IOException {
        pictures("trainA/1.png", "trainA/2.png", "testA/1.png", "testB/2.png");
        Files.createDirectories(folder.resolve("trainB"));
        Files.copy(folder.resolve("trainA/1.png"), folder.resolve("trainB/q.png"));
        Files.copy(folder.resolve("trainA/2.png"), folder.resolve("trainB/p.png"));
        refused(request(), "cyclegan: " + folder + ": A and B are the same pictures; allowed: two kinds of them");
        Files.delete(folder.resolve("trainB/q.png"));
        assertThat(open(request(), Split.TRAIN).notices())
                .contains(folder + ": 1 picture of the train split's 2 in A is in B, too");
    }

    @Test
    void aPictureBelowTheSizeIsRefused() {
        PairFolders.write(folder, 3, 6, SIDE, "A/1.png", "A/2.png", "B/1.png", "B/2.png");
        refused(request(), "cyclegan: A/", " is 8×6 (width×height); allowed: at least 8×8");
    }
}
