package dev.atelier.systems;

import dev.atelier.data.Attribute;
import dev.atelier.data.DataSources;
import dev.atelier.data.ImageFormat;
import dev.atelier.media.Scatter;
import dev.atelier.networks.Architecture;
import dev.atelier.networks.Classifier;
import dev.atelier.networks.Conditioning;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.DiscriminatorOptions;
import dev.atelier.networks.Generator;
import dev.atelier.networks.ImageShape;
import dev.atelier.networks.NetworkOptions;
import dev.atelier.nn.ConditionLayout;
import dev.atelier.recipe.Recipe;
import dev.atelier.tensor.Precision;
import java.util.Arrays;
import java.util.List;

/** Turns a recipe's words about networks into networks. */
public final class NetworkAssembly {
    private final Recipe recipe;
    private final DataFacts known;

    public NetworkAssembly(Recipe recipe, DataFacts known) {
        this.recipe = recipe;
        this.known = known;
    }

    static Architecture architecture(Recipe recipe) {
        return Architecture.of(recipe.get(NetworkKeys.ARCHITECTURE));
    }

    /**
     * With weights unset; the caller loads or initialises them. Its pictures are made in the precision that it is trained in; in fp32
     * where the processor would have to emulate bf16.
     */
    public Generator generator() {
        Generator generator = architecture(recipe).generator(options());
        if (recipe.get(TrainKeys.PRECISION).equals(Precision.BF16.key()) && Precision.processorHasBf16()) {
            generator.drawIn(Precision.BF16);
        }
        return generator;
    }

    public Discriminator discriminator() {
        return architecture(recipe).discriminator(options());
    }

    /** The discriminator's table as a plain classifier. */
    public Classifier classifier(int classes) {
        return architecture(recipe).classifier(options(), classes);
    }

    ConditionLayout layout() {
        return new ConditionLayout(known.attributes().list().stream()
                .map(attribute ->
                        new ConditionLayout.Field(attribute instanceof Attribute.Categorical, attribute.width()))
                .toList());
    }

    private NetworkOptions options() {
        int width = known.attributes().width();
        Conditioning conditioning = NetworkKeys.conditional(recipe)
                ? new Conditioning(
                        Conditioning.Mode.of(recipe.get(NetworkKeys.CONDITION)),
                        width,
                        recipe.integer(NetworkKeys.EMBEDDING))
                : Conditioning.NONE;
        String spectral = recipe.get(NetworkKeys.SPECTRAL_NORM);
        return new NetworkOptions(
                recipe.integer(NetworkKeys.LATENT),
                recipe.get(NetworkKeys.WIDTH),
                recipe.get(NetworkKeys.DROPOUT),
                shape(recipe),
                conditioning,
                new DiscriminatorOptions(
                        recipe.get(PlayerKeys.NORM).equals("batch"),
                        !spectral.equals("none"),
                        recipe.integer(PlayerKeys.MINIBATCH_DISCRIMINATION),
                        recipe.integer(PlayerKeys.MINIBATCH_STDDEV),
                        recipe.get(NetworkKeys.LABELS_PER_CLASS) > 0 ? known.classes() : 0),
                spectral.equals("both"));
    }

    /** The shape that the recipe names; where it leaves that open, the architecture's usual one. */
    static ImageShape shape(Recipe recipe) {
        ImageShape usual = architecture(recipe).sizes().usual();
        int channels = recipe.integer(DataKeys.CHANNELS);
        String size = recipe.get(DataKeys.SIZE);
        int[] sides = size.equals("auto")
                ? new int[] {usual.height(), usual.width()}
                : Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
        return new ImageShape(channels == 0 ? usual.channels() : channels, sides[0], sides[sides.length - 1]);
    }

    /** The recipe with size and channels written out: as asked, else the data's own as near as the networks can. */
    public static Recipe sized(Recipe recipe) {
        if (!recipe.get(DataKeys.SIZE).equals("auto") && recipe.get(DataKeys.CHANNELS) > 0) {
            return recipe;
        }
        ImageFormat stored = DataSources.storedFormat(recipe.get(DataKeys.SOURCE));
        int channels = channels(stored);
        ImageShape nearest =
                architecture(recipe).sizes().nearest(new ImageShape(channels, stored.height(), stored.width()));
        Recipe sized =
                recipe.get(DataKeys.CHANNELS) > 0 ? recipe : recipe.with(DataKeys.CHANNELS, (long) nearest.channels());
        return sized.get(DataKeys.SIZE).equals("auto") ? sized.with(DataKeys.SIZE, size(nearest)) : sized;
    }

    /** Transparency is not learned; points keep both their coordinates. */
    private static int channels(ImageFormat stored) {
        if (Scatter.isPoint(stored.channels(), stored.height(), stored.width())) {
            return 2;
        }
        return stored.channels() >= 3 ? 3 : 1;
    }

    private static String size(ImageShape shape) {
        return shape.height() == shape.width()
                ? Integer.toString(shape.height())
                : shape.height() + "x" + shape.width();
    }

    /** Names of the attributes that the recipe chooses; empty for all. */
    static List<String> chosen(Recipe recipe) {
        return chosen(recipe.get(NetworkKeys.CONDITION_ATTRIBUTES));
    }

    /** The same of the key's value. */
    static List<String> chosen(String names) {
        return names.equals("all")
                ? List.of()
                : Arrays.stream(names.split(",")).map(String::strip).toList();
    }
}
