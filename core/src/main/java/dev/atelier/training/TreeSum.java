package dev.atelier.training;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The sum of what the shards of a batch have collected, in an order that depends on nothing but their number: neighbours are added at
 * distance 1, 2, 4, … Shards come in order; each is added as soon as its neighbour is there, so that few are kept.
 */
final class TreeSum {
    private record Part(int shards, Collected sum) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Takes the next shard over: it is empty afterwards, or part of the sum. */
    void add(Collected shard) {
        Part part = new Part(1, shard);
        while (!parts.isEmpty() && parts.peek().shards() == part.shards()) {
            part = joined(parts.pop(), part);
        }
        parts.push(part);
    }

    private static Part joined(Part left, Part right) {
        left.sum().add(right.sum());
        return new Part(left.shards() + right.shards(), left.sum());
    }

    /** The sum, which is one of the shards; at least one must have come. */
    Collected sum() {
        Part part = parts.pop();
        while (!parts.isEmpty()) {
            part = joined(parts.pop(), part);
        }
        return part.sum();
    }
}
