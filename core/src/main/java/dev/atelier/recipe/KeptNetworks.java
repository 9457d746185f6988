package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.Generator;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Which of a run's saved networks are meant: the final ones, or those of a checkpoint.
 *
 * @param folder where their files are
 * @param isFinal whether that is {@code final/}
 * @param step rounds that they were trained for
 */
record KeptNetworks(Path folder, boolean isFinal, long step) {
    /**
     * Those of a checkpoint where {@code step} names one, else the final ones, else those of the newest whole checkpoint; a round of
     * which no checkpoint is kept and a run without any are bad input.
     */
    static KeptNetworks of(RunDirectory run, OptionalLong step, Consumer<String> warnings) {
        CheckpointStore store = run.store(1);
        if (step.isPresent()) {
            return new KeptNetworks(store.at(step.getAsLong()), false, step.getAsLong());
        }
        Path finished = run.finalNetworks().resolve(ModelFile.file(NoiseNetworks.GENERATOR));
        if (run.isDone() && Files.exists(finished)) {
            return new KeptNetworks(run.finalNetworks(), true, step(finished));
        }
        Path newest = store.newest(warnings)
                .orElseThrow(() -> new BadInput(run.root() + " has no whole checkpoint yet; train it first"));
        return new KeptNetworks(newest, false, CheckpointStore.step(newest));
    }

    private static long step(Path file) {
        try (TensorScope scope = TensorScope.open()) {
            return Long.parseLong(Safetensors.read(file).metadata().getOrDefault("atelier.step", "0"));
        }
    }

    /** Gives a generator its saved weights, those of the average where there is one. */
    void fill(Generator generator) {
        generator.load(CheckpointStore.group(folder, "generator_ema")
                .or(() -> CheckpointStore.group(folder, "generator"))
                .orElseThrow(() -> without("generator")));
    }

    /** Gives a discriminator its saved weights. */
    void fill(Discriminator discriminator) {
        discriminator.load(CheckpointStore.group(folder, "discriminator").orElseThrow(() -> without("discriminator")));
    }

    private BadInput without(String network) {
        return new BadInput(folder + " has no " + network + ".safetensors");
    }
}
