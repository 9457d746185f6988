package dev.atelier.cli;

import dev.atelier.OneLine;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stream for results and messages: control characters in them, which only names of files and classes can bring in, are written
 * out, so that no name commands the terminal. Line ends, tabs and the carriage return of a progress line pass.
 */
final class PlainStream extends PrintStream {
    private static final Pattern TEXT = Pattern.compile("[^\\n\\r\\t]+");

    private final PrintStream stream;

    PlainStream(PrintStream stream) {
        super(stream, true);
        this.stream = stream;
    }

    static String plain(String text) {
        return TEXT.matcher(text).replaceAll(part -> Matcher.quoteReplacement(OneLine.of(part.group())));
    }

    @Override
    public void print(String text) {
        stream.print(plain(String.valueOf(text)));
    }

    @Override
    public void print(Object text) {
        print(String.valueOf(text));
    }

    @Override
    public void print(char letter) {
        print(String.valueOf(letter));
    }

    @Override
    public void print(int number) {
        stream.print(number);
    }

    @Override
    public void print(long number) {
        stream.print(number);
    }

    @Override
    public void print(double number) {
        stream.print(number);
    }

    @Override
    public void println() {
        stream.println();
    }

    @Override
    public void println(String text) {
        stream.println(plain(String.valueOf(text)));
    }

    @Override
    public void println(Object text) {
        println(String.valueOf(text));
    }
}
