package dev.atelier;

/**
 * Input from outside (a file, an option, a recipe) that cannot be used. The message is one line for the user: what, where, what
 * is allowed. The command line prints it and exits with 2; nothing else in the project stands for a user's mistake.
 */
public final class BadInput extends IllegalArgumentException {
    public BadInput(String message) {
        super(message);
    }

    public BadInput(String message, Throwable cause) {
        super(message, cause);
    }
}
