package dev.atelier.systems;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.metrics.PairMetric;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What a model makes of many pictures of one shape, for a judge. */
final class Translations {
    private static final int MOST_SHOWN = 8;

    private Translations() {}

    /** The first pictures of some, as inputs that a run shows again and again: {@code batch} gives those of these numbers. */
    static FixedInputs first(GenerativeModel model, TrainingSetup setup, int count, Function<int[], Fields> batch) {
        int[] rows = IntStream.range(0, Math.min(count, MOST_SHOWN)).toArray();
        try (Fields fields = batch.apply(rows);
                TensorScope scope = TensorScope.open()) {
            return FixedInputs.of(model, fields.to(setup.device()).kept(scope));
        }
    }

    /** Its outputs, rounded as a file rounds them. */
    static List<Image> of(PictureModel model, List<Image> inputs) {
        int atOnce = model.atOnce();
        int pieces = (inputs.size() + atOnce - 1) / atOnce;
        return Workers.map(pieces, piece -> {
                    int from = piece * atOnce;
                    return model.make(inputs.subList(from, Math.min(inputs.size(), from + atOnce))).stream()
                            .map(Levels::image)
                            .toList();
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** What is judged, for a passport: with what batch norm goes by, where there is one. */
    static MetricPassport.Side side(Recipe recipe, GenerativeModel model, int count, Assessment.Wish wish) {
        return side(recipe, model.fingerprint(), count, wish);
    }

    /** The same of a model of this hash. */
    static MetricPassport.Side side(Recipe recipe, String sha256, int count, Assessment.Wish wish) {
        String statistics = recipe.keys()
                .find(TranslationKeys.STATISTICS.name())
                .map(key -> ", batch norm by " + recipe.get(TranslationKeys.STATISTICS) + " statistics")
                .orElse("");
        return new MetricPassport.Side(
                "generator of recipe " + recipe.name() + statistics,
                sha256,
                "generated",
                count,
                Optional.of(wish.making(GanSystem.of(recipe).averaged(recipe))));
    }

    /** By metric, the passport of what is compared pair by pair, and of distances of sets. */
    static Map<String, MetricPassport> passports(Image like, MetricPassport pairs, MetricPassport sets) {
        Map<String, MetricPassport> passports = new LinkedHashMap<>();
        PairMetric.of(like).forEach(metric -> passports.put(metric.metric().key(), pairs));
        passports.put(MetricName.KID.key(), sets);
        passports.put(MetricName.FID.key(), sets);
        return passports;
    }

    /** Says why some metrics mean nothing for such pictures. */
    static void leaveOut(Evidence evidence, Image like) {
        if (like.channels() % 2 == 0) {
            evidence.leftOut("pictures with alpha have no luma", MetricName.PSNR, MetricName.SSIM);
        } else if (Math.min(like.height(), like.width()) < 11) {
            evidence.leftOut("pictures below 11×11", MetricName.SSIM, MetricName.SSIM_RGB);
        }
    }
}
