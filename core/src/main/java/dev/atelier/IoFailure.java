package dev.atelier;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A file that could not be read or written although the user named it rightly: a full disk, a device that fails. The message is one
 * line; the command line prints it and exits with 1.
 */
public final class IoFailure extends RuntimeException {
    private static final int LONGEST_NAME = 255;

    private IoFailure(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * What to throw for an exception of {@code path}: a {@link BadInput} where the path itself cannot be (nothing is there, something else
     * is, no permission, a disk for reading alone, not UTF-8), else a failure.
     */
    public static RuntimeException of(String message, Path path, IOException e) {
        return isOfThePath(path, e) ? new BadInput(message, e) : new IoFailure(message, e);
    }

    private static boolean isOfThePath(Path path, IOException e) {
        boolean told = e instanceof NoSuchFileException
                || e instanceof AccessDeniedException
                || e instanceof FileAlreadyExistsException
                || e instanceof NotDirectoryException
                || e instanceof DirectoryNotEmptyException
                || e instanceof CharacterCodingException;
        return told
                || cannotBe(path)
                || e instanceof FileSystemException file && file.getFile() != null && cannotBe(file);
    }

    private static boolean cannotBe(FileSystemException e) {
        try {
            return cannotBe(Path.of(e.getFile()));
        } catch (InvalidPathException invalid) {
            return true;
        }
    }

    /** A folder where a file is meant, below a file, too long a name, a disk that takes nothing. The system's own words are in its language. */
    private static boolean cannotBe(Path path) {
        Path absolute = path.toAbsolutePath();
        for (Path part : absolute) {
            if (part.toString().length() > LONGEST_NAME) {
                return true;
            }
        }
        Path above = absolute;
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above == null || !above.equals(absolute) && !Files.isDirectory(above)) {
            return true;
        }
        try {
            return Files.getFileStore(above).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    /** What went wrong with a file, without the class name and without the path twice. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        } else if (e instanceof NoSuchFileException) {
            return "no such folder";
        } else if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        } else if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        } else if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        return String.valueOf(e.getMessage());
    }
}
