package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.util.Iterator;
import java.util.List;

/** The values of options on a command line; what cannot be used is bad input. */
final class Arguments {
    private Arguments() {}

    /** What follows an option. */
    static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new BadInput(option + " needs a value");
        }
        return rest.next();
    }

    static String among(String option, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new BadInput(option + " " + value + ": known are " + String.join(", ", known));
        }
        return value;
    }

    static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadInput(option + " " + value + ": a whole number of at least 1");
    }

    static double aboveZero(String option, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadInput(option + " " + value + ": a number above 0");
    }

    /** Names that are left when the options are gone: none may look like one. */
    static void requireNoOptions(List<String> names) {
        for (String name : names) {
            if (name.startsWith("-")) {
                throw new BadInput("unknown option '" + name + "'; --help lists all");
            }
        }
    }
}
