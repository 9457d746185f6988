package dev.atelier.training;

/** Training produced a number that is not finite; going on would only spread it. */
public class Diverged extends RuntimeException {
    public Diverged(String message) {
        super(message);
    }
}
