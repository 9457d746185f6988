package dev.atelier.systems;

import java.util.List;

/**
 * A number that the rows of a run have again and again.
 *
 * @param name in the rows, as {@code lossD}
 * @param group what is drawn in one panel: {@code loss}, {@code accuracy}
 * @param role who it is about, for a legend
 * @param game which game; empty where there is one
 */
public record StatSeries(String name, String group, String role, String game) {
    /** The group of losses. */
    public static final String LOSS = "loss";
    /** The group of shares of right verdicts. */
    public static final String ACCURACY = "accuracy";

    /** Those of a generator against a discriminator. */
    public static final List<StatSeries> ONE_GAME = ofGame("");

    /** Those of a game of this name. */
    public static List<StatSeries> ofGame(String game) {
        String ending = game.isEmpty() ? "" : "/" + game;
        return List.of(
                new StatSeries("lossD" + ending, LOSS, "discriminator", game),
                new StatSeries("lossG" + ending, LOSS, "generator", game),
                new StatSeries("accuracyReal" + ending, ACCURACY, "discriminator on real samples", game),
                new StatSeries("accuracyFake" + ending, ACCURACY, "on generated samples", game));
    }
}
