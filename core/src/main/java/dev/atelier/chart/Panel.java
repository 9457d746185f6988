package dev.atelier.chart;

import java.util.List;

/**
 * Lines between two axes.
 *
 * @param title stands above, before the legend; may be empty
 */
public record Panel(String title, Scale x, Scale y, List<Line> lines) {
    public Panel {
        lines = List.copyOf(lines);
    }
}
