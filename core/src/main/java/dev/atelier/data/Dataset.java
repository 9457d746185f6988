package dev.atelier.data;

/** What a training learns from: samples in a fixed order. Safe to read from several threads. */
public interface Dataset {
    /** For a person: what it is and how much, as in "train split of Fashion-MNIST, 60000 images". */
    String description();

    /** How many samples. */
    int size();

    /** SHA-256 in hexadecimal over everything that a training sees of it: equal data, wherever they came from, have an equal hash. */
    String sha256();
}
