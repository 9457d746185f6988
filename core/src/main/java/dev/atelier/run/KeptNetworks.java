package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.CheckpointStore;
import dev.atelier.networks.Network;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.NetworkSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which of a run's saved networks are meant: the final ones, or those of a checkpoint.
 *
 * @param folder where their files are
 * @param isFinal whether that is {@code final/}
 * @param step steps that they were trained for
 */
record KeptNetworks(Path folder, boolean isFinal, long step) {
    /**
     * Those of a checkpoint where {@code step} names one, else the final ones, else those of the newest whole checkpoint; a step of
     * which no checkpoint is kept and a run without any are bad input.
     */
    static KeptNetworks of(RunDirectory run, OptionalLong step, Consumer<String> warnings) {
        CheckpointStore store = run.store(1);
        if (step.isPresent()) {
            return new KeptNetworks(store.at(step.getAsLong()), false, step.getAsLong());
        }
        Optional<Path> finished = run.isDone() ? anyNetwork(run.finalNetworks()) : Optional.empty();
        if (finished.isPresent()) {
            return new KeptNetworks(run.finalNetworks(), true, step(finished.get()));
        }
        Path newest = store.newest(warnings)
                .orElseThrow(() -> new BadInput(run.root() + " has no whole checkpoint yet; train it first"));
        return new KeptNetworks(newest, false, CheckpointStore.step(newest));
    }

    private static Optional<Path> anyNetwork(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ModelFile.file("")))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long step(Path file) {
        try (TensorScope scope = TensorScope.open()) {
            return Long.parseLong(Safetensors.read(file).metadata().getOrDefault("atelier.step", "0"));
        }
    }

    /** Gives all networks their saved weights, those of an average where there is one; a network without a file is bad input. */
    void fill(NetworkSet networks) {
        networks.names().forEach(name -> fill(networks, name));
    }

    private void fill(NetworkSet networks, String name) {
        Network network = networks.network(name);
        network.load(CheckpointStore.group(folder, name + "_ema")
                .or(() -> CheckpointStore.group(folder, name))
                .orElseThrow(() -> new BadInput(folder + " has no " + ModelFile.file(name))));
        network.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
    }
}
