package dev.atelier.data;

import java.util.List;

/**
 * The four files of Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf 2017, arXiv 1708.07747; MIT licence, Zalando SE), known by
 * the SHA-256 of their unpacked bytes: how a file was packed differs between the places that have it, what is in it does not.
 */
enum FashionMnistFile {
    TRAIN_IMAGES(Split.TRAIN, "images-idx3", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
    TRAIN_LABELS(Split.TRAIN, "labels-idx1", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
    TEST_IMAGES(Split.TEST, "images-idx3", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
    TEST_LABELS(Split.TEST, "labels-idx1", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    static final List<String> CLASS_NAMES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    final Split split;
    final String part;
    final String sha256;

    FashionMnistFile(Split split, String part, String sha256) {
        this.split = split;
        this.part = part;
        this.sha256 = sha256;
    }

    /** Its name where it is published. */
    String fileName() {
        return (split == Split.TRAIN ? "train-" : "t10k-") + part + "-ubyte.gz";
    }

    static boolean isLabels(String sha256) {
        return TRAIN_LABELS.sha256.equals(sha256) || TEST_LABELS.sha256.equals(sha256);
    }

    static boolean isImages(String sha256) {
        return TRAIN_IMAGES.sha256.equals(sha256) || TEST_IMAGES.sha256.equals(sha256);
    }
}
