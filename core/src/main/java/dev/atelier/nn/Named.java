package dev.atelier.nn;

import java.util.List;

/** A layer under the name that its parameters begin with; an empty name adds nothing to theirs. */
public record Named(String name, Layer layer) {
    List<Parameter> parameters() {
        return name.isEmpty()
                ? layer.parameters()
                : layer.parameters().stream()
                        .map(parameter -> parameter.prefixed(name))
                        .toList();
    }
}
