package dev.atelier;

/**
 * Input from outside (a file, an option, a recipe) that cannot be used. The message is one line for the user: what, where, what
 * is allowed; control characters, as names of files may have them, are written out in it. The command line prints it and exits
 * with 2; nothing else in the project stands for a user's mistake.
 */
public final class BadInput extends IllegalArgumentException {
    public BadInput(String message) {
        super(OneLine.of(message));
    }

    public BadInput(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
