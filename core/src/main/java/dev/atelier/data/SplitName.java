package dev.atelier.data;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of folders say about splits: {@code Train}, {@code valid}, {@code test_images}, {@code val2017}, {@code trainA}. */
enum SplitName {
    TRAIN,
    VALIDATION,
    TEST,
    /** One of two kinds of pictures in one split, as unpaired translation has them: {@code trainA} and {@code trainB}. */
    DOMAIN;

    private static final Map<String, SplitName> WORDS = Map.ofEntries(
            Map.entry("train", TRAIN),
            Map.entry("training", TRAIN),
            Map.entry("trn", TRAIN),
            Map.entry("val", VALIDATION),
            Map.entry("valid", VALIDATION),
            Map.entry("validation", VALIDATION),
            Map.entry("validate", VALIDATION),
            Map.entry("validating", VALIDATION),
            Map.entry("dev", VALIDATION),
            Map.entry("devel", VALIDATION),
            Map.entry("development", VALIDATION),
            Map.entry("test", TEST),
            Map.entry("testing", TEST),
            Map.entry("tst", TEST),
            Map.entry("eval", TEST),
            Map.entry("evaluation", TEST),
            Map.entry("heldout", TEST),
            Map.entry("holdout", TEST));
    private static final Pattern AFFIXES = Pattern.compile(
            "^[\\d_.\\- ]*(.*?)(?:[_.\\- ]*(?:set|data|split|images?|imgs?|pictures?|photos?))?[\\d_.\\- ]*$");
    private static final Pattern DOMAINS = Pattern.compile("(train|val|test)[_-]?([ab])");

    /**
     * What {@code trainA} says.
     *
     * @param first whether it is A
     */
    record OfDomain(SplitName split, boolean first) {}

    /** What a folder of this name holds, if it is called as one of two kinds of pictures in a split. */
    static Optional<OfDomain> ofDomain(String folder) {
        Matcher parts = DOMAINS.matcher(folder.toLowerCase(Locale.ROOT));
        return parts.matches()
                ? Optional.of(new OfDomain(
                        Objects.requireNonNull(WORDS.get(parts.group(1))),
                        parts.group(2).equals("a")))
                : Optional.empty();
    }

    /** What a folder of this name is, if it is called as a split: in any case, with numbers and words such as "set" about it. */
    static Optional<SplitName> of(String folder) {
        String name = folder.toLowerCase(Locale.ROOT);
        if (ofDomain(name).isPresent()) {
            return Optional.of(DOMAIN);
        }
        Matcher parts = AFFIXES.matcher(name);
        String word = parts.matches() ? parts.group(1).replaceAll("[_\\- ]", "") : name;
        return Optional.ofNullable(WORDS.get(word));
    }
}
