package dev.atelier.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One program's rounds of one work. */
final class Side {
    private final String name;
    private final List<Child.Result> rounds = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();

    Side(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(Child.Result result) {
        rounds.add(result);
        trouble = trouble.or(result::error);
    }

    /** It is not run any more. */
    void giveUp(String why) {
        trouble = Optional.of(why);
    }

    Optional<String> trouble() {
        return trouble;
    }

    List<Child.Result> rounds() {
        return rounds;
    }

    /** Median seconds a unit of each round. */
    List<Double> seconds() {
        return rounds.stream().map(Child.Result::seconds).toList();
    }

    /** Median over the rounds. */
    double peakRssBytes() {
        return Spread.of(rounds.stream().map(r -> (double) r.peakRssBytes()).toList())
                .median();
    }

    /** The most cores that others took in any round. */
    double othersCores() {
        return rounds.stream().mapToDouble(Child.Result::othersCores).max().orElse(0);
    }

    /** Of the last round, which knows what was chosen. */
    Optional<String> text(String key) {
        return rounds.isEmpty()
                ? Optional.empty()
                : rounds.get(rounds.size() - 1).text(key);
    }
}
