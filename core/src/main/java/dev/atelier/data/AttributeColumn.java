package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.TypedNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One column of a CSV of attributes: whether it holds numbers or categories, which nobody shall guess in silence. A few words among
 * numbers are refused at their line, for one 'N/A' would make a category of each number; a few numbers among words are told.
 *
 * @param kind if the head fixes it
 * @param cells of all rows
 */
record AttributeColumn(String name, Optional<String> kind, List<Cell> cells) {
    private static final Pattern COMMA = Pattern.compile("[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?");
    private static final Pattern NO_NUMBER = Pattern.compile("[+-]?(nan|inf|infinity|∞)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> MISSING =
            Set.of("na", "n/a", "#n/a", "null", "none", "nil", "?", "-", "--", "missing", "unknown");
    private static final int FEWEST_ROWS = 10;

    /**
     * @param where file and line
     */
    record Cell(String where, String text) {}

    /** Whether these are categories; a column that could be either is bad input. */
    boolean isCategorical() {
        if (kind.isPresent()) {
            return kind.get().equals(Attribute.Categorical.KIND);
        }
        long words =
                cells.stream().filter(cell -> !isMeantAsNumber(cell.text())).count();
        Optional<Cell> odd = first(cell -> !TypedNumber.fitsFloat(cell.text()));
        if (odd.isEmpty()) {
            return false;
        }
        if (2 * words < cells.size()) {
            long numbers = cells.stream()
                    .filter(cell -> TypedNumber.fitsFloat(cell.text()))
                    .count();
            throw new BadInput(odd.get().where() + ": " + wrong(odd.get().text()) + " in column '" + name + "', where "
                    + numbers + " of " + cells.size() + " cells are numbers; write a number, or call the column "
                    + name + ":categorical");
        }
        return true;
    }

    /** The first cell that is no number, of a column of numbers: bad input. */
    void refuseWords() {
        CountedFaults words = new CountedFaults("cells");
        for (Cell cell : cells) {
            if (!TypedNumber.fitsFloat(cell.text())) {
                words.add(cell.where() + ": " + wrong(cell.text()) + " in column '" + name
                        + "'; a number, as in -1.5 or 2e3");
            }
        }
        words.refuse();
    }

    /** What is odd about categories, for a person. */
    List<String> notices(int categories) {
        List<String> notices = new ArrayList<>();
        Optional<Cell> number = first(cell -> isMeantAsNumber(cell.text()));
        if (kind.isEmpty() && number.isPresent()) {
            Cell word = first(cell -> !isMeantAsNumber(cell.text())).orElseThrow();
            notices.add(word.where() + ": column '" + name + "' is categorical because of '" + word.text()
                    + "', though others are numbers, as '" + number.get().text() + "' at "
                    + number.get().where());
        }
        if (cells.size() >= FEWEST_ROWS && categories >= 0.8 * cells.size()) {
            notices.add(cells.get(0).where() + ": column '" + name + "' has " + categories + " different values for "
                    + cells.size() + " images; of a category for nearly every picture nothing can be learned");
        }
        if (categories == 1) {
            notices.add(cells.get(0).where() + ": column '" + name
                    + "' is the same for every image; nothing can be learned of it");
        }
        if (hasMixedTruth()) {
            notices.add(cells.get(0).where() + ": column '" + name
                    + "' spells true and false in several ways; they are read as True and False");
        }
        return notices;
    }

    /** A cell's category: its own words, but for true and false where those are spelled in several ways. */
    String category(String cell, boolean mixedTruth) {
        return mixedTruth ? (cell.equalsIgnoreCase("true") ? "True" : "False") : cell;
    }

    /** Whether all cells are true or false, in more than one spelling of either. */
    boolean hasMixedTruth() {
        Set<String> spelled = new HashSet<>();
        for (Cell cell : cells) {
            String plain = cell.text().toLowerCase(Locale.ROOT);
            if (!plain.equals("true") && !plain.equals("false")) {
                return false;
            }
            spelled.add(cell.text());
        }
        return !sameCase(spelled);
    }

    /** Whether all are spelled like false, or all like False, or all like FALSE. */
    private static boolean sameCase(Set<String> spelled) {
        return spelled.stream()
                        .map(text -> text.replaceAll("[A-Z]", "A").replaceAll("[a-z]+", "a"))
                        .map(text -> text.replaceAll("A+", "A"))
                        .distinct()
                        .count()
                <= 1;
    }

    private Optional<Cell> first(Predicate<Cell> wanted) {
        return cells.stream().filter(wanted).findFirst();
    }

    private static boolean isMeantAsNumber(String text) {
        return TypedNumber.isDecimal(text)
                || COMMA.matcher(text).matches()
                || NO_NUMBER.matcher(text).matches();
    }

    private static String wrong(String text) {
        if (COMMA.matcher(text).matches()) {
            return "'" + text + "' has a decimal comma, not a point,";
        }
        if (TypedNumber.isDecimal(text)) {
            return "'" + text + "' is too large or too small for a 32-bit number,";
        }
        if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
            return "'" + text + "', no value,";
        }
        return "'" + text + "'";
    }
}
