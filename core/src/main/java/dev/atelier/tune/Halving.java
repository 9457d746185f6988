package dev.atelier.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving in its asynchronous form, one trial at a time (Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht and Talwalkar
 * 2018, arXiv 1810.05934, algorithm 2): a trial of the best 1/eta of a rung goes on to the next as soon as it is one of them, from
 * the highest rung down; where there is none, a new trial begins.
 *
 * @param least steps of the first rung
 * @param most steps of the last; a trial's whole length
 * @param eta how many trials compete for one place in the next rung, and the ratio of their steps
 */
record Halving(long least, long most, int eta) {
    /** A trial to train to the end of a rung; a new one where the rung is the first. */
    record Job(int trial, int rung) {}

    /** The steps of each rung: least, least·eta, …, most. */
    List<Long> budgets() {
        List<Long> budgets = new ArrayList<>();
        for (long rounds = least; rounds < most; rounds *= eta) {
            budgets.add(rounds);
            if (rounds > most / eta) {
                break;
            }
        }
        budgets.add(most);
        return budgets;
    }

    /** What is to be done after these outcomes; nothing where all of {@code trials} have begun and none has a place to go to. */
    Optional<Job> next(List<Outcome> outcomes, int trials, boolean maximise) {
        for (int rung = budgets().size() - 2; rung >= 0; rung--) {
            Optional<Job> promotion = promotion(outcomes, rung, maximise);
            if (promotion.isPresent()) {
                return promotion;
            }
        }
        int begun = (int) at(outcomes, 0).size();
        return begun < trials ? Optional.of(new Job(begun, 0)) : Optional.empty();
    }

    private Optional<Job> promotion(List<Outcome> outcomes, int rung, boolean maximise) {
        List<Outcome> here = at(outcomes, rung);
        List<Integer> above =
                at(outcomes, rung + 1).stream().map(Outcome::trial).toList();
        return here.stream()
                .filter(outcome -> outcome.value().isPresent())
                .sorted(Comparator.comparingDouble((Outcome outcome) -> outcome.cost(maximise))
                        .thenComparing(Outcome::trial))
                .limit(here.size() / eta)
                .filter(outcome -> !above.contains(outcome.trial()))
                .findFirst()
                .map(outcome -> new Job(outcome.trial(), rung + 1));
    }

    static List<Outcome> at(List<Outcome> outcomes, int rung) {
        return outcomes.stream().filter(outcome -> outcome.rung() == rung).toList();
    }

    /** Trials that are needed before one can reach the last rung. */
    long needed() {
        return Math.round(StrictMath.pow(eta, budgets().size() - 1.0));
    }
}
