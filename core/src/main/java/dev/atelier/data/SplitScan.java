package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.media.Image;
import dev.atelier.media.Upright;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Goes through the images of one split once and counts. */
final class SplitScan {
    static final int EXAMPLES = 5;

    private final Split split;
    private final Source.Items items;
    private final Seen[] seen;
    private final String[] refused;
    private final ContactSheet sheet;
    private final Map<Fingerprint, List<Integer>> groups = new LinkedHashMap<>();
    private final Sums sums = new Sums();

    /** An image's shape and its 128 bits of SHA-256 over shape and pixels: equal for equal images, and for no others. */
    record Fingerprint(long high, long low) {}

    private record Seen(int channels, int height, int width, boolean turned, Fingerprint fingerprint) {}

    private static final class Sums {
        long count;
        long sum;
        long squares;
        int min = 255;
        int max;

        synchronized void add(long[] histogram) {
            for (int v = 0; v < 256; v++) {
                if (histogram[v] > 0) {
                    count += histogram[v];
                    sum += histogram[v] * v;
                    squares += histogram[v] * v * v;
                    min = Math.min(min, v);
                    max = Math.max(max, v);
                }
            }
        }

        SplitReport.PixelStatistics statistics() {
            if (count == 0) {
                return new SplitReport.PixelStatistics(0, 0, 0, 0);
            }
            double mean = (double) sum / count;
            return new SplitReport.PixelStatistics(
                    min, max, mean, Math.sqrt(Math.max(0, (double) squares / count - mean * mean)));
        }
    }

    SplitScan(Split split, Source.Items items, LoadProgress progress) {
        this.split = split;
        this.items = items;
        this.seen = new Seen[items.size()];
        this.refused = new String[items.size()];
        this.sheet = new ContactSheet(items);
        Decoding.each("inspecting " + split.key() + " images", items.size(), progress, this::look);
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != null) {
                groups.computeIfAbsent(seen[i].fingerprint, key -> new ArrayList<>(1))
                        .add(i);
            }
        }
    }

    private void look(int i) {
        Upright upright;
        try {
            upright = items.images().apply(i);
        } catch (BadInput e) {
            refused[i] = e.getMessage();
            return;
        }
        Image image = upright.image();
        long[] histogram = new long[256];
        for (byte value : image.pixels()) {
            histogram[value & 0xFF]++;
        }
        sums.add(histogram);
        seen[i] = new Seen(image.channels(), image.height(), image.width(), upright.turned(), fingerprint(image));
    }

    private static Fingerprint fingerprint(Image image) {
        MessageDigest digest = Checksums.sha256();
        digest.update(ByteBuffer.allocate(12)
                .putInt(image.channels())
                .putInt(image.height())
                .putInt(image.width())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(image.pixels()));
        return new Fingerprint(hash.getLong(), hash.getLong());
    }

    /** Readable images by what they show, each list in order. */
    Map<Fingerprint, List<Integer>> groups() {
        return groups;
    }

    String name(int i) {
        return items.names().apply(i);
    }

    ContactSheet sheet() {
        return sheet;
    }

    SplitReport report() {
        List<Seen> readable = Arrays.stream(seen).filter(image -> image != null).toList();
        Map<String, Integer> sizes = new TreeMap<>();
        Map<Integer, Integer> channels = new TreeMap<>();
        for (Seen image : readable) {
            sizes.merge(image.height + "×" + image.width, 1, Integer::sum);
            channels.merge(image.channels, 1, Integer::sum);
        }
        List<List<Integer>> same =
                groups.values().stream().filter(group -> group.size() > 1).toList();
        int acrossClasses = (int) same.stream()
                .filter(group -> group.stream()
                                .map(items.labels()::applyAsInt)
                                .distinct()
                                .count()
                        > 1)
                .count();
        List<List<String>> examples = same.stream()
                .limit(EXAMPLES)
                .map(group -> group.stream().limit(EXAMPLES).map(this::name).toList())
                .toList();
        List<String> unreadable =
                Arrays.stream(refused).filter(reason -> reason != null).toList();
        return new SplitReport(
                split,
                items.origin(),
                readable.size(),
                unreadable,
                (int) readable.stream().filter(Seen::turned).count(),
                byCount(sizes),
                channels,
                classes(),
                attributes(),
                balance(),
                same.stream().mapToInt(group -> group.size() - 1).sum(),
                same.size(),
                acrossClasses,
                examples,
                sums.statistics(),
                items.notices());
    }

    private Map<String, Integer> classes() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        items.classNames().forEach(name -> counts.put(name, 0));
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != null && items.labels().applyAsInt(i) >= 0) {
                counts.merge(items.classNames().get(items.labels().applyAsInt(i)), 1, Integer::sum);
            }
        }
        return counts;
    }

    private List<AttributeSummary> attributes() {
        AttributeTable table = items.attributes();
        List<AttributeSummary> summaries = new ArrayList<>();
        for (int a = 0; a < table.attributes().size(); a++) {
            List<Float> values = new ArrayList<>();
            for (int i = 0; i < seen.length; i++) {
                if (seen[i] != null) {
                    values.add(table.at(i, a));
                }
            }
            summaries.add(AttributeSummary.of(table.attributes().list().get(a), values));
        }
        return summaries;
    }

    private BalanceReport balance() {
        boolean[] readable = new boolean[seen.length];
        for (int i = 0; i < seen.length; i++) {
            readable[i] = seen[i] != null;
        }
        return BalanceReport.of(items.attributes(), readable);
    }

    private static Map<String, Integer> byCount(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
