package dev.atelier;

/**
 * Text from outside, a file's name above all, as one line that a terminal can be given: what would end the line, move the
 * cursor, change colours or turn the direction of writing is written out, as in {@code \n} or {@code \u001b}. All else stays as
 * it is, also letters beyond ASCII and backslashes.
 */
public final class OneLine {
    private OneLine() {}

    /** The text without a single control character. */
    public static String of(String text) {
        int first = 0;
        while (first < text.length() && isHarmless(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (isHarmless(text, i)) {
                line.append(text.charAt(i));
            } else {
                line.append(escaped(text.charAt(i)));
            }
        }
        return line.toString();
    }

    private static boolean isHarmless(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return !Character.isISOControl(c) && !breaksLines(c) && !turnsDirection(c);
    }

    private static boolean breaksLines(char c) {
        return c == '\u2028' || c == '\u2029';
    }

    /** The embeddings, overrides and isolates of the bidirectional algorithm: they make a name look like another. */
    private static boolean turnsDirection(char c) {
        return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
        };
    }
}
