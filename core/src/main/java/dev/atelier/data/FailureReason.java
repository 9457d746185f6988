package dev.atelier.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Why reading or writing failed, in a few words without a path. */
final class FailureReason {
    private FailureReason() {}

    static String of(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? "an error" : of(cause);
    }

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemLoopException) {
            return "a link leads back to its own folder";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        if (e instanceof UnknownHostException) {
            return "host not found";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }
}
