package dev.atelier.data;

import dev.atelier.OneLine;
import dev.atelier.media.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source holds, before anybody trains on it: counts, sizes, channels, classes, exact duplicates, files that cannot be
 * read, balance, images of the test split that are in the train split too, and a contact sheet. A broken image is a finding here, not an
 * error; a source that is no source at all is {@link dev.atelier.BadInput}.
 */
public final class Inspection {
    private final String source;
    private final List<SplitReport> splits;
    private final @Nullable Leakage leakage;
    private final ContactSheet sheet;

    private Inspection(String source, List<SplitReport> splits, @Nullable Leakage leakage, ContactSheet sheet) {
        this.source = source;
        this.splits = splits;
        this.leakage = leakage;
        this.sheet = sheet;
    }

    /** Test images whose very pixels are in the train split; null where there are not both splits. */
    private record Leakage(int images, List<String> examples) {}

    public static Inspection of(String source) {
        return of(source, Optional.empty(), LoadProgress.SILENT);
    }

    /**
     * Reads everything once, image by image, on two threads.
     *
     * @param attributes a CSV of attributes that is somewhere else than in the folder
     */
    public static Inspection of(String source, Optional<Path> attributes, LoadProgress progress) {
        return of(source, DataSources.find(source, attributes, DataLocations.ofThisMachine()), progress);
    }

    static Inspection of(String name, Source source, LoadProgress progress) {
        List<SplitReport> reports = new ArrayList<>();
        List<SplitScan> scans = new ArrayList<>();
        for (Split split : source.splits()) {
            Source.Items items = source.items(split, progress);
            if (split == Split.TRAIN && KnownSource.isEmbedded(items.origin())) {
                continue; // the same images come as the test split
            }
            SplitScan scan = new SplitScan(split, items, progress);
            scans.add(scan);
            reports.add(scan.report());
        }
        @Nullable Leakage leakage = scans.size() < 2 ? null : leakage(scans.get(0), scans.get(1));
        return new Inspection(name, reports, leakage, scans.get(0).sheet());
    }

    private static Leakage leakage(SplitScan train, SplitScan test) {
        List<String> examples = new ArrayList<>();
        int count = 0;
        for (Map.Entry<SplitScan.Fingerprint, List<Integer>> entry :
                test.groups().entrySet()) {
            List<Integer> same = train.groups().get(entry.getKey());
            if (same != null) {
                count += entry.getValue().size();
                if (examples.size() < SplitScan.EXAMPLES) {
                    examples.add("test " + test.name(entry.getValue().get(0)) + " = train " + train.name(same.get(0)));
                }
            }
        }
        return new Leakage(count, examples);
    }

    /** Attributes of the test split beside those of the train split; none where there are not both, or no images in one. */
    private List<BalanceShift> shifts() {
        if (splits.size() < 2) {
            return List.of();
        }
        List<ValueBalance> train = splits.get(0).balance().balances();
        List<ValueBalance> test = splits.get(1).balance().balances();
        List<BalanceShift> shifts = new ArrayList<>();
        for (ValueBalance before : train) {
            test.stream()
                    .filter(after -> after.attribute().equals(before.attribute())
                            && after.values().equals(before.values())
                            && before.total() > 0
                            && after.total() > 0)
                    .forEach(after -> shifts.add(BalanceShift.between(before, after)));
        }
        return shifts;
    }

    /** A table for a person. */
    public String text() {
        StringBuilder out = new StringBuilder("data        " + OneLine.of(source) + "\n");
        for (SplitReport report : splits) {
            out.append('\n');
            report.text(out);
        }
        shifts().forEach(shift -> out.append("\ntest split  ")
                .append(OneLine.of(shift.attribute()))
                .append(": ")
                .append(OneLine.of(shift.text()))
                .append('\n'));
        if (leakage != null) {
            out.append("\nleakage     ")
                    .append(
                            leakage.images == 0
                                    ? "none"
                                    : "test images that are in the train split too: " + leakage.images)
                    .append('\n');
            leakage.examples.forEach(example ->
                    out.append("            ").append(OneLine.of(example)).append('\n'));
        }
        return out.toString();
    }

    /** The same as maps, lists, strings and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source);
        json.put("splits", splits.stream().map(SplitReport::json).toList());
        json.put("shifts", shifts().stream().map(BalanceShift::json).toList());
        if (leakage != null) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("images", leakage.images);
            both.put("examples", leakage.examples);
            json.put("leakage", both);
        }
        return json;
    }

    /** The first images of the first split: a row for each class with its name, or a plain grid where there are no labels. */
    public Image contactSheet() {
        return sheet.draw();
    }
}
