package dev.atelier.doctor;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be proposed to whom: a proposal names keys, and not every kind of GAN has them all. */
final class Proposals {
    /** As in {@code generator.learningRate}. */
    private static final Pattern KEY = Pattern.compile("\\b[a-z]+\\.[a-z][A-Za-z0-9]*");

    private static final String ALWAYS = "lower learning rates, or another train.seed";

    private Proposals() {}

    /** The first whose keys are all known; else what every training can try. */
    static String fitting(List<String> proposals, Predicate<String> known) {
        return proposals.stream()
                .filter(text -> keys(text).stream().allMatch(known))
                .findFirst()
                .orElse(ALWAYS);
    }

    /** The keys that a text names, in their order. */
    static List<String> keys(String text) {
        return KEY.matcher(text).results().map(MatchResult::group).toList();
    }
}
