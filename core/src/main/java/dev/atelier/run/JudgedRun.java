package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.Version;
import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.data.ImageDataset;
import dev.atelier.data.LoadProgress;
import dev.atelier.media.Image;
import dev.atelier.media.ImageModality;
import dev.atelier.metrics.DiscriminatorAccuracy;
import dev.atelier.metrics.ImageSequence;
import dev.atelier.metrics.PathLength;
import dev.atelier.metrics.TensorExtractor;
import dev.atelier.networks.Discriminator;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.NoiseModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Conditions;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.GeneratedImages;
import dev.atelier.systems.JudgedPart;
import dev.atelier.systems.LossKeys;
import dev.atelier.systems.NoiseNetworks;
import dev.atelier.systems.RealSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A run that makes images of noise as a judge needs it: its model on fixed noise, its discriminator, its data, what its loss says of logits. */
public final class JudgedRun implements AutoCloseable {
    private static final int MOST_ROWS = 6;

    private final RunDirectory directory;
    private final Sampler sampler;
    private final Optional<Discriminator> discriminator;

    private JudgedRun(RunDirectory directory, Sampler sampler, Optional<Discriminator> discriminator) {
        this.directory = directory;
        this.sampler = sampler;
        this.discriminator = discriminator;
    }

    /** The run as it stands: its final networks, or the newest whole checkpoint's; {@code notices} hears of damaged ones. */
    public static JudgedRun open(Path root, Consumer<String> notices) {
        return open(root, OptionalLong.empty(), notices);
    }

    /** The networks of the checkpoint of step {@code step} where one is given; a step that is not kept is refused with those that are. */
    public static JudgedRun open(Path root, OptionalLong step, Consumer<String> notices) {
        RunDirectory directory = RunDirectory.open(root);
        KeptNetworks kept = KeptNetworks.of(directory, step, notices);
        Sampler sampler = Sampler.open(directory, kept, "auto");
        try {
            if (GanSystem.of(sampler.recipe()).images(sampler.recipe()).isEmpty()) {
                throw sampler.noNoise();
            }
            return new JudgedRun(
                    directory,
                    sampler,
                    sampler.model() instanceof NoiseModel
                            ? Optional.of(NoiseNetworks.discriminator(sampler.networks()))
                            : Optional.empty());
        } catch (RuntimeException e) {
            sampler.close();
            throw e;
        }
    }

    public RunDirectory directory() {
        return directory;
    }

    public Recipe recipe() {
        return sampler.recipe();
    }

    /** Steps that the generator was trained for. */
    public long step() {
        return sampler.step();
    }

    /** Whether the generator is an average over steps. */
    public boolean ema() {
        return GanSystem.of(recipe()).averaged(recipe());
    }

    public Sampler sampler() {
        return sampler;
    }

    /** The one that judges whole images, in evaluation, on the run's device; empty where a system has none. Closed with the run. */
    public Optional<Discriminator> discriminator() {
        return discriminator;
    }

    /** Where the run's data come from, as its recipe says. */
    public String source() {
        return GanSystem.of(recipe()).place(recipe());
    }

    /**
     * Real images in the shape of the networks: those that it learned from and others. {@code elsewhere} is where its data lie now, if
     * not where its recipe says.
     */
    public RunData data(Optional<String> elsewhere, LoadProgress progress) {
        return RunData.of(directory, recipe(), elsewhere, progress);
    }

    /** Whether its networks are told what to make. */
    public boolean conditional() {
        return !sampler.attributes().isEmpty();
    }

    /**
     * As many images as there are numbers, each with the attributes of that real image where the generator is conditional; z from the
     * stream (seed, "evaluate").
     */
    public GeneratedImages generated(ImageDataset like, int[] numbers, long seed) {
        FixedInputs inputs = FixedInputs.draw(sampler.model(), seed, "evaluate", numbers.length);
        return new GeneratedImages(
                inputs.on(conditions(like, numbers), sampler.attributes().width()));
    }

    /** Parts of what it makes that are judged by themselves too, each against these real images; none where it has no parts. */
    public List<JudgedPart> parts(ImageDataset like, int[] numbers, long seed) {
        return GanSystem.of(recipe())
                .parts(sampler.model(), new JudgedPart.Against(like, numbers, sampler.attributes(), seed));
    }

    /** The encoded attributes of these real images as this run's networks take them, [n, width]; empty where it is not conditional. */
    public float[] conditions(ImageDataset like, int[] numbers) {
        return RealSample.conditions(sampler.attributes(), like, numbers);
    }

    /** Width of a row of {@link #conditions}. */
    public int conditionWidth() {
        return sampler.attributes().width();
    }

    /** Whether the generator is told a class, so that its images have labels. */
    public boolean hasClasses() {
        return sampler.attributes().list().stream()
                .anyMatch(a -> a.name().equals(Attributes.CLASS) && a instanceof Attribute.Categorical);
    }

    /** One sheet of pictures of seed 1, a column for each class where there are some. */
    public Image grid(int count) {
        int columns = sampler.attributes().isEmpty() ? 0 : Conditions.NONE.firstCycle(sampler.attributes());
        int whole = columns > 1 && columns <= count ? columns * Math.min(MOST_ROWS, count / columns) : count;
        return sampler.grid(GridOptions.of(whole).enlarged(3));
    }

    /** What the discriminator says of images; {@code like} and {@code rows} give the attributes of each where it is conditional. */
    public float[] logits(ImageSequence images, ImageDataset like, int[] rows) {
        return DiscriminatorAccuracy.logits(
                discriminator.orElseThrow(),
                images,
                sampler.noise().generator().signed(),
                conditions(like, rows),
                conditionWidth());
    }

    /** How far images move in an extractor's features for a small step of z; attributes are those of real images. */
    public PathLength pathLength(
            TensorExtractor extractor, PathLength.Settings settings, ImageDataset like, LoadProgress progress) {
        int[] rows =
                IntStream.range(0, settings.pairs()).map(i -> i % like.size()).toArray();
        return PathLength.of(
                sampler.noise().generator(),
                sampler.noise().prior(),
                extractor,
                settings,
                conditions(like, rows),
                conditionWidth(),
                progress);
    }

    /** +1 where a larger logit means real, −1 where it means fake. */
    public int realSign() {
        return LossKeys.loss(recipe()).realSign();
    }

    /** The logit between real and fake. */
    public double border() {
        return LossKeys.loss(recipe()).border();
    }

    /** Whether the border means anything: a Wasserstein critic or a relativistic one has none. */
    public boolean calibrated() {
        return GanSystem.of(recipe()).anchored(recipe());
    }

    /** SHA-256 over the generator's names, shapes and values: what stands for it in a passport. */
    public String generatorHash() {
        return sampler.model().fingerprint();
    }

    /** Atelier's version. */
    public static String version() {
        return Version.text();
    }

    /** Refuses points of a plane, which no image metric means anything for. */
    public void requireImages() {
        if (!(sampler.model().output() instanceof ImageModality)) {
            throw new BadInput(directory.root()
                    + " makes points of a plane, not images; allowed: runs on images (docs/modes.md counts modes)");
        }
    }

    @Override
    public void close() {
        sampler.close();
    }
}
