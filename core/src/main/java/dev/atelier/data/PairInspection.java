package dev.atelier.data;

import dev.atelier.BadInput;
import dev.atelier.OneLine;
import dev.atelier.media.Image;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a place of pairs holds, before anybody trains on it: which picture belongs to which, which are alone, sizes, channels, and
 * a sheet of pairs. A picture without a partner and a pair of two sizes are findings here; a place without pairs is {@link BadInput}.
 */
public final class PairInspection {
    private static final int EXAMPLES = 5;
    private static final Jitter ANY = Jitter.full(1, 1).still();

    private final String source;
    private final String layout;
    private final List<Report> reports;
    private final List<String> notices;
    private final PairSheet sheet;

    private PairInspection(String source, String layout, List<Report> reports, List<String> notices, PairSheet sheet) {
        this.source = source;
        this.layout = layout;
        this.reports = reports;
        this.notices = notices;
        this.sheet = sheet;
    }

    /** Reads every pair once. */
    public static PairInspection of(String source, Optional<Derivation> derive, LoadProgress progress) {
        return of(source, derive, Family.NONE, progress);
    }

    /** The same, where families stay on one side of a split that is made here. */
    public static PairInspection of(String source, Optional<Derivation> derive, Family family, LoadProgress progress) {
        PairRequest request =
                new PairRequest("pairs", source, 0, 0, ANY, Direction.A_TO_B, derive, PairSpace.RGB, family, 0);
        PairSource place = PairSource.of(request);
        PairSheet sheet = new PairSheet();
        List<Report> reports = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        Map<Split, Twins.Looks> looks = new EnumMap<>(Split.class);
        for (Split split : place.splits()) {
            PairSource.Found found = place.found(split, progress);
            found.notices().stream()
                    .map(OneLine::of)
                    .filter(notice -> !notices.contains(notice) && !notice.endsWith(place.layout()))
                    .forEach(notices::add);
            Scan scan = new Scan(found.partners(), derive, progress);
            reports.add(scan.report(split, sheet));
            looks.put(split, scan.looks());
        }
        Optional.ofNullable(looks.get(Split.TRAIN))
                .flatMap(learned -> Optional.ofNullable(looks.get(Split.TEST))
                        .flatMap(held -> Twins.of(held, learned).remark("pair")))
                .ifPresent(notices::add);
        return new PairInspection(source, place.layout(), reports, notices, sheet);
    }

    /** What was seen of a pair; {@code fault} instead where it cannot be read. */
    private record Seen(
            String size, int channelsA, int channelsB, boolean oneSize, String fault, List<Twins.Look> looks) {}

    /** Looks at the pairs of one split. */
    private static final class Scan {
        private final Partners partners;
        private final Optional<Derivation> derive;
        private final Seen[] seen;

        Scan(Partners partners, Optional<Derivation> derive, LoadProgress progress) {
            this.partners = partners;
            this.derive = derive;
            seen = new Seen[partners.pairs().size()];
            Decoding.each("reading pairs", seen.length, progress, this::look);
        }

        private void look(int i) {
            Partners.Pair pair = partners.pairs().get(i);
            try {
                Partners.Both both = pair.reading().get();
                Image b = both.second().upright().image();
                int channels = both.first()
                        .map(first -> first.upright().image().channels())
                        .orElseGet(() -> derive.orElseThrow().channels(b.channels()));
                String size = Partners.size(both.second());
                String other = both.first().map(Partners::size).orElse(size);
                boolean one = size.equals(other);
                String fault = one ? "" : pair.first() + " is " + other + ", " + pair.second() + " " + size;
                List<Image> sides = both.first()
                        .map(first -> List.of(first.upright().image(), b))
                        .orElseGet(() -> List.of(b));
                seen[i] = new Seen(
                        one ? size : other + " and " + size,
                        channels,
                        b.channels(),
                        one,
                        fault,
                        sides.stream().map(Twins.Look::of).toList());
            } catch (BadInput e) {
                seen[i] = new Seen("", 0, 0, true, String.valueOf(e.getMessage()), List.of());
            }
        }

        /** Of the pairs that can be read. */
        Twins.Looks looks() {
            Twins.Looks looks = new Twins.Looks();
            for (int i = 0; i < seen.length; i++) {
                if (!seen[i].looks().isEmpty()) {
                    looks.add(partners.pairs().get(i).stem(), seen[i].looks());
                }
            }
            return looks;
        }

        Report report(Split split, PairSheet sheet) {
            Map<String, Integer> sizes = new TreeMap<>();
            Map<Integer, Integer> a = new TreeMap<>();
            Map<Integer, Integer> b = new TreeMap<>();
            List<String> unreadable = new ArrayList<>();
            List<String> unlike = new ArrayList<>();
            for (Seen each : seen) {
                if (each.size().isEmpty()) {
                    unreadable.add(each.fault());
                    continue;
                }
                sizes.merge(each.size(), 1, Integer::sum);
                a.merge(each.channelsA(), 1, Integer::sum);
                b.merge(each.channelsB(), 1, Integer::sum);
                if (!each.oneSize()) {
                    unlike.add(each.fault());
                }
            }
            for (int i = 0; i < seen.length && sheet.isOpen(); i++) {
                if (!seen[i].size().isEmpty()) {
                    draw(partners.pairs().get(i), sheet);
                }
            }
            return new Report(
                    split, seen.length, partners.firstAlone(), partners.secondAlone(), sizes, a, b, unlike, unreadable);
        }

        private void draw(Partners.Pair pair, PairSheet sheet) {
            Partners.Both both = pair.reading().get();
            Image b = both.second().upright().image();
            sheet.add(
                    both.first()
                            .map(first -> first.upright().image())
                            .orElseGet(() -> derive.orElseThrow().of(b, 0)),
                    b);
        }
    }

    /**
     * What one split holds.
     *
     * @param aloneA names in A without a partner
     * @param sizes "width×height" → how many pairs
     * @param channelsA number of channels → how many pictures
     * @param unlike pairs of two sizes, a line each
     */
    private record Report(
            Split split,
            int pairs,
            List<String> aloneA,
            List<String> aloneB,
            Map<String, Integer> sizes,
            Map<Integer, Integer> channelsA,
            Map<Integer, Integer> channelsB,
            List<String> unlike,
            List<String> unreadable) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("split", split.key());
            json.put("pairs", pairs);
            json.put("aloneA", aloneA);
            json.put("aloneB", aloneB);
            json.put("sizes", sizes);
            json.put("channelsA", byName(channelsA));
            json.put("channelsB", byName(channelsB));
            json.put("twoSizes", unlike);
            json.put("unreadable", unreadable);
            return json;
        }

        private static Map<String, Integer> byName(Map<Integer, Integer> channels) {
            Map<String, Integer> byName = new LinkedHashMap<>();
            channels.forEach((number, count) -> byName.put(Integer.toString(number), count));
            return byName;
        }

        void text(StringBuilder out) {
            line(out, split.key() + " split", pairs == 1 ? "1 pair" : pairs + " pairs");
            line(out, "  sizes", counted(sizes));
            line(out, "  channels", "A " + counted(channelsA) + "; B " + counted(channelsB));
            examples(out, "  A alone", aloneA);
            examples(out, "  B alone", aloneB);
            examples(out, "  two sizes", unlike);
            examples(out, "  unreadable", unreadable);
        }

        private static String counted(Map<?, Integer> counts) {
            return counts.isEmpty()
                    ? "none"
                    : counts.entrySet().stream()
                            .limit(EXAMPLES)
                            .map(each -> each.getKey() + " (" + each.getValue() + ")")
                            .collect(Collectors.joining(", ", "", counts.size() > EXAMPLES ? ", …" : ""));
        }

        private static void examples(StringBuilder out, String what, List<String> all) {
            if (!all.isEmpty()) {
                line(
                        out,
                        what,
                        all.size() + ": "
                                + all.stream().limit(EXAMPLES).map(OneLine::of).collect(Collectors.joining(", "))
                                + (all.size() > EXAMPLES ? ", …" : ""));
            }
        }
    }

    private static void line(StringBuilder out, String what, String said) {
        out.append(String.format(Locale.ROOT, "%-14s", what)).append(said).append('\n');
    }

    /** Whether every picture has a partner of its size and can be read. */
    public boolean isClean() {
        return reports.stream()
                .allMatch(report -> report.aloneA().isEmpty()
                        && report.aloneB().isEmpty()
                        && report.unlike().isEmpty()
                        && report.unreadable().isEmpty());
    }

    /** A table for a person. */
    public String text() {
        StringBuilder out = new StringBuilder();
        line(out, "data", OneLine.of(source));
        line(out, "layout", layout);
        reports.forEach(report -> {
            out.append('\n');
            report.text(out);
        });
        if (!notices.isEmpty()) {
            out.append('\n');
        }
        notices.forEach(notice -> line(out, "note", notice));
        if (reports.stream().allMatch(report -> report.pairs() == 0)) {
            line(
                    out,
                    "note",
                    "no picture has a partner; two kinds that need not belong together: atelier train cyclegan");
        }
        return out.toString();
    }

    /** The same as maps, lists, strings and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source);
        json.put("layout", layout);
        json.put("clean", isClean());
        json.put("splits", reports.stream().map(Report::json).toList());
        json.put("notices", notices);
        return json;
    }

    /** The first pairs, A beside B under their letters. */
    public Image sheet() {
        return sheet.draw();
    }
}
