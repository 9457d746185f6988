package dev.atelier.systems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A number that the rows of a run have again and again.
 *
 * @param name in the rows, as {@code lossD}
 * @param group what it is drawn together with
 * @param role who it is about, for a legend
 * @param game of which game; empty where there is one
 */
public record StatSeries(String name, Group group, String role, String game) {
    /**
     * Series on one scale.
     *
     * @param axis what they measure
     * @param shares whether they are shares, from 0 to 1
     */
    public record Group(String title, String axis, boolean shares) {
        public static final Group LOSS = new Group("losses", "loss", false);
        public static final Group ACCURACY = new Group("the discriminator's accuracy", "accuracy", true);
    }

    /** Those of a generator against a discriminator. */
    public static final List<StatSeries> ONE_GAME = ofGame("");

    /** Those of a game of this name. */
    public static List<StatSeries> ofGame(String game) {
        return List.of(
                new StatSeries(row("lossD", game), Group.LOSS, label("discriminator", game), game),
                new StatSeries(row("lossG", game), Group.LOSS, label("generator", game), game),
                new StatSeries(row("accuracyReal", game), Group.ACCURACY, label("on real images", game), game),
                new StatSeries(row("accuracyFake", game), Group.ACCURACY, label("on fake images", game), game));
    }

    private static String row(String what, String game) {
        return game.isEmpty() ? what : what + "/" + game;
    }

    private static String label(String role, String game) {
        return game.isEmpty() ? role : game + ": " + role;
    }

    /** By group, in order. */
    public static Map<Group, List<StatSeries>> grouped(List<StatSeries> series) {
        return series.stream()
                .collect(Collectors.groupingBy(StatSeries::group, LinkedHashMap::new, Collectors.toList()));
    }
}
