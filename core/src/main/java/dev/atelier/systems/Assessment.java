package dev.atelier.systems;

import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.GenerativeModel;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a run's models are judged where they make pictures of pictures: by pictures that the run did not learn from, each number beside what
 * its baselines get. Holds the pictures, so that several checkpoints can be judged by the same ones.
 */
public interface Assessment {
    /** The models of a run as they stand, in the order that {@link GanSystem#models} gives. */
    Assessed of(Map<String, GenerativeModel> models, Wish wish);

    /** What a person must know of the pictures, one line each. */
    List<String> notices();

    /** What is compared with what, for a person. */
    String description(Wish wish);

    /** Scores that are wanted and mean nothing for these pictures, whatever a model makes, each list with the reason. */
    Map<String, String> leftOut(Wish wish);

    /**
     * The passports that scores of models would have, by metric; of a run with two directions those of the first.
     *
     * @param sha256 of the model
     */
    Map<String, MetricPassport> passports(String sha256, Wish wish);

    /**
     * What somebody wants to know.
     *
     * @param wants which metrics, by name
     * @param samples pictures to judge at most
     * @param extractor {@code auto}, a known name or a file: what sees sets of pictures
     * @param seed of noise that is added
     * @param step steps that the models were trained for
     * @param whole whether baselines, exhibits and sentences are wanted too; else the model's numbers alone
     * @param rounds how long a classifier learns, where one is needed
     */
    record Wish(
            Predicate<String> wants,
            int samples,
            String extractor,
            long seed,
            long step,
            boolean whole,
            long rounds,
            LoadProgress progress) {
        /** As a passport has it. */
        MetricPassport.Making making(boolean averaged) {
            return new MetricPassport.Making(seed, averaged, 1, step);
        }
    }

    /**
     * What was found.
     *
     * @param tables at least one; the first row of each is the model's
     * @param cautions what a reader must know before the numbers
     * @param leftOut scores that were wanted and mean nothing here, each list with the reason
     */
    record Assessed(
            List<BaselineTable> tables,
            List<Exhibit> exhibits,
            List<Verdict> verdicts,
            List<String> cautions,
            Map<String, String> leftOut) {}

    /** Pictures side by side, what went in, what came out, what should have, and what to say of them. */
    record Exhibit(Image sheet, String caption) {}
}
