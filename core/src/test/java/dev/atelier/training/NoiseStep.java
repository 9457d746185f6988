package dev.atelier.training;

import dev.atelier.data.Feeds;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/** A step of a generator from noise against a discriminator, put together by hand; z can be given. */
final class NoiseStep {
    private final Generator generator;
    private final Discriminator discriminator;
    private final AdversarialLoss loss;
    private final Pass pass;
    private final GivenNoise noise = new GivenNoise();
    private Player generatorPlayer;
    private Player discriminatorPlayer;
    private int criticSteps = 1;
    private int accumulate = 1;
    private Function<Game, Game> change = game -> game;
    private Function<Game, List<Term>> criticTerms = game -> List.of(game.criticTerm());
    private Function<Game, List<Term>> generatorTerms = game -> List.of(game.generatorTerm());
    private Average average;

    NoiseStep(Generator generator, Discriminator discriminator, AdversarialLoss loss, Pass pass) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.loss = loss;
        this.pass = pass;
    }

    /** The optimisers, each step as it is. */
    NoiseStep learningBy(Optimizer ofGenerator, Optimizer ofDiscriminator) {
        return learningBy(
                new Player("G", ofGenerator, Player.Options.PLAIN),
                new Player("D", ofDiscriminator, Player.Options.PLAIN));
    }

    NoiseStep learningBy(Player ofGenerator, Player ofDiscriminator) {
        generatorPlayer = ofGenerator;
        discriminatorPlayer = ofDiscriminator;
        return this;
    }

    NoiseStep criticSteps(int steps) {
        criticSteps = steps;
        return this;
    }

    NoiseStep accumulating(int batches) {
        accumulate = batches;
        return this;
    }

    NoiseStep with(Function<Game, Game> other) {
        change = other;
        return this;
    }

    NoiseStep criticTerms(Function<Game, List<Term>> terms) {
        criticTerms = terms;
        return this;
    }

    NoiseStep generatorTerms(Function<Game, List<Term>> terms) {
        generatorTerms = terms;
        return this;
    }

    NoiseStep averaged(Average other) {
        average = other;
        return this;
    }

    /** The step, with z of whoever {@link #play} names. */
    TrainingStep step(TrainingState state, Device device) {
        return step(state, device, noise);
    }

    /** The step, with z of the state's streams. */
    TrainingStep drawing(TrainingState state, Device device) {
        return step(state, device, Draws.on(device, state::stream));
    }

    private TrainingStep step(TrainingState state, Device device, Draws draws) {
        NetworkSet set = new NetworkSet()
                .network("generator", generator)
                .player("generator", generatorPlayer)
                .network("discriminator", discriminator)
                .player("discriminator", discriminatorPlayer);
        NoiseGeneration generation = new NoiseGeneration(generator, LatentPrior.NORMAL, Feeds.DATA);
        Game game = change.apply(Game.between(generation, discriminator, generation.input(), loss));
        List<Takes> fresh = List.of(Takes.fresh(Feeds.DATA, accumulate));
        Turn critic = game.separately()
                ? new LearnSeparately(discriminatorPlayer, fresh, game)
                : Learn.of(discriminatorPlayer, fresh, criticTerms.apply(game));
        List<Turn> turns = new ArrayList<>(Collections.nCopies(criticSteps, critic));
        turns.add(Learn.of(generatorPlayer, List.of(Takes.last(Feeds.DATA, accumulate)), generatorTerms.apply(game)));
        if (average != null) {
            set.average("generator", average);
            turns.add(average);
        }
        return new TrainingStep(set, Stages.endless(turns), state, pass, device, draws);
    }

    /** A step on these batches; z is asked for in the order of use. */
    void play(TrainingStep step, List<Fields> batches, LongFunction<Tensor> z, StepStats stats) {
        noise.next = z;
        step.run(Map.of(Feeds.DATA, batches), stats);
    }

    /** Real images without conditions. */
    static Fields real(Tensor images) {
        return Fields.of(Fields.REAL, images);
    }

    private static final class GivenNoise implements Draws {
        private LongFunction<Tensor> next = count -> {
            throw new IllegalStateException("nobody gave z");
        };

        @Override
        public Tensor normal(String stream, long... shape) {
            return next.apply(shape[0]);
        }

        @Override
        public Tensor uniform(String stream, long... shape) {
            throw new UnsupportedOperationException();
        }
    }
}
