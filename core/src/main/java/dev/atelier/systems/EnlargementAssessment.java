package dev.atelier.systems;

import dev.atelier.data.OpenedPhotographs;
import dev.atelier.data.Photograph;
import dev.atelier.data.Photographs;
import dev.atelier.media.Image;
import dev.atelier.metrics.BaselineTable;
import dev.atelier.metrics.Baselines;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMetric;
import dev.atelier.metrics.Verdict;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.Padded;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.PictureOptions;
import dev.atelier.networks.Tiles;
import dev.atelier.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Enlargements judged by photographs that they did not learn from: how near each is to the large one, in luma and in all channels and
 * without as many pixels along each side as the scale, beside the bicubic filter and squares; and how far the set of pieces of all is from
 * that of the large ones.
 *
 * @param held the test split
 * @param source where the photographs come from, as {@code sha256} to find an extractor by
 * @param made how small photographs were made, as in {@link Baselines#FILTER}; empty where they were given
 * @param variants the models to judge by the name of their row, the trained one first, of what the run's models are
 */
record EnlargementAssessment(
        Recipe recipe,
        Photographs held,
        Unseen unseen,
        String source,
        String sha256,
        Optional<String> made,
        Variants variants,
        List<String> notices)
        implements Assessment {
    /** What runs may be judged by while they train. */
    static final List<MetricName> MEASURED = List.of(
            MetricName.PSNR,
            MetricName.SSIM,
            MetricName.PSNR_RGB,
            MetricName.SSIM_RGB,
            MetricName.L1,
            MetricName.KID,
            MetricName.FID);

    private static final String BICUBIC = "bicubic";
    private static final String NEAREST = "nearest";

    /** Side of the pieces that sets are made of, in pixels of the large photographs, and pieces of one photograph at most. */
    private static final int PIECE = 64;

    private static final int PIECES = 64;

    /** Input pixels a side from which on a photograph is worked on in tiles, where tiles are equal to the whole. */
    private static final int TILE = 256;

    private static final long REMEMBERED = 1L << 29;

    /** Which models are rows. */
    interface Variants {
        /** By the name of their row, the trained one first. */
        Map<String, PictureModel> of(Map<String, GenerativeModel> models);
    }

    /**
     * Of a run by the test split of its photographs.
     *
     * @param sha256 of what the run learned from
     * @param train what lies there now to learn from; taken for what the run learned from where the hash is this
     * @param made how small photographs were made; empty where they were given
     */
    static EnlargementAssessment of(
            Recipe recipe,
            String sha256,
            OpenedPhotographs train,
            OpenedPhotographs test,
            Optional<String> made,
            Variants variants) {
        Photographs held = test.photographs();
        boolean there = train.photographs().sha256().equals(sha256);
        return new EnlargementAssessment(
                recipe,
                held,
                there
                        ? unseen(held, train.photographs())
                        : Unseen.unknown(held.all().size()),
                GanSystem.of(recipe).place(recipe),
                sha256,
                made,
                variants,
                test.notices());
    }

    /** The trained model alone. */
    static Variants first() {
        return models -> Map.of(
                Evidence.OUTPUT, (PictureModel) models.values().iterator().next());
    }

    /** Every model of the run in a row of its own, and the first one with these shares between its two stages' weights. */
    static Variants withBlends(double... shares) {
        return models -> {
            Map<String, PictureModel> rows = new LinkedHashMap<>();
            models.forEach((name, model) -> rows.put(name, (PictureModel) model));
            PictureModel first = rows.values().iterator().next();
            for (double share : shares) {
                rows.put(
                        "blend " + share,
                        first.with(new PictureOptions(false, Optional.empty(), OptionalDouble.of(share), 1)));
            }
            return rows;
        };
    }

    /** Which of the held-out photographs were learned from: those whose large pictures are equal to one of these. */
    static Unseen unseen(Photographs held, Photographs learned) {
        Set<Image> known = new HashSet<>();
        learned.all().forEach(each -> known.add(each.high()));
        return Unseen.of(
                held.all().size(),
                IntStream.range(0, held.all().size())
                        .filter(i -> known.contains(held.all().get(i).high()))
                        .toArray());
    }

    @Override
    public Assessed of(Map<String, GenerativeModel> models, Wish wish) {
        Evidence evidence = new Evidence(wish);
        unseen.remark("photographs of the test split").ifPresent(evidence::caution);
        List<Photograph> chosen = chosen(wish);
        Map<String, ImageSequence> rows = new LinkedHashMap<>();
        variants.of(models).forEach((name, model) -> rows.put(name, enlarged(model, chosen)));
        String first = rows.keySet().iterator().next();
        ImageSequence small =
                ImageSequence.of(chosen.stream().map(Photograph::low).toList());
        if (wish.whole()) {
            rows.put(BICUBIC, Baselines.enlarged(small, held.scale()));
            rows.put(NEAREST, Baselines.squares(small, held.scale()));
        }
        MetricPassport.Side judged =
                Translations.side(recipe, models.values().iterator().next(), chosen.size(), wish);
        wish.progress().at("enlarging", 0, -1);
        BaselineTable table = nearness(evidence, chosen, rows, judged);
        table = sets(evidence, table, chosen, rows, judged);
        if (!table.columns().isEmpty()) {
            evidence.add(table);
        }
        if (wish.whole()) {
            say(evidence, table, List.copyOf(rows.keySet()));
            exhibit(evidence, table, first, chosen, rows);
        }
        return evidence.assessed();
    }

    private List<Photograph> chosen(Wish wish) {
        return Arrays.stream(unseen.chosen(wish.samples()))
                .mapToObj(held.all()::get)
                .toList();
    }

    @Override
    public String description(Wish wish) {
        return unseen.describe(wish.samples(), "photograph") + held.description();
    }

    @Override
    public Map<String, String> leftOut(Wish wish) {
        Evidence evidence = new Evidence(wish);
        List<Photograph> chosen = chosen(wish);
        Translations.leaveOut(evidence, judgedPart(chosen));
        List<Image> pieces = pieces(chosen);
        try (SetView view = SetView.of(wish.extractor(), source, sha256, pieces.get(0))) {
            view.leaveOut(evidence, pieces.size(), pieces.size());
        }
        return evidence.leftOut();
    }

    @Override
    public Map<String, MetricPassport> passports(String model, Wish wish) {
        List<Photograph> chosen = chosen(wish);
        List<Image> pieces = pieces(chosen);
        MetricPassport.Side judged = Translations.side(recipe, model, chosen.size(), wish);
        try (SetView view = SetView.of(wish.extractor(), source, sha256, pieces.get(0))) {
            return Translations.passports(
                    judgedPart(chosen), pairs(chosen, judged), view.passport(truth(pieces.size()), judged));
        }
    }

    private static ImageSequence enlarged(PictureModel model, List<Photograph> chosen) {
        PictureModel any = new Padded(model);
        PictureModel tiled = model.halo().isPresent() ? new Padded(new Tiles(model, TILE)) : any;
        ImageSequence each = new ImageSequence() {
            @Override
            public int count() {
                return chosen.size();
            }

            @Override
            public List<Image> images(int from, int count) {
                return chosen.subList(from, from + count).stream()
                        .map(photograph -> {
                            Image low = photograph.low();
                            boolean large = Math.max(low.height(), low.width()) > TILE;
                            return (large ? tiled : any).apply(low);
                        })
                        .toList();
            }
        };
        return each.remembered(REMEMBERED);
    }

    private MetricPassport.Side truth(int count) {
        return unseen.truth(held.description(), held.sha256(), count);
    }

    private BaselineTable nearness(
            Evidence evidence, List<Photograph> chosen, Map<String, ImageSequence> rows, MetricPassport.Side judged) {
        int shave = BaselineTable.shave(held.scale());
        List<Image> wanted = chosen.stream().map(Photograph::high).toList();
        Image judgedPart = judgedPart(chosen);
        List<PairMetric> metrics = evidence.pairMetrics(judgedPart);
        Translations.leaveOut(evidence, judgedPart);
        BaselineTable table = BaselineTable.of("");
        return metrics.isEmpty()
                ? table
                : table.with(ImageSequence.of(wanted), rows, metrics, shave, pairs(chosen, judged));
    }

    private MetricPassport pairs(List<Photograph> chosen, MetricPassport.Side judged) {
        return new MetricPassport(
                MetricPassport.Extractor.pixels(chosen.get(0).high().pixels().length),
                truth(chosen.size()),
                judged,
                BaselineTable.settings(held.scale(), Optional.of(made.orElse("given"))));
    }

    /** What is left of the smallest photograph without what is shaved off. */
    private Image judgedPart(List<Photograph> chosen) {
        int shave = BaselineTable.shave(held.scale());
        Image least = chosen.stream()
                .map(Photograph::high)
                .min((a, b) -> Integer.compare(Math.min(a.height(), a.width()), Math.min(b.height(), b.width())))
                .orElseThrow();
        return least.crop(0, 0, Math.max(1, least.height() - 2 * shave), Math.max(1, least.width() - 2 * shave));
    }

    /** Pieces of all photographs, side by side from the upper left corner. */
    private BaselineTable sets(
            Evidence evidence,
            BaselineTable table,
            List<Photograph> chosen,
            Map<String, ImageSequence> rows,
            MetricPassport.Side judged) {
        List<Image> real = pieces(chosen);
        int side = real.get(0).height();
        Map<String, List<Image>> sets = new LinkedHashMap<>();
        rows.forEach((name, pictures) -> {
            List<Image> all = new ArrayList<>();
            for (int i = 0; i < pictures.count(); i++) {
                all.addAll(pieces(pictures.images(i, 1).get(0), side));
            }
            sets.put(name, all);
        });
        try (SetView view = SetView.of(evidence.wish().extractor(), source, sha256, real.get(0))) {
            return view.columns(table, real, sets, evidence, truth(real.size()), judged);
        }
    }

    private static List<Image> pieces(List<Photograph> chosen) {
        int side = Math.min(
                PIECE,
                chosen.stream()
                        .mapToInt(each ->
                                Math.min(each.high().height(), each.high().width()))
                        .min()
                        .orElseThrow());
        List<Image> pieces = new ArrayList<>();
        chosen.forEach(each -> pieces.addAll(pieces(each.high(), side)));
        return pieces;
    }

    private static List<Image> pieces(Image picture, int side) {
        List<Image> pieces = new ArrayList<>();
        for (int top = 0; top + side <= picture.height() && pieces.size() < PIECES; top += side) {
            for (int left = 0; left + side <= picture.width() && pieces.size() < PIECES; left += side) {
                pieces.add(picture.crop(top, left, side, side));
            }
        }
        return pieces;
    }

    private static void say(Evidence evidence, BaselineTable table, List<String> rows) {
        String first = rows.get(0);
        List<String> models = rows.subList(0, rows.size() - 2);
        for (String model : models) {
            evidence.compare(table, model, MetricName.PSNR, "Nearness, " + model, List.of(BICUBIC, NEAREST));
            evidence.compare(table, model, MetricName.KID, "Likeness of pieces, " + model, List.of(BICUBIC, NEAREST));
        }
        Optional<Double> own = table.value(first, MetricName.PSNR);
        if (models.size() < 2 || own.isEmpty()) {
            return;
        }
        String best = models.stream()
                .max((a, b) -> Double.compare(
                        table.value(a, MetricName.PSNR).orElse(Double.NEGATIVE_INFINITY),
                        table.value(b, MetricName.PSNR).orElse(Double.NEGATIVE_INFINITY)))
                .orElse(first);
        if (!best.equals(first)) {
            double lost = table.value(best, MetricName.PSNR).orElseThrow() - own.get();
            evidence.say(
                    "Why psnr falls",
                    Verdict.Level.NOTE,
                    first + " has " + MetricName.text(lost) + " dB less than " + best + ", and that is right: psnr is"
                            + " highest for the mean of all details that could have been, which looks blurred; a critic asks"
                            + " for one of them, which is sharp and mostly not the very one that was there. Papers lose 2 to"
                            + " 2.7 dB, and may fall below bicubic. What it gains is in kid and to the eye.");
        }
    }

    private static void exhibit(
            Evidence evidence,
            BaselineTable table,
            String first,
            List<Photograph> chosen,
            Map<String, ImageSequence> rows) {
        Optional<PairMetric> by = table.columns().containsKey(MetricName.PSNR.key())
                ? Optional.of(PairMetric.PSNR)
                : Arrays.stream(PairMetric.values())
                        .filter(metric ->
                                table.columns().containsKey(metric.metric().key()))
                        .findFirst();
        if (by.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(rows.keySet());
        words.add("original");
        evidence.exhibit(
                table, first, by.get(), chosen.stream().map(Photograph::stem).toList(), words, i -> {
                    List<Image> pictures = new ArrayList<>();
                    rows.values()
                            .forEach(row -> pictures.add(piece(row.images(i, 1).get(0))));
                    pictures.add(piece(chosen.get(i).high()));
                    return pictures;
                });
    }

    /** The middle of a large picture, in which details can be seen. */
    private static Image piece(Image picture) {
        int most = 4 * PIECE;
        int height = Math.min(most, picture.height());
        int width = Math.min(most, picture.width());
        return picture.crop((picture.height() - height) / 2, (picture.width() - width) / 2, height, width);
    }
}
