package dev.atelier.training;

import dev.atelier.augment.InputTransform;
import dev.atelier.losses.AdversarialLoss;
import dev.atelier.networks.Critic;
import java.util.List;

/**
 * Whoever makes samples against a critic (Goodfellow 2014): a value that gives the terms of both sides. A system has one game or
 * several; each belongs to one critic.
 *
 * @param name ends the names of its statistics; empty where a system has one game
 * @param generation how samples are made
 * @param fakes which of them the turns see
 * @param input what the critic is shown
 * @param critic who judges
 * @param loss of both sides
 * @param view what all samples go through before the critic sees them
 * @param dropoutForGenerator the critic's dropout is on in the generator's turn too
 * @param separately the critic learns from real and from generated samples in optimiser steps of their own
 * @param watchers hear of what the critic thinks in its own turns
 */
public record Game(
        String name,
        Generation generation,
        FakeSource fakes,
        CriticInput input,
        Critic critic,
        AdversarialLoss loss,
        InputTransform view,
        boolean dropoutForGenerator,
        boolean separately,
        List<Watcher> watchers) {
    public Game {
        watchers = List.copyOf(watchers);
        if (separately && !(loss instanceof AdversarialLoss.Separable)) {
            throw new IllegalArgumentException(
                    "this loss compares real with fake: it cannot learn from them separately");
        }
    }

    /** Without a name, fresh samples for each turn, nothing between samples and critic, dropout for both sides, nobody watching. */
    public static Game between(Generation generation, Critic critic, CriticInput input, AdversarialLoss loss) {
        return new Game(
                "", generation, FakeSource.fresh(), input, critic, loss, InputTransform.NONE, true, false, List.of());
    }

    /** This game under a name, where a system has several. */
    public Game named(String other) {
        return new Game(other, generation, fakes, input, critic, loss, view, dropoutForGenerator, separately, watchers);
    }

    /** This game with samples from elsewhere. */
    public Game withFakes(FakeSource other) {
        return new Game(name, generation, other, input, critic, loss, view, dropoutForGenerator, separately, watchers);
    }

    /** This game with something between samples and critic. */
    public Game seenThrough(InputTransform other) {
        return new Game(name, generation, fakes, input, critic, loss, other, dropoutForGenerator, separately, watchers);
    }

    /** This game without the critic's dropout in the generator's turn. */
    public Game withoutDropoutForGenerator() {
        return new Game(name, generation, fakes, input, critic, loss, view, false, separately, watchers);
    }

    /** This game with a critic that learns from each kind of sample in an optimiser step of its own. */
    public Game learnedSeparately() {
        return new Game(name, generation, fakes, input, critic, loss, view, dropoutForGenerator, true, watchers);
    }

    /** This game with somebody who hears what the critic thinks. */
    public Game watchedBy(List<Watcher> others) {
        return new Game(name, generation, fakes, input, critic, loss, view, dropoutForGenerator, separately, others);
    }

    /** The adversarial loss of the critic. */
    public Term criticTerm() {
        return new AdversarialTerms.ForCritic(this);
    }

    /** The adversarial loss of whoever makes the samples. */
    public Term generatorTerm() {
        return generatorTerm(1, TopK.ALL);
    }

    /** That, weighted, from the best samples only. */
    public Term generatorTerm(double weight, TopK topK) {
        return new AdversarialTerms.ForGenerator(this, weight, topK);
    }

    /** The name of a statistic of this game in the rows. */
    String stat(String what) {
        return name.isEmpty() ? what : what + "/" + name;
    }
}
