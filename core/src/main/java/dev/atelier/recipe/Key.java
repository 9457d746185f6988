package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.TypedNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One setting of a recipe: its dotted name, its type with the allowed values, its default and what it means.
 *
 * @param name as in YAML and {@code --set}, for example {@code discriminator.learningRate}
 * @param allowed the allowed values in words
 * @param applies where another value than the default means something
 * @param <T> Long, Double, Boolean or String
 */
public record Key<T>(
        String name,
        Class<T> type,
        T fallback,
        String allowed,
        Predicate<T> check,
        String meaning,
        List<Applies> applies) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    /** A rule that must hold where a key is not at its default, and what to say where it does not. */
    public record Applies(Predicate<Recipe> holds, String reason) {}

    private Key(String name, Class<T> type, T fallback, String allowed, Predicate<T> check, String meaning) {
        this(name, type, fallback, allowed, check, meaning, List.of());
    }

    /** The same key with a rule more. */
    public Key<T> when(Predicate<Recipe> holds, String reason) {
        List<Applies> all = new ArrayList<>(applies);
        all.add(new Applies(holds, reason));
        return new Key<>(name, type, fallback, allowed, check, meaning, List.copyOf(all));
    }

    /** Why the recipe's value of this key would do nothing; empty where it does something or is the default. */
    Optional<String> refusal(Recipe recipe) {
        return recipe.get(this).equals(fallback)
                ? Optional.empty()
                : applies.stream()
                        .filter(rule -> !rule.holds().test(recipe))
                        .map(Applies::reason)
                        .findFirst();
    }

    public static Key<Long> integer(String name, long fallback, long least, long most, String meaning) {
        String allowed = most == Long.MAX_VALUE ? "a whole number, at least " + least : least + " to " + most;
        return new Key<>(name, Long.class, fallback, allowed, v -> v >= least && v <= most, meaning);
    }

    public static Key<Double> number(String name, double fallback, double least, double below, String meaning) {
        String allowed = below == Double.MAX_VALUE
                ? "a number, at least " + plain(least)
                : "a number from " + plain(least) + " to below " + plain(below);
        return new Key<>(name, Double.class, fallback, allowed, v -> v >= least && v < below, meaning);
    }

    public static Key<Boolean> flag(String name, boolean fallback, String meaning) {
        return new Key<>(name, Boolean.class, fallback, "true, false", v -> true, meaning);
    }

    public static Key<String> choice(String name, String fallback, List<String> known, String meaning) {
        return new Key<>(name, String.class, fallback, String.join(", ", known), known::contains, meaning);
    }

    public static Key<String> text(
            String name, String fallback, String allowed, Predicate<String> check, String meaning) {
        return new Key<>(name, String.class, fallback, allowed, check, meaning);
    }

    /** The value that a scalar of YAML or of {@code --set} stands for; {@code where} begins the message if there is none. */
    T parse(String scalar, String where) {
        return convert(scalar)
                .filter(check)
                .orElseThrow(() -> new BadInput(where + ": " + name + " cannot be '" + scalar + "'" + beyond(scalar)
                        + "; allowed: " + allowed));
    }

    /** Of a number that is none only because of its size. */
    private String beyond(String scalar) {
        boolean whole = type == Long.class && WHOLE.matcher(scalar).matches();
        boolean number = type == Double.class && TypedNumber.isDecimal(scalar);
        return (whole || number) && convert(scalar).isEmpty() ? ", which 64 bits do not hold" : "";
    }

    private Optional<T> convert(String scalar) {
        try {
            if (type == Long.class) {
                return WHOLE.matcher(scalar).matches()
                        ? Optional.of(type.cast(Long.parseLong(scalar)))
                        : Optional.empty();
            } else if (type == Double.class) {
                OptionalDouble value = TypedNumber.of(scalar);
                return value.isPresent() ? Optional.of(type.cast(value.getAsDouble())) : Optional.empty();
            } else if (type == Boolean.class) {
                boolean known = scalar.equals("true") || scalar.equals("false");
                return known ? Optional.of(type.cast(Boolean.valueOf(scalar))) : Optional.empty();
            }
            return Optional.of(type.cast(scalar));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A value as YAML writes it. */
    public static String plain(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e6
                    ? String.format(Locale.ROOT, "%.1f", number)
                    : number.toString().toLowerCase(Locale.ROOT).replace(".0e", "e");
        }
        return String.valueOf(value);
    }
}
