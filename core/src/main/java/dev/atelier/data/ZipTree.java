package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.FileKind;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.Upright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip as if it were the folder that it unpacks to; nothing of it is written to the disk but archives within it, each to a
 * temporary file that goes with the process, and read as the folder of its name. Refused: entries that lead out of the archive, that
 * need a password, that are packed in an unknown way, that would unpack to more than a picture can have, and archives that claim
 * more than packing can hold.
 */
final class ZipTree {
    private static final Set<String> ZIPS = Set.of("a zip archive", "an empty zip archive");
    private static final int DEEPEST = 3;
    private static final long MOST_BYTES = 1L << 30; // of 2^27 pixels with four samples, and twice that
    private static final long MOST_RATIO = 1100; // deflate's own limit is 1032
    private static final long MOST_RATIO_OF_ARCHIVES = 50;

    private final Path root;
    private final List<DataFile> files = new ArrayList<>();
    private final Set<String> folders = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<SkippedFile> passed = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private ZipTree(Path root) {
        this.root = root;
    }

    private record InZip(String name, Path place, ZipFile zip, ZipArchiveEntry entry) implements DataFile {
        @Override
        public InputStream stream() throws IOException {
            return zip.getInputStream(entry);
        }

        @Override
        public Upright upright() {
            if (entry.getSize() > MOST_BYTES) {
                throw new BadInput(
                        place + ": unpacks to " + entry.getSize() + " bytes; a picture has at most " + MOST_BYTES);
            }
            byte[] bytes;
            try (InputStream in = stream()) {
                bytes = in.readNBytes((int) entry.getSize() + 1);
            } catch (IOException | RuntimeException e) {
                throw new BadInput(place + ": damaged in the archive", e);
            }
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw new BadInput(place + ": damaged in the archive (its checksum is another)");
            }
            return ImageFiles.upright(place.toString(), bytes);
        }
    }

    /** Whether a file is a zip, told by its first bytes. */
    static boolean isZip(Path file) {
        try {
            return ZIPS.contains(FileKind.describe(file));
        } catch (IOException e) {
            return false;
        }
    }

    static FileTree of(Path archive) {
        ZipTree tree = new ZipTree(archive);
        try {
            tree.add(archive, archive, "", 1);
        } catch (IOException e) {
            throw new BadInput(archive + ": cannot be read as a zip: " + FailureReason.of(e), e);
        }
        List<DataFile> kept = tree.files.stream().filter(tree::isData).toList();
        tree.passed.sort((a, b) -> FileNames.BY_BYTES.compare(a.name(), b.name()));
        return new FileTree(archive, kept, tree.folders, tree.passed, tree.remarks);
    }

    /** The entries of the archive in {@code file}, which is called {@code place}, below {@code prefix}. */
    private void add(Path file, Path place, String prefix, int depth) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); // closed with the last of its entries
        ZipFile zip;
        try {
            zip = ZipFile.builder().setSeekableByteChannel(channel).get();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new BadInput(place + ": a damaged zip, or one cut short", e);
        }
        List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
        requirePossible(place, entries, channel.size());
        ZipNames names = new ZipNames(place);
        Set<String> own = ownFolders(entries, place);
        String alone = prefix.isEmpty() ? "" : onlyFolderOfThisName(entries, place, prefix);
        entries.sort(Comparator.comparing(ZipTree::isArchive)); // the folders beside archives are known first
        for (ZipArchiveEntry entry : entries) {
            String name = names.of(entry);
            if (isNobodys(name) || isIn(own, name)) {
                continue;
            }
            if (!alone.isEmpty()) {
                name = name.length() > alone.length() ? name.substring(alone.length() + 1) : "";
            }
            if (!name.isEmpty()) {
                add(zip, entry, prefix + name, depth);
            }
        }
        own.forEach(folder -> passed.add(new SkippedFile(SkippedFile.Kind.OWN_FOLDER, prefix + folder)));
        remarks.addAll(names.notices());
    }

    private void add(ZipFile zip, ZipArchiveEntry entry, String name, int depth) throws IOException {
        if (entry.isDirectory()) {
            folder(name);
            return;
        }
        if (name.indexOf('/') > 0) {
            folder(name.substring(0, name.lastIndexOf('/')));
        }
        if (entry.isUnixSymlink()) {
            passed.add(new SkippedFile(SkippedFile.Kind.PACKED_LINK, name));
            return;
        }
        if (!seen.add(name)) {
            throw new BadInput(
                    root + ": '" + name + "' is there twice, or its accents are written in two ways; keep one");
        }
        InZip file = new InZip(name, root.resolve(name), zip, entry);
        boolean packed = isArchive(entry);
        if (packed || file.isNamedAsImage() || name.endsWith(AttributeFile.NAME)) {
            requireReadable(file);
        }
        if (packed) {
            nested(file, depth);
        } else {
            files.add(file);
        }
    }

    private static void requireReadable(InZip file) {
        if (file.entry().getGeneralPurposeBit().usesEncryption()) {
            throw new BadInput(file.place() + ": needs a password; unpack the archive with it");
        }
        if (!file.zip().canReadEntryData(file.entry())) {
            throw new BadInput(file.place() + ": packed by a method that is not read (number "
                    + file.entry().getMethod() + "); unpack the archive, or pack it anew");
        }
    }

    private void nested(InZip file, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw new BadInput(file.place() + ": archives in archives, more than " + DEEPEST + " deep");
        }
        String folder = file.name().substring(0, file.name().length() - ".zip".length());
        if (folders.contains(folder)) {
            throw new BadInput(
                    file.place() + ": beside a folder '" + folder + "', and both are read by that name; keep one");
        }
        folder(folder);
        Path unpacked = Files.createTempFile("atelier-", ".zip");
        try {
            try (InputStream in = file.stream()) {
                Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
            add(unpacked, file.place(), folder + "/", depth + 1);
        } finally {
            forget(unpacked);
        }
    }

    /** Its channel stays open where the system lets go of the name; elsewhere it goes when the process ends. */
    private static void forget(Path unpacked) {
        try {
            Files.deleteIfExists(unpacked);
        } catch (IOException e) {
            unpacked.toFile().deleteOnExit();
        }
    }

    private static boolean isArchive(ZipArchiveEntry entry) {
        return !entry.isDirectory() && entry.getName().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** More than packing can hold is claimed where entries share their bytes, or where the claims are false. */
    private static void requirePossible(Path place, List<ZipArchiveEntry> entries, long size) {
        long claimed = 0;
        for (ZipArchiveEntry entry : entries) {
            claimed += Math.max(0, entry.getSize());
            long most = Math.max(
                    1 << 20, Math.multiplyExact(MOST_RATIO_OF_ARCHIVES, Math.max(0, entry.getCompressedSize())));
            if (isArchive(entry) && entry.getSize() > most) {
                throw new BadInput(place + ": '" + entry.getName() + "' in it unpacks to "
                        + entry.getSize() / Math.max(1, entry.getCompressedSize()) + " times its size; not read");
            }
        }
        if (claimed > Math.max(1 << 20, size * MOST_RATIO)) {
            throw new BadInput(place + ": claims to unpack to " + claimed + " bytes, " + claimed / Math.max(1, size)
                    + " times its size; not read");
        }
    }

    /** An archive of one folder that is called as the archive is that folder. */
    private static String onlyFolderOfThisName(List<ZipArchiveEntry> entries, Path place, String prefix) {
        String name = prefix.substring(prefix.lastIndexOf('/', prefix.length() - 2) + 1, prefix.length() - 1);
        ZipNames names = new ZipNames(place);
        boolean all = entries.stream()
                .map(names::of)
                .filter(entry -> !isNobodys(entry))
                .allMatch(entry -> entry.equals(name) || entry.startsWith(name + "/"));
        return all ? name : "";
    }

    private static Set<String> ownFolders(List<ZipArchiveEntry> entries, Path place) {
        ZipNames silent = new ZipNames(place);
        Set<String> all = new HashSet<>();
        entries.forEach(entry -> all.add(silent.of(entry)));
        Set<String> own = new TreeSet<>();
        for (String name : all) {
            int slash = name.lastIndexOf('/');
            if (slash > 0 && FolderTree.isOwn(file -> all.contains(name.substring(0, slash + 1) + file))) {
                own.add(name.substring(0, slash));
            }
        }
        return own;
    }

    private static boolean isIn(Set<String> folders, String name) {
        return folders.stream().anyMatch(folder -> name.equals(folder) || name.startsWith(folder + "/"));
    }

    private static boolean isNobodys(String name) {
        for (String part : name.split("/")) {
            if (FileNames.isNobodys(part)) {
                return true;
            }
        }
        return false;
    }

    private void folder(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            folders.add(name.substring(0, slash));
        }
        folders.add(name);
    }

    private boolean isData(DataFile file) {
        if (!DrawnSheet.isNamedSo(file.place())) {
            return true;
        }
        try (InputStream in = file.stream()) {
            if (DrawnSheet.is(in.readNBytes(DrawnSheet.HEAD))) {
                passed.add(new SkippedFile(SkippedFile.Kind.OWN_SHEET, file.name()));
                return false;
            }
            return true;
        } catch (IOException | RuntimeException damaged) {
            return true; // reading it says why
        }
    }
}
