package dev.atelier.training;

/** Training cannot go on: a number is not finite, the doctor stops it, or a stage must not begin. */
public class Diverged extends RuntimeException {
    public Diverged(String message) {
        super(message);
    }
}
