package dev.atelier.systems;

import dev.atelier.media.Image;
import dev.atelier.media.Levels;
import dev.atelier.metrics.MetricName;
import dev.atelier.metrics.MetricPassport;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.PictureModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Workers;
import java.util.List;
import java.util.Optional;

/** What a model makes of many pictures of one shape, for a judge. */
final class Translations {
    private Translations() {}

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
        String statistics = recipe.keys()
                .find(TranslationKeys.STATISTICS.name())
                .map(key -> ", batch norm by " + recipe.get(TranslationKeys.STATISTICS) + " statistics")
                .orElse("");
        return new MetricPassport.Side(
                "generator of recipe " + recipe.name() + statistics,
                model.fingerprint(),
                "generated",
                count,
                Optional.of(wish.making(GanSystem.of(recipe).averaged(recipe))));
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
