package dev.atelier.training;

import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.data.Batch;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One round of generator against discriminator (Goodfellow 2014, algorithm 1): the discriminator learns, as often as the rules say,
 * from real images and as many fresh fakes; then the generator learns from fresh fakes through the discriminator.
 */
public final class AdversarialStep implements TrainingStep {
    /** The two networks and how they learn; the step closes them. */
    public record Players(
            Generator generator, Player generatorPlayer, Discriminator discriminator, Player discriminatorPlayer) {}

    private final Players players;
    private final Rules rules;
    private final TrainingState state;
    private final Device device;
    private final Optional<Ema> ema;
    private final DiscriminatorTurn discriminatorTurn;
    private final GeneratorTurn generatorTurn;

    /** z comes from the state's stream {@code latent}; the pass of the rules carries the dropout stream. */
    public AdversarialStep(Players players, Rules rules, TrainingState state, Device device, Optional<Ema> ema) {
        this.players = players;
        this.rules = rules;
        this.state = state;
        this.device = device;
        this.ema = ema;
        discriminatorTurn = new DiscriminatorTurn(
                players.generator(), players.discriminator(), players.discriminatorPlayer(), rules);
        generatorTurn =
                new GeneratorTurn(players.generator(), players.discriminator(), players.generatorPlayer(), rules);
    }

    @Override
    public int batches() {
        return rules.batches();
    }

    @Override
    public void run(List<Batch> batches, StepStats stats) {
        round(batches.stream().map(this::reals).toList(), this::latent, stats);
    }

    /** A round with the source of z given; it is asked in the order of use. */
    void round(List<Reals> batches, LongFunction<Tensor> latent, StepStats stats) {
        int size = rules.accumulate();
        for (int from = 0; from < batches.size(); from += size) {
            discriminatorTurn.run(batches.subList(from, from + size), latent, state.step(), stats);
        }
        generatorTurn.run(batches.subList(batches.size() - size, batches.size()), latent, state.step(), stats);
        ema.ifPresent(average -> average.update(state.step()));
    }

    private Reals reals(Batch batch) {
        Tensor conditions = batch.attributes();
        return new Reals(
                batch.images().to(device, ScalarType.Float),
                conditions.size(1) == 0 ? Optional.empty() : Optional.of(conditions.to(device, ScalarType.Float)));
    }

    private Tensor latent(long count) {
        return rules.prior()
                .sample(state.stream("latent"), count, players.generator().latent(), device);
    }

    @Override
    public Generator sampler() {
        return ema.map(Ema::generator).orElse(players.generator());
    }

    /** The generator that learns, not its average. */
    public Generator generator() {
        return players.generator();
    }

    public Discriminator discriminator() {
        return players.discriminator();
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> groups = new LinkedHashMap<>();
        groups.put("generator", players.generator().state());
        groups.put("generator_optimizer", players.generatorPlayer().optimizer().state());
        groups.put("discriminator", players.discriminator().state());
        groups.put(
                "discriminator_optimizer",
                players.discriminatorPlayer().optimizer().state());
        ema.ifPresent(average -> groups.put("generator_ema", average.generator().state()));
        return groups;
    }

    @Override
    public void load(Map<String, Map<String, Tensor>> saved) {
        players.generator().load(Checkpoint.group(saved, "generator"));
        players.generatorPlayer().optimizer().load(Checkpoint.group(saved, "generator_optimizer"));
        players.discriminator().load(Checkpoint.group(saved, "discriminator"));
        players.discriminatorPlayer().optimizer().load(Checkpoint.group(saved, "discriminator_optimizer"));
        ema.ifPresent(average -> average.generator().load(Checkpoint.group(saved, "generator_ema")));
    }

    @Override
    public void close() {
        ema.ifPresent(Ema::close);
        players.generatorPlayer().close();
        players.discriminatorPlayer().close();
        players.generator().close();
        players.discriminator().close();
    }
}
