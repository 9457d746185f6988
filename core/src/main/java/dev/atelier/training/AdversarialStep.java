package dev.atelier.training;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.Batch;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.networks.LatentPrior;
import dev.atelier.nn.Optimizer;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One round of generator against discriminator (Goodfellow 2014, algorithm 1): the discriminator learns from a real batch and as many
 * fresh fakes, then the generator learns from fresh fakes through the discriminator. Gradients are asked for by name, so the fakes of
 * the first half build no graph and the discriminator's weights get no gradient in the second.
 */
public final class AdversarialStep implements TrainingStep {
    /** The two networks with their optimisers; the step closes them. */
    public record Players(
            Generator generator,
            Optimizer generatorOptimizer,
            Discriminator discriminator,
            Optimizer discriminatorOptimizer) {}

    /**
     * How a round goes.
     *
     * @param separate the discriminator takes two optimiser steps, real batch first, instead of one on both
     * @param generatorDropout the discriminator's dropout is on in the generator's step too
     */
    public record Rules(
            AdversarialLoss loss, boolean separate, boolean generatorDropout, LatentPrior prior, Pass pass) {}

    private final Players players;
    private final Rules rules;
    private final TrainingState state;
    private final Device device;
    private final Optional<Ema> ema;

    /** z comes from the state's stream {@code latent}; the pass of the rules carries the dropout stream. */
    public AdversarialStep(Players players, Rules rules, TrainingState state, Device device, Optional<Ema> ema) {
        if (rules.separate() && !(rules.loss() instanceof AdversarialLoss.Separable)) {
            throw new IllegalArgumentException(
                    "this loss compares real with fake: it cannot learn from them separately");
        }
        this.players = players;
        this.rules = rules;
        this.state = state;
        this.device = device;
        this.ema = ema;
    }

    @Override
    public void run(Batch batch, StepStats stats) {
        Tensor real = batch.images().to(device, ScalarType.Float);
        long count = batch.size();
        round(real, latent(count), () -> latent(count), stats);
    }

    /** A round with everything random but the masks given; {@code generatorZ} is asked for after the discriminator's step. */
    void round(Tensor real, Tensor discriminatorZ, Supplier<Tensor> generatorZ, StepStats stats) {
        Tensor fake = withoutGradient(() -> players.generator().forward(discriminatorZ, rules.pass()));
        if (rules.separate()) {
            learnSeparately(real, fake, stats);
        } else {
            learnJointly(real, fake, stats);
        }
        learnToFool(generatorZ.get(), stats);
        ema.ifPresent(average -> average.update(state.step()));
    }

    private void learnJointly(Tensor real, Tensor fake, StepStats stats) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor realLogits;
            Tensor fakeLogits;
            if (players.discriminator().mixesSamples()) {
                realLogits = players.discriminator().forward(real, rules.pass());
                fakeLogits = players.discriminator().forward(fake, rules.pass());
            } else {
                Tensor both = players.discriminator().forward(torch.cat(new TensorVector(real, fake), 0), rules.pass());
                realLogits = both.narrow(0, 0, real.size(0));
                fakeLogits = both.narrow(0, real.size(0), fake.size(0));
            }
            Tensor loss = rules.loss().discriminator(realLogits, fakeLogits);
            descend(loss, players.discriminatorOptimizer());
            record(stats, loss, realLogits, fakeLogits);
        }
    }

    private void learnSeparately(Tensor real, Tensor fake, StepStats stats) {
        try (TensorScope scope = TensorScope.open()) {
            var loss = (AdversarialLoss.Separable) rules.loss();
            Tensor realLogits = players.discriminator().forward(real, rules.pass());
            Tensor realLoss = loss.real(realLogits);
            descend(realLoss, players.discriminatorOptimizer());
            Tensor fakeLogits = players.discriminator().forward(fake, rules.pass());
            Tensor fakeLoss = loss.fake(fakeLogits);
            descend(fakeLoss, players.discriminatorOptimizer());
            record(stats, realLoss.add(fakeLoss).mul(new Scalar(0.5)), realLogits, fakeLogits);
        }
    }

    private void learnToFool(Tensor z, StepStats stats) {
        try (TensorScope scope = TensorScope.open()) {
            Pass scoring =
                    rules.generatorDropout() ? rules.pass() : rules.pass().withoutDropout();
            Tensor logits = players.discriminator().forward(players.generator().forward(z, rules.pass()), scoring);
            Tensor loss = rules.loss().generator(logits);
            descend(loss, players.generatorOptimizer());
            stats.add("lossG", loss);
        }
    }

    /** One optimiser step down the gradient of a loss with respect to this player's weights alone. */
    private static void descend(Tensor loss, Optimizer optimizer) {
        try (TensorScope scope = TensorScope.open()) {
            TensorVector weights = Tensors.vector(
                    optimizer.parameters().stream().map(Parameter::value).toList());
            TensorVector gradients = torch.grad(new TensorVector(loss), weights);
            optimizer.step(LongStream.range(0, gradients.size())
                    .mapToObj(gradients::get)
                    .toList());
        }
    }

    private void record(StepStats stats, Tensor loss, Tensor realLogits, Tensor fakeLogits) {
        stats.add("lossD", loss);
        stats.add("accuracyReal", shareAbove(realLogits.detach(), rules.loss().realSign()));
        stats.add("accuracyFake", shareAbove(fakeLogits.detach(), -rules.loss().realSign()));
    }

    /** Share of logits on the given side of 0. */
    private static Tensor shareAbove(Tensor logits, int sign) {
        Tensor hits = sign > 0 ? logits.gt(new Scalar(0f)) : logits.lt(new Scalar(0f));
        return hits.to(ScalarType.Float).mean();
    }

    private Tensor latent(long count) {
        return rules.prior()
                .sample(state.stream("latent"), count, players.generator().latent(), device);
    }

    private static Tensor withoutGradient(Supplier<Tensor> work) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            return work.get();
        }
    }

    @Override
    public Generator sampler() {
        return ema.map(Ema::generator).orElse(players.generator());
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        groups.put("generator", players.generator().state());
        groups.put("generator_optimizer", players.generatorOptimizer().state());
        groups.put("discriminator", players.discriminator().state());
        groups.put("discriminator_optimizer", players.discriminatorOptimizer().state());
        ema.ifPresent(average -> groups.put("generator_ema", average.generator().state()));
        return groups;
    }

    @Override
    public void load(Map<String, Map<String, Tensor>> saved) {
        players.generator().load(Checkpoint.group(saved, "generator"));
        players.generatorOptimizer().load(Checkpoint.group(saved, "generator_optimizer"));
        players.discriminator().load(Checkpoint.group(saved, "discriminator"));
        players.discriminatorOptimizer().load(Checkpoint.group(saved, "discriminator_optimizer"));
        ema.ifPresent(average -> average.generator().load(Checkpoint.group(saved, "generator_ema")));
    }

    @Override
    public void close() {
        ema.ifPresent(Ema::close);
        players.generatorOptimizer().close();
        players.discriminatorOptimizer().close();
        players.generator().close();
        players.discriminator().close();
    }
}
