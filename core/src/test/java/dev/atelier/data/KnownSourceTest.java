package dev.atelier.data;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSourceTest {
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private HttpServer server;
    private int requests;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DataLocations surroundings() {
        return new DataLocations(variables, folder.resolve("home"), List.of(folder.resolve("system")));
    }

    private KnownSource fashion() {
        return new KnownSource(KnownSet.FASHION_MNIST.at(uri("")), surroundings());
    }

    private OpenedSource open(Split split) {
        return fashion().open(ImageFormat.asStored(), split, LoadProgress.SILENT);
    }

    private static byte[] embedded(String name) {
        try (InputStream in = KnownSource.class.getResourceAsStream("/data/fashion-mnist/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String name, byte[] bytes, int promised) {
        server.createContext("/" + name, exchange -> {
            requests++;
            exchange.sendResponseHeaders(200, promised);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private static void putOfficialTest(Path place) throws IOException {
        Files.createDirectories(place);
        Files.write(place.resolve(TEST_IMAGES), embedded(TEST_IMAGES));
        Files.write(place.resolve(TEST_LABELS), embedded(TEST_LABELS));
    }

    private static void putOwnTrain(Path place, int count) throws IOException {
        Files.createDirectories(place);
        Files.write(place.resolve("train-images-idx3-ubyte"), IdxBytes.images(count, 28, 28));
        Files.write(place.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(new int[count]));
    }

    private List<Path> filesBelow(Path place) throws IOException {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theEmbeddedTestSplitIsTheOfficialOneAndIsLast() {
        OpenedSource opened = open(Split.TEST);
        assertThat(opened.origin()).isEqualTo("Fashion-MNIST's test split of 10000 images, inside the program");
        assertThat(opened.dataset().size()).isEqualTo(10_000);
        assertThat(opened.dataset().classNames())
                .hasSize(10)
                .startsWith("T-shirt/top")
                .endsWith("Ankle boot");
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) {
            counts[opened.dataset().label(i)]++;
        }
        assertThat(counts).containsOnly(1000);
        assertThat(opened.dataset().label(0)).isEqualTo(9);
        IdxFile images = IdxFile.ofResource("/data/fashion-mnist/" + TEST_IMAGES);
        assertThat(KnownSet.FASHION_MNIST.has(
                        IdxFolder.IMAGES, images.images(false).sha256()))
                .isTrue();
    }

    @Test
    void trainingOnTheEmbeddedSubsetIsNeverSilent() {
        variables.put("ATELIER_OFFLINE", "1");
        List<String> notices = open(Split.TRAIN).notices();
        assertThat(notices).hasSize(1);
        assertThat(notices.get(0))
                .contains("only the 10000 images")
                .contains("not the 60000")
                .contains("data fetch fashion-mnist");
        assertThat(requests).isZero();
    }

    @Test
    void theUsersFolderGoesFirstItselfOrBelow() throws IOException {
        putOfficialTest(folder.resolve("home/.cache/atelier/fashion-mnist"));
        putOfficialTest(folder.resolve("mine"));
        variables.put("ATELIER_DATA", folder.resolve("mine").toString());
        assertThat(open(Split.TEST).origin()).isEqualTo("Fashion-MNIST from $ATELIER_DATA, " + folder.resolve("mine"));
        putOfficialTest(folder.resolve("mine/fashion-mnist"));
        OpenedSource opened = open(Split.TEST);
        assertThat(opened.origin()).endsWith("mine/fashion-mnist");
        assertThat(opened.notices()).isEmpty();
    }

    @Test
    void theCacheGoesBeforeTheSystemsPackage() throws IOException {
        putOfficialTest(folder.resolve("system/fashion-mnist"));
        assertThat(open(Split.TEST).origin())
                .isEqualTo("Fashion-MNIST from the system's package, " + folder.resolve("system/fashion-mnist"));
        putOfficialTest(folder.resolve("home/.cache/atelier/fashion-mnist"));
        assertThat(open(Split.TEST).origin()).startsWith("Fashion-MNIST from the cache");
    }

    @Test
    void theCacheCanBeMoved() throws IOException {
        putOfficialTest(folder.resolve("elsewhere/fashion-mnist"));
        variables.put("ATELIER_CACHE", folder.resolve("elsewhere").toString());
        assertThat(open(Split.TEST).origin())
                .startsWith("Fashion-MNIST from the cache")
                .endsWith("elsewhere/fashion-mnist");
        variables.remove("ATELIER_CACHE");
        variables.put("LOCALAPPDATA", folder.resolve("local").toString());
        putOfficialTest(folder.resolve("local/atelier/cache/fashion-mnist"));
        assertThat(open(Split.TEST).origin()).endsWith("local/atelier/cache/fashion-mnist");
    }

    @Test
    void aUsersFolderWithoutTheSplitIsSaid() throws IOException {
        variables.put("ATELIER_DATA", folder.toString());
        variables.put("ATELIER_OFFLINE", "1");
        putOwnTrain(folder.resolve("system/fashion-mnist"), 3);
        OpenedSource opened = open(Split.TRAIN);
        assertThat(opened.dataset().size()).isEqualTo(3);
        assertThat(opened.notices()).hasSize(2);
        assertThat(opened.notices().get(0))
                .isEqualTo("ATELIER_DATA=" + folder + " has no Fashion-MNIST train split, looked elsewhere");
        assertThat(opened.notices().get(1)).contains("not the official Fashion-MNIST");
    }

    @Test
    void aDamagedCopyOfTheUsersIsRefusedAndTheCachesPassedOver() throws IOException {
        variables.put("ATELIER_OFFLINE", "1");
        Path cache = folder.resolve("home/.cache/atelier/fashion-mnist");
        putOfficialTest(cache);
        Files.write(cache.resolve(TEST_IMAGES), Arrays.copyOf(embedded(TEST_IMAGES), 4000));
        OpenedSource opened = open(Split.TEST);
        assertThat(opened.origin()).endsWith("inside the program");
        assertThat(opened.notices().get(0))
                .startsWith("passed over the cache: ")
                .contains("cut short");
        variables.put("ATELIER_DATA", cache.toString());
        assertBadInput(() -> open(Split.TEST)).hasMessageContaining("cut short");
    }

    @Test
    void aDownloadThatFailsIsOneNoticeAndLeavesNothing() throws IOException {
        OpenedSource opened = open(Split.TRAIN); // the server answers 404
        assertThat(opened.notices()).hasSize(2);
        assertThat(opened.notices().get(0))
                .startsWith("Fashion-MNIST could not be downloaded: ")
                .contains("answered 404");
        assertThat(filesBelow(folder.resolve("home"))).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsOneLine() {
        server.stop(0);
        assertBadInput(() -> fashion().fetch(LoadProgress.SILENT))
                .hasMessageMatching("Fashion-MNIST could not be downloaded: .*Connection refused.*");
    }

    @Test
    void fetchTakesOnlyWhatTheCacheLacks() throws IOException {
        Path cache = folder.resolve("home/.cache/atelier/fashion-mnist");
        putOfficialTest(cache);
        Files.write(cache.resolve(TEST_LABELS), new byte[] {1, 2, 3}); // damaged: fetched again
        answer(TEST_LABELS, embedded(TEST_LABELS), embedded(TEST_LABELS).length);
        answer(TEST_IMAGES, embedded(TEST_IMAGES), embedded(TEST_IMAGES).length);
        assertBadInput(() -> fashion().fetch(LoadProgress.SILENT))
                .hasMessageContaining(
                        "train-images-idx3-ubyte.gz: answered 404"); // the train files are not on this server
        assertThat(requests).isZero();
        Download.to(
                cache.resolve(TEST_LABELS),
                uri(TEST_LABELS),
                KnownSet.FASHION_MNIST.file(Split.TEST, IdxFolder.LABELS).sha256(),
                LoadProgress.SILENT);
        assertThat(open(Split.TEST).origin()).startsWith("Fashion-MNIST from the cache");
    }

    private URI uri(String name) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/" + name);
    }
}
