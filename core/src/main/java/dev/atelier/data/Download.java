package dev.atelier.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/** Fetches a gzip file whose unpacked bytes are known by their SHA-256: it appears whole and right, or not at all. */
final class Download {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 20_000;

    private Download() {}

    static void to(Path target, URI from, String sha256, LoadProgress progress) throws IOException {
        Files.createDirectories(target.getParent());
        Path temporary =
                target.resolveSibling("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            copy(from, temporary, "downloading " + target.getFileName(), progress);
            verify(temporary, sha256);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copy(URI from, Path temporary, String what, LoadProgress progress) throws IOException {
        URLConnection connection = from.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("answered " + http.getResponseCode());
        }
        long total = connection.getContentLengthLong();
        try (InputStream in = connection.getInputStream();
                OutputStream out =
                        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                progress.at(what, done, total);
            }
            if (total >= 0 && done < total) {
                throw new IOException("cut short after " + done + " of " + total + " bytes");
            }
        }
    }

    private static void verify(Path file, String sha256) throws IOException {
        String got;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            got = Checksums.sha256(in);
        } catch (IOException e) {
            throw new IOException("not a whole gzip file", e);
        }
        if (!got.equals(sha256)) {
            throw new IOException(
                    "wrong checksum " + got.substring(0, 12) + "…, expected " + sha256.substring(0, 12) + "…");
        }
    }
}
