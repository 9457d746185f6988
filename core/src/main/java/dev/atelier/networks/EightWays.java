package dev.atelier.networks;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.media.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean of what a model of any size makes of a picture in its eight turns and mirrorings, each turned back (the geometric
 * self-ensemble of Lim et al. 2017, arXiv 1707.02921, section 3.4). Eight times the work.
 */
public record EightWays(Padded model) implements Around {
    @Override
    public List<Levels> make(List<Image> inputs) {
        List<List<Levels>> ways = new ArrayList<>();
        for (Turn turn : Turn.ALL) {
            ways.add(model.make(inputs.stream().map(turn::of).toList()).stream()
                    .map(turn.inverse()::of)
                    .toList());
        }
        List<Levels> means = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int picture = i;
            means.add(Levels.mean(ways.stream().map(way -> way.get(picture)).toList()));
        }
        return means;
    }
}
