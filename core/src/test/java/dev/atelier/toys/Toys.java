package dev.atelier.toys;

import java.util.List;

/** All kinds of GAN that are tried at toy width. */
final class Toys {
    private static final List<ToySystem> ALL = List.of(
            new CycleToy(),
            new PairedToy(),
            new EnlargingToy(),
            new PyramidToy(),
            new StylesToy(),
            new GrowingToy(),
            new PartsToy(),
            new TextToy(),
            new PackedToy(),
            new RewardToy(),
            new TokensToy());

    private Toys() {}

    static List<String> names() {
        return ALL.stream().map(ToySystem::name).toList();
    }

    static ToySystem named(String name) {
        return ALL.stream().filter(toy -> toy.name().equals(name)).findFirst().orElseThrow();
    }
}
