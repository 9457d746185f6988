package dev.atelier.data;

import dev.atelier.Counted;
import dev.atelier.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one split holds.
 *
 * @param images that can be read
 * @param unreadable one line each, with the file
 * @param turned of the images: stored turned or mirrored, read upright by their orientation tag
 * @param sizes "height×width" → how many, most frequent first
 * @param channels number of channels → how many
 * @param classes class → how many readable images, in label order; empty where there are no labels
 * @param attributes how each is spread over the readable images; the class by labels or folders is one of them
 * @param balance how evenly the values of categorical attributes come, and which come together
 * @param duplicates images that have the very pixels of an earlier one
 * @param duplicateGroups sets of images with the same pixels
 * @param duplicatesAcrossClasses such sets whose labels differ
 * @param duplicateExamples the first few sets, by name
 * @param pixels over all samples of all readable images
 */
record SplitReport(
        Split split,
        String origin,
        int images,
        List<String> unreadable,
        int turned,
        Map<String, Integer> sizes,
        Map<Integer, Integer> channels,
        Map<String, Integer> classes,
        List<AttributeSummary> attributes,
        BalanceReport balance,
        int duplicates,
        int duplicateGroups,
        int duplicatesAcrossClasses,
        List<List<String>> duplicateExamples,
        PixelStatistics pixels,
        List<String> notices) {
    private static final int MOST_LINES = 20;

    /** Samples as 0 … 255. */
    record PixelStatistics(int min, int max, double mean, double deviation) {}

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("split", split.key());
        json.put("origin", origin);
        json.put("images", images);
        json.put("unreadable", unreadable);
        json.put("turned", turned);
        json.put("sizes", sizes);
        Map<String, Integer> byChannels = new LinkedHashMap<>();
        channels.forEach((number, count) -> byChannels.put(Integer.toString(number), count));
        json.put("channels", byChannels);
        json.put("classes", classes);
        json.put("attributes", attributes.stream().map(AttributeSummary::json).toList());
        json.put("balance", balance.json());
        Map<String, Object> same = new LinkedHashMap<>();
        same.put("images", duplicates);
        same.put("groups", duplicateGroups);
        same.put("groupsAcrossClasses", duplicatesAcrossClasses);
        same.put("examples", duplicateExamples);
        json.put("duplicates", same);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("min", pixels.min);
        values.put("max", pixels.max);
        values.put("mean", pixels.mean);
        values.put("deviation", pixels.deviation);
        json.put("pixels", values);
        json.put("notices", notices);
        return json;
    }

    void text(StringBuilder out) {
        List<String> lines = new ArrayList<>();
        row(lines, split.key(), Counted.of(images, "image") + ", " + origin);
        row(lines, "sizes", counts(sizes));
        row(lines, "channels", counts(channels));
        if (turned > 0) {
            row(lines, "orientation", turnedUpright(turned, images));
        }
        row(
                lines,
                "pixels",
                String.format(
                        Locale.ROOT,
                        "%d to %d, mean %.2f, deviation %.2f",
                        pixels.min,
                        pixels.max,
                        pixels.mean,
                        pixels.deviation));
        row(
                lines,
                "duplicates",
                duplicates == 0
                        ? "none"
                        : duplicates + " more than needed, in " + Counted.of(duplicateGroups, "set", "sets")
                                + (duplicatesAcrossClasses == 0
                                        ? ""
                                        : ", " + duplicatesAcrossClasses + " of them across classes"));
        duplicateExamples.forEach(group -> row(lines, "", String.join(" = ", group)));
        more(lines, duplicateGroups - duplicateExamples.size());
        row(lines, "unreadable", unreadable.isEmpty() ? "none" : Integer.toString(unreadable.size()));
        unreadable.stream().limit(MOST_LINES).forEach(line -> row(lines, "", line));
        more(lines, unreadable.size() - MOST_LINES);
        if (classes.isEmpty()) {
            row(lines, "classes", "no labels");
        } else {
            row(lines, "classes", Integer.toString(classes.size()));
            histogram(lines);
        }
        attributes.stream()
                .filter(attribute ->
                        classes.isEmpty() || !attribute.name().equals(Attributes.CLASS)) // the histogram shows it
                .forEach(attribute -> row(lines, "attribute", attribute.name() + ": " + attribute.text()));
        balance.text().forEach(line -> row(lines, "balance", line));
        notices.forEach(notice -> row(lines, "notice", notice));
        lines.forEach(line -> out.append(line).append('\n'));
    }

    /** The finding in words; the report and the notices of a training say the same. */
    static String turnedUpright(int turned, int images) {
        return turned + " of " + images + (images == 1 ? " image is" : " images are")
                + " stored turned or mirrored and set upright by the orientation tag";
    }

    private void histogram(List<String> lines) {
        int most = classes.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        int name = Math.min(
                24, classes.keySet().stream().mapToInt(String::length).max().orElse(1));
        classes.entrySet().stream().limit(5 * MOST_LINES).forEach(entry -> {
            String bar = "█".repeat((int) Math.round(30.0 * entry.getValue() / Math.max(1, most)));
            row(
                    lines,
                    "",
                    String.format(
                                    Locale.ROOT,
                                    "%-" + name + "s %8d %s",
                                    OneLine.of(entry.getKey()),
                                    entry.getValue(),
                                    bar)
                            .stripTrailing());
        });
    }

    /** What a list leaves out is said. */
    private static void more(List<String> lines, int count) {
        if (count > 0) {
            row(lines, "", "… and " + count + " more");
        }
    }

    private static void row(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-12s%s", name, OneLine.of(value)).stripTrailing());
    }

    private static String counts(Map<?, Integer> counts) {
        if (counts.size() == 1) {
            return String.valueOf(counts.keySet().iterator().next());
        }
        List<String> parts = counts.entrySet().stream()
                .limit(8)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList();
        return String.join(", ", parts) + (counts.size() > 8 ? ", … " + counts.size() + " kinds" : "");
    }
}
