package dev.atelier.networks;

import dev.atelier.nn.Parameter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A network's table and names in a form that a test can write down. */
final class Tables {
    private Tables() {}

    /** The rows of the printed table, one blank between columns, without title, head and rules. */
    static List<String> lines(Network network) {
        return network.summary()
                .text()
                .lines()
                .skip(2)
                .filter(line -> !line.contains("─"))
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    static List<String> names(Network network) {
        return network.parameters().stream().map(Parameter::name).toList();
    }

    /** Names of these layers, each with a weight and a bias. */
    static List<String> weightsAndBiases(int... layers) {
        return IntStream.of(layers)
                .boxed()
                .flatMap(i -> Stream.of("main." + i + ".weight", "main." + i + ".bias"))
                .toList();
    }
}
