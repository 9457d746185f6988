package dev.atelier.systems;

import dev.atelier.data.Attributes;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.PackedImages;
import dev.atelier.media.Image;
import dev.atelier.media.PixelRange;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.ImageShape;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Draws;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import dev.atelier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a pyramid's samples are drawn of, with the real images that they are held against. */
final class PyramidSamples {
    private static final int MOST_SHOWN = 16;

    private PyramidSamples() {}

    /** How many stand side by side in a grid. */
    static int columns(Recipe recipe) {
        return Math.min(MOST_SHOWN, recipe.integer(TrainKeys.SAMPLE_COUNT));
    }

    /** Noise of the recipe's seed beside the first images that training does not see; samples are told what these are told of. */
    static FixedInputs fixed(GenerativeModel model, TrainingSetup setup, ImageDataset learned, int count) {
        ImageDataset held = LearnedImages.heldOut(learned);
        Attributes told = DataFacts.of(setup.facts()).attributes();
        int[] shown = IntStream.range(0, Math.min(Math.min(count, MOST_SHOWN), held.size()))
                .toArray();
        return inputs(model, Draws.of(setup.seed(), "samples", setup.device()), held, shown, told);
    }

    /**
     * Inputs of as many samples as there are real images, with those.
     *
     * @param chosen numbers of the images
     * @param told attributes that the levels are told; none where there are none
     */
    static FixedInputs inputs(GenerativeModel model, Draws draws, ImageDataset images, int[] chosen, Attributes told) {
        try (TensorScope scope = TensorScope.open()) {
            Fields fields = model.draw(draws, chosen.length)
                    .with(Fields.REAL, real(images, chosen).to(model.device(), ScalarType.Float));
            if (!told.isEmpty()) {
                Tensor rows = Tensors.of(RealSample.conditions(told, images, chosen), chosen.length, told.width());
                fields = fields.with(Fields.CONDITION, rows.to(model.device(), ScalarType.Float));
            }
            return FixedInputs.of(model, fields.kept(scope));
        }
    }

    /** Each level, made of real images of the level before it and of noise, against real images. */
    static List<JudgedPart> parts(PyramidModel chain, JudgedPart.Against against) {
        List<JudgedPart> parts = new ArrayList<>();
        for (int level = 0; level <= chain.to(); level++) {
            int here = level;
            String name = name(chain, level);
            Map<String, Supplier<GeneratedImages>> made = new LinkedHashMap<>();
            if (level > 0) {
                made.put(name + " of real " + name(chain, level - 1), () -> made(chain.part(here - 1, here), against));
            }
            made.put(name + " of noise", () -> made(chain.part(PyramidModel.NOISE, here), against));
            parts.add(new JudgedPart(name, image -> at(chain, image, here), made));
        }
        return parts;
    }

    private static String name(PyramidModel chain, int level) {
        ImageShape shape = chain.pyramid().levels().get(level);
        return shape.width() + "×" + shape.height();
    }

    private static GeneratedImages made(PyramidModel part, JudgedPart.Against against) {
        Draws draws = Draws.of(against.seed(), "evaluate", part.device());
        return new GeneratedImages(inputs(part, draws, against.images(), against.numbers(), against.told()));
    }

    /** A finest image at a level, rounded as a file would be. */
    private static Image at(PyramidModel chain, Image image, int level) {
        if (level == chain.pyramid().finest()) {
            return image;
        }
        try (TensorScope scope = TensorScope.open()) {
            float[] values = new float[image.pixels().length];
            put(image, values, 0);
            Tensor x = Tensors.of(values, 1, image.channels(), image.height(), image.width());
            return PyramidModel.modality(chain.pyramid().levels().get(level))
                    .picture(Tensors.toFloats(chain.pyramid().at(x, level)));
        }
    }

    private static Tensor real(ImageDataset images, int[] chosen) {
        float[] values = new float[Math.multiplyExact(chosen.length, images.samples())];
        for (int i = 0; i < chosen.length; i++) {
            put(PackedImages.image(images, chosen[i]), values, i * images.samples());
        }
        return Tensors.of(values, chosen.length, images.channels(), images.height(), images.width());
    }

    private static void put(Image image, float[] values, int from) {
        float[] table = PixelRange.SYMMETRIC.table();
        int to = from;
        for (byte sample : image.pixels()) {
            values[to++] = table[sample & 0xFF];
        }
    }
}
