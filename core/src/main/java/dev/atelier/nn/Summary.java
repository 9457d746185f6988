package dev.atelier.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of a network: each layer with its output shape and its trainable parameters, and the totals. */
public record Summary(String title, long[] inputShape, List<Row> rows, long parameters, long flops) {
    /** One layer; {@code flops} of its forward pass for one sample. */
    public record Row(String layer, long[] outputShape, long parameters, long flops) {}

    public static Summary of(String title, Sequential network, long... inputShape) {
        List<Row> rows = new ArrayList<>();
        long[] shape = inputShape;
        for (Layer layer : network.layers()) {
            long[] output = layer.outputShape(shape);
            long count = layer.parameters().stream()
                    .filter(Parameter::trainable)
                    .mapToLong(Parameter::count)
                    .sum();
            rows.add(new Row(layer.label(), output, count, layer.flops(shape)));
            shape = output;
        }
        long parameters = rows.stream().mapToLong(Row::parameters).sum();
        long flops = rows.stream().mapToLong(Row::flops).sum();
        return new Summary(title, inputShape, List.copyOf(rows), parameters, flops);
    }

    public long[] outputShape() {
        return rows.isEmpty() ? inputShape : rows.get(rows.size() - 1).outputShape();
    }

    /** The table as text, one line a layer. */
    public String text() {
        int width = Math.max(
                24, rows.stream().mapToInt(row -> row.layer().length()).max().orElse(0));
        String format = "  %-" + width + "s  %14s  %12s%n";
        String rule = "  " + "─".repeat(width + 30) + System.lineSeparator();
        StringBuilder text = new StringBuilder();
        text.append(title).append(System.lineSeparator());
        text.append(String.format(Locale.ROOT, format, "layer", "output shape", "parameters"));
        text.append(rule);
        text.append(String.format(Locale.ROOT, format, "input", shape(inputShape), ""));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    format,
                    row.layer(),
                    shape(row.outputShape()),
                    row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters())));
        }
        text.append(rule);
        text.append(String.format(Locale.ROOT, format, "total", "", String.format(Locale.ROOT, "%,d", parameters)));
        return text.toString();
    }

    private static String shape(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("×"));
    }
}
