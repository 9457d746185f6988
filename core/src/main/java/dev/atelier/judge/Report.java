package dev.atelier.judge;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.atelier.chart.Chart;
import dev.atelier.chart.Line;
import dev.atelier.chart.Panel;
import dev.atelier.chart.Point;
import dev.atelier.chart.Scale;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.metrics.BaselineTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as one page that needs nothing else: pictures and drawings stand in it. The page itself is the resource {@code
 * report/report.html}; here its numbers become words.
 */
final class Report {
    /** A generated picture beside its nearest training pictures; or what went in, what came out and what should have. */
    record Pair(Image picture, String caption) {}

    /** A picture with a heading. */
    record Figure(String title, Image picture, String alt, String caption) {}

    /**
     * What is not in {@code evaluation.json}.
     *
     * @param figures generated pictures on one sheet, real ones on another
     * @param pairs nearest neighbours, the closest first
     * @param exhibits of a translation or an enlargement
     * @param tables models beside their baselines
     * @param charts drawings over steps: caption to lines
     */
    record Material(
            List<Figure> figures,
            List<Pair> pairs,
            List<Pair> exhibits,
            List<BaselineTable> tables,
            Map<String, List<Line>> charts,
            Map<String, Object> receipt) {}

    private static final String RESOURCE = "/report/report.html";
    private static final int BAR = 150;
    private static final int CHART_WIDTH = 560;
    private static final int CHART_HEIGHT = 270;

    private final Map<String, Object> evaluation;
    private final Material material;
    private final Map<String, Object> page = new LinkedHashMap<>();

    private Report(Map<String, Object> evaluation, Material material) {
        this.evaluation = evaluation;
        this.material = material;
    }

    private static final Map<String, String> DISCRIMINATOR = new LinkedHashMap<>();

    static {
        DISCRIMINATOR.put("train", "training images taken for real, share");
        DISCRIMINATOR.put("heldOut", "unseen real images taken for real, share");
        DISCRIMINATOR.put("fake", "generated images found out, share");
        DISCRIMINATOR.put("gap", "training images less unseen ones");
        DISCRIMINATOR.put("rv", "r_v: 0 without over-fitting, 1 where unseen images look generated");
        DISCRIMINATOR.put("rt", "r_t: mean sign of what it says of training images");
    }

    /** The page's text. */
    static String html(Map<String, Object> evaluation, Material material) {
        return new Report(evaluation, material).render();
    }

    private String render() {
        page.put("title", evaluation.get("title"));
        page.put("subtitle", evaluation.get("subtitle"));
        page.put("verdicts", evaluation.get("verdicts"));
        page.put("cautions", list("cautions"));
        List<Map<String, Object>> leftOut = new ArrayList<>();
        if (evaluation.get("leftOut") instanceof Map<?, ?> reasons) {
            reasons.forEach((names, why) -> leftOut.add(Map.of("names", names, "why", why)));
        }
        page.put("leftOut", leftOut);
        page.put(
                "figures",
                material.figures().stream()
                        .map(figure -> Map.of(
                                "title", figure.title(),
                                "alt", figure.alt(),
                                "picture", data(figure.picture()),
                                "caption", figure.caption()))
                        .toList());
        page.put("hasFigures", !material.figures().isEmpty());
        page.put("exhibits", pictures(material.exhibits()));
        page.put("hasExhibits", !material.exhibits().isEmpty());
        tables();
        parts();
        scores();
        classes();
        neighbours();
        List<Object> balance = new ArrayList<>(list("balance"));
        balance.addAll(list("balanceOfOutput"));
        page.put("balance", balance);
        page.put("hasAttributes", !balance.isEmpty());
        discriminator();
        usefulness();
        charts();
        optional("diagnoses", "hasDiagnoses", "diagnoses");
        passports();
        page.put("receipt", flat(material.receipt()));
        page.put("hasReceipt", !material.receipt().isEmpty());
        page.put("footer", "Made by Atelier " + evaluation.get("atelier") + " on " + evaluation.get("evaluated") + ".");
        return template().execute(page);
    }

    private void scores() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object entry : list("scores")) {
            Map<?, ?> score = (Map<?, ?>) entry;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", score.get("name"));
            row.put("value", number(score.get("value")));
            row.put(
                    "interval",
                    score.containsKey("low") ? number(score.get("low")) + " … " + number(score.get("high")) : "–");
            row.put("real", score.containsKey("real") ? number(score.get("real")) : "–");
            row.put("better", score.get("better"));
            row.put("meaning", score.get("meaning"));
            row.put("passport", score.get("passport"));
            rows.add(row);
        }
        page.put("scores", rows);
        page.put("scoresNote", evaluation.get("scoresNote"));
    }

    private void classes() {
        List<Map<String, Object>> rows = new ArrayList<>();
        double most = 1e-9;
        for (Object entry : list("classes")) {
            Map<?, ?> row = (Map<?, ?>) entry;
            most = Math.max(most, Math.max(value(row.get("real")), value(row.get("fake"))));
        }
        boolean asked = false;
        for (Object entry : list("classes")) {
            Map<?, ?> row = (Map<?, ?>) entry;
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", row.get("class"));
            line.put("real", percent(row.get("real")));
            line.put("fake", percent(row.get("fake")));
            line.put("realBar", Math.round(BAR * value(row.get("real")) / most));
            line.put("fakeBar", Math.round(BAR * value(row.get("fake")) / most));
            line.put("recognised", row.containsKey("recognised") ? percent(row.get("recognised")) : "");
            line.put("remark", row.containsKey("remark") ? row.get("remark") : "");
            asked |= row.containsKey("recognised");
            rows.add(line);
        }
        page.put("classes", rows);
        page.put("hasClasses", !rows.isEmpty());
        page.put("asked", asked);
        page.put("classesNote", evaluation.getOrDefault("classesNote", ""));
    }

    private void neighbours() {
        page.put("hasPairs", !material.pairs().isEmpty());
        page.put("pairs", pictures(material.pairs()));
        page.put("pairsNote", evaluation.getOrDefault("pairsNote", ""));
        page.put("memorisation", list("memorisationEvidence"));
    }

    private static List<Map<String, String>> pictures(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> Map.of("picture", data(pair.picture()), "caption", pair.caption()))
                .toList();
    }

    private void tables() {
        List<Map<String, Object>> tables = new ArrayList<>();
        for (BaselineTable table : material.tables()) {
            List<List<String>> cells = table.cells();
            tables.add(Map.of(
                    "name",
                    table.name(),
                    "heading",
                    cells.get(0).subList(1, cells.get(0).size()),
                    "rows",
                    cells.subList(1, cells.size()).stream()
                            .map(row -> Map.of("name", row.get(0), "cells", row.subList(1, row.size())))
                            .toList()));
        }
        page.put("tables", tables);
        page.put("hasTables", !tables.isEmpty());
    }

    private void parts() {
        List<Map<String, Object>> tables = new ArrayList<>();
        for (Object entry : list(PartFindings.SECTION)) {
            Map<?, ?> table = (Map<?, ?>) entry;
            List<String> columns = new ArrayList<>();
            ((List<?>) Objects.requireNonNull(table.get("columns"))).forEach(column -> columns.add(column + ""));
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Object each : (List<?>) Objects.requireNonNull(table.get("rows"))) {
                Map<?, ?> row = (Map<?, ?>) each;
                List<String> cells = columns.stream()
                        .map(column ->
                                row.get(column) instanceof Map<?, ?> value && value.get("mean") instanceof Number mean
                                        ? Score.text(mean.doubleValue())
                                        : "-")
                        .toList();
                rows.add(Map.of("name", row.get("name") + "", "cells", cells));
            }
            tables.add(Map.of("name", table.get("name") + "", "heading", columns, "rows", rows));
        }
        page.put("parts", tables);
        page.put("hasParts", !tables.isEmpty());
    }

    private void usefulness() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object entry : list("usefulness")) {
            Map<?, ?> row = (Map<?, ?>) entry;
            rows.add(Map.of(
                    "name", String.valueOf(row.get("from")),
                    "count", String.valueOf(row.get("images")),
                    "accuracy", percent(row.get("accuracy"))));
        }
        page.put("usefulness", rows);
        page.put("hasUsefulness", !rows.isEmpty());
        page.put("usefulnessNote", evaluation.getOrDefault("usefulnessNote", ""));
    }

    private void charts() {
        List<Map<String, Object>> charts = new ArrayList<>();
        material.charts().forEach((caption, lines) -> {
            svg(caption, lines).ifPresent(svg -> charts.add(Map.of("svg", svg, "caption", caption)));
        });
        page.put("charts", charts);
        page.put("hasCharts", !charts.isEmpty());
    }

    /** Of lines with two numbers or more; empty where there is none. */
    static Optional<String> svg(String caption, List<Line> lines) {
        List<Line> drawn = lines.stream().filter(line -> line.finite() >= 2).toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        List<Point> points =
                drawn.stream().flatMap(line -> line.points().stream()).toList();
        Scale x = Scale.counting(
                "step",
                points.stream().mapToDouble(Point::x).min().orElseThrow(),
                points.stream().mapToDouble(Point::x).max().orElseThrow());
        Scale y = Scale.over("", points.stream().mapToDouble(Point::y));
        Chart chart = Chart.of(new Panel("", x, y, drawn), CHART_WIDTH, CHART_HEIGHT);
        return Optional.of(chart.drawing().svg(caption));
    }

    private void passports() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (evaluation.get("passports") instanceof Map<?, ?> passports) {
            passports.forEach((name, passport) -> all.add(Map.of("name", name, "rows", flat((Map<?, ?>) passport))));
        }
        page.put("passports", all);
    }

    private void optional(String name, String flag, String source) {
        page.put(name, list(source));
        page.put(flag, !list(source).isEmpty());
    }

    private void discriminator() {
        Map<?, ?> map = evaluation.get("discriminator") instanceof Map<?, ?> m ? m : Map.of();
        List<Map<String, Object>> rows = new ArrayList<>();
        DISCRIMINATOR.forEach((key, words) -> {
            if (map.containsKey(key)) {
                rows.add(Map.of("key", words, "value", number(map.get(key))));
            }
        });
        page.put("discriminator", rows);
        page.put("hasDiscriminator", !rows.isEmpty());
    }

    private List<?> list(String name) {
        return evaluation.get(name) instanceof List<?> list ? list : List.of();
    }

    /** Nested maps as rows of dotted names. */
    static List<Map<String, Object>> flat(Map<?, ?> map) {
        List<Map<String, Object>> rows = new ArrayList<>();
        flatten("", map, rows);
        return rows;
    }

    private static void flatten(String prefix, Map<?, ?> map, List<Map<String, Object>> rows) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, rows);
            } else {
                rows.add(Map.of("key", prefix + key, "value", value instanceof Double d ? number(d) : value + ""));
            }
        });
    }

    /** Four digits, as many as mean something. */
    static String number(@Nullable Object value) {
        return Score.text(value(value));
    }

    private static String percent(@Nullable Object share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value(share));
    }

    private static double value(@Nullable Object number) {
        return number instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private static String data(Image image) {
        byte[] png = ImageFiles.png(image, Map.of("Software", "Atelier"));
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    private static Template template() {
        try (InputStream in = Report.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return Mustache.compiler().escapeHTML(true).compile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
