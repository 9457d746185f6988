package dev.atelier.cli;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers on the command line: the digits 0 to 9, as in recipes and CSV files. Java alone would take those of any script. */
final class WholeNumbers {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    private WholeNumbers() {}

    /** For all options of this command and of the commands below it. */
    static void register(CommandLine command) {
        ITypeConverter<Integer> ints = text -> read(text, "32 bits", Integer::valueOf);
        ITypeConverter<Long> longs = text -> read(text, "64 bits", Long::valueOf);
        command.registerConverter(int.class, ints);
        command.registerConverter(Integer.class, ints);
        command.registerConverter(long.class, longs);
        command.registerConverter(Long.class, longs);
    }

    private static <T> T read(String text, String bits, Function<String, T> parse) {
        if (!WHOLE.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not a whole number, as in 12");
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is a number that " + bits + " do not hold");
        }
    }
}
