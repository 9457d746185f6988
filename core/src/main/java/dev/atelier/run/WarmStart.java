package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.checkpoint.Checkpoint;
import dev.atelier.networks.Network;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.TrainKeys;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.NetworkSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Networks that begin with those of another run, as far as names and shapes agree. */
final class WarmStart {
    private WarmStart() {}

    /** Refuses what is not there, before anything is made. */
    static void require(Recipe recipe) {
        if (!recipe.get(TrainKeys.INIT).equals("none")) {
            RunDirectory.open(Path.of(recipe.get(TrainKeys.INIT)));
        }
    }

    static void fill(Recipe recipe, NetworkSet fresh, Consumer<String> notices) {
        if (recipe.get(TrainKeys.INIT).equals("none")) {
            return;
        }
        Path root = Path.of(recipe.get(TrainKeys.INIT));
        try (TensorScope scope = TensorScope.open()) {
            Checkpoint checkpoint = RunDirectory.open(root)
                    .store(1)
                    .load(notices)
                    .orElseThrow(() -> new BadInput("train.init: " + root + " has no whole checkpoint"));
            List<String> shares = new ArrayList<>();
            boolean any = false;
            for (String name : fresh.names()) {
                Network network = fresh.network(name);
                int loaded = checkpoint.groups().containsKey(name)
                        ? network.loadMatching(Checkpoint.group(checkpoint.groups(), name))
                                .size()
                        : 0;
                any |= loaded > 0;
                shares.add(loaded + " of " + network.parameters().size() + " tensors of the " + name);
            }
            if (!any) {
                throw new BadInput("train.init: " + root
                        + " has no tensor of the names and shapes of these networks; allowed: a run of the same"
                        + " network.architecture, network.width and data.size");
            }
            notices.accept(
                    "begun with " + root + " after step " + checkpoint.step() + ": " + String.join(", ", shares));
        }
    }
}
