package dev.atelier.training;

import dev.atelier.networks.Discriminator;
import dev.atelier.nn.Adam;
import dev.atelier.nn.Masks;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Precision;
import dev.atelier.tensor.RandomStream;
import java.util.function.LongConsumer;

/** Plain supervised training of a discriminator's table with a head of classes: Adam at 1e-3 that falls as half a cosine, cross entropy. */
public final class ClassifierTraining {
    private static final double RATE = 1e-3;

    private ClassifierTraining() {}

    /** Trains for this many rounds; {@code seed} is dropout's; {@code watch} hears of each round done. */
    public static void run(Discriminator classifier, LabelledPool pool, long rounds, long seed, LongConsumer watch) {
        Pass pass = Pass.training(Precision.FP32, Masks.from(RandomStream.of(seed, "classifier dropout")));
        Player.Options options = new Player.Options(Schedule.cosine(rounds), 0, 0, Player.Statistics.NONE);
        try (StepStats stats = new StepStats();
                Player player = new Player(
                        "D", new Adam(classifier.parameters(), new Adam.Options(RATE, 0.9, 0.999, 1e-8)), options)) {
            for (long round = 0; round < rounds; round++) {
                pool.teach(classifier, player, pass, round, stats);
                stats.drain();
                watch.accept(round + 1);
            }
        }
    }
}
