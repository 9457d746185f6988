package dev.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";
    private static final String SHA256 =
            KnownSet.FASHION_MNIST.file(Split.TEST, IdxFolder.LABELS).sha256();

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String name, byte[] bytes, int promised) {
        server.createContext("/" + name, exchange -> {
            exchange.sendResponseHeaders(200, promised);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private URI uri(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    private static byte[] embedded(String name) {
        try (InputStream in = Download.class.getResourceAsStream("/data/fashion-mnist/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> filesBelow(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void downloadsWhatIsRight() throws IOException {
        Path target = folder.resolve("to/" + TEST_LABELS);
        answer(TEST_LABELS, embedded(TEST_LABELS), embedded(TEST_LABELS).length);
        long[] last = new long[2];
        Download.to(target, uri(TEST_LABELS), SHA256, (what, done, total) -> {
            last[0] = done;
            last[1] = total;
        });
        assertThat(target).hasBinaryContent(embedded(TEST_LABELS));
        assertThat(last).containsExactly(5148, 5148);
        assertThat(filesBelow(folder)).containsExactly(target);
    }

    @Test
    void takesWhatWasPackedInAnotherWay() throws IOException {
        byte[] repacked =
                IdxBytes.gzip(new GZIPInputStream(new ByteArrayInputStream(embedded(TEST_LABELS))).readAllBytes());
        assertThat(repacked).isNotEqualTo(embedded(TEST_LABELS));
        Path target = folder.resolve(TEST_LABELS);
        answer(TEST_LABELS, repacked, repacked.length);
        Download.to(target, uri(TEST_LABELS), SHA256, LoadProgress.SILENT);
        assertThat(target).hasBinaryContent(repacked);
    }

    @Test
    void refusesADownloadWithAWrongChecksumOrCutShort() throws IOException {
        byte[] other = IdxBytes.gzip(IdxBytes.labels(1, 2, 3));
        answer("other.gz", other, other.length);
        failedDownload("other.gz", "wrong checksum");
        answer("junk.gz", new byte[100], 100);
        failedDownload("junk.gz", "not a whole gzip file");
        answer("chunked.gz", Arrays.copyOf(embedded(TEST_LABELS), 2000), 0);
        failedDownload("chunked.gz", "not a whole gzip file");
    }

    private void failedDownload(String name, String why) throws IOException {
        failedDownload(uri(name), why);
    }

    private void failedDownload(URI from, String why) throws IOException {
        assertThatThrownBy(() -> Download.to(folder.resolve("here.gz"), from, SHA256, LoadProgress.SILENT))
                .as(from.getPath())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
        assertThat(filesBelow(folder)).isEmpty();
    }

    @Test
    void refusesADownloadWhoseConnectionBreaks() throws IOException {
        try (ServerSocket breaking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerHalf(breaking));
            answering.start();
            failedDownload(URI.create("http://127.0.0.1:" + breaking.getLocalPort() + "/half.gz"), "");
        }
    }

    /** Promises the whole file, sends 2000 bytes and hangs up. */
    private static void answerHalf(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5148\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(embedded(TEST_LABELS), 0, 2000);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
