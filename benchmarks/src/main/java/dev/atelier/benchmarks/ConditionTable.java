package dev.atelier.benchmarks;

import dev.atelier.data.Attribute;
import dev.atelier.media.Image;
import dev.atelier.run.ConditionAccuracy;
import dev.atelier.run.Sampler;
import dev.atelier.systems.Conditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Does a conditional generator do as it is asked? {@code ConditionTable RUN [PER_CLASS [ROUNDS]]} prints how often a classifier trained on
 * the real images names the class asked for, and the brightness of the images for values of a continuous attribute {@code brightness}
 * where there is one.
 */
public final class ConditionTable {
    private static final int STEPS = 7;
    private static final int IMAGES = 200;

    private ConditionTable() {}

    public static void main(String[] args) {
        int perClass = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        long rounds = args.length > 2 ? Long.parseLong(args[2]) : 1500;
        try (Sampler sampler = Sampler.open(Path.of(args[0]))) {
            for (Attribute attribute : sampler.attributes().list()) {
                if (attribute instanceof Attribute.Continuous continuous
                        && continuous.name().equals("brightness")) {
                    sweep(sampler, continuous);
                }
            }
            ConditionAccuracy found = ConditionAccuracy.measure(sampler, perClass, rounds);
            System.out.printf(Locale.ROOT, "classifier on real test images  %.3f%n", found.realAccuracy());
            System.out.printf(Locale.ROOT, "classifier on generated images  %.3f%n", found.share());
            found.byClass().forEach((name, share) -> System.out.printf(Locale.ROOT, "  %-14s %.3f%n", name, share));
        }
    }

    /** Over two deviations around the mean, the same z for each value. */
    private static void sweep(Sampler sampler, Attribute.Continuous brightness) {
        System.out.println("brightness asked, found (mean of " + IMAGES + " images of all classes)");
        for (int i = 0; i < STEPS; i++) {
            double asked = brightness.mean() + brightness.deviation() * (4.0 * i / (STEPS - 1) - 2);
            double value = Math.max(brightness.least(), asked);
            Conditions wish = Conditions.NONE.with("brightness", Double.toString(value));
            List<Image> images = sampler.sample(IMAGES, 1, wish, false);
            double sum = images.stream().mapToDouble(ConditionTable::brightness).sum();
            System.out.printf(Locale.ROOT, "  %.3f  %.3f%n", value, sum / images.size());
        }
    }

    private static double brightness(Image image) {
        long sum = 0;
        for (byte sample : image.pixels()) {
            sum += sample & 0xFF;
        }
        return sum / (255.0 * image.pixels().length);
    }
}
