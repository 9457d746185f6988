package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.data.Attributes;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.Generator;
import dev.atelier.networks.NoiseModel;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.TensorScope;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A run's generator, ready to make pictures: the final one, the newest checkpoint's while the run is not done, or a given checkpoint's. */
public final class Sampler implements AutoCloseable {
    private final RunDirectory run;
    private final Recipe recipe;
    private final Attributes attributes;
    private final Generator generator;
    private final ComputeDevice device;
    private final long step;
    private final NoiseModel model;

    private Sampler(
            RunDirectory run,
            Recipe recipe,
            Attributes attributes,
            Generator generator,
            ComputeDevice device,
            long step) {
        this.run = run;
        this.recipe = recipe;
        this.attributes = attributes;
        this.generator = generator;
        this.device = device;
        this.step = step;
        model = new NoiseModel(generator, Assembly.prior(recipe), device.device());
    }

    /** Opens a run's generator; a run without any checkpoint is refused. */
    public static Sampler open(Path root) {
        return open(root, "auto", warning -> {});
    }

    /** The same on a given device; damaged checkpoints that are passed over are told to {@code warnings}. */
    public static Sampler open(Path root, String device, Consumer<String> warnings) {
        return open(root, OptionalLong.empty(), device, warnings);
    }

    /** The generator of the checkpoint of round {@code step} where one is given; a round that is not kept is refused with those that are. */
    public static Sampler open(Path root, OptionalLong step, String device, Consumer<String> warnings) {
        RunDirectory run = RunDirectory.open(root);
        return open(run, KeptNetworks.of(run, step, warnings), device);
    }

    static Sampler open(RunDirectory run, KeptNetworks kept, String device) {
        Recipe recipe = run.recipe();
        ComputeDevice place = Devices.resolve(device);
        DataFacts known = run.known();
        Generator generator = new NetworkAssembly(recipe, known).generator();
        try (TensorScope scope = TensorScope.open()) {
            kept.fill(generator);
            generator.parameters().forEach(parameter -> parameter.value().set_requires_grad(false));
            generator.move(place.device());
            return new Sampler(run, recipe, known.attributes(), generator, place, kept.step());
        } catch (RuntimeException e) {
            generator.close();
            place.close();
            throw e;
        }
    }

    /** {@code count} images; the same seed gives the same ones, and more of them begin with the fewer. */
    public List<Image> sample(int count, long seed) {
        return sample(count, seed, Conditions.NONE, false);
    }

    /**
     * The same with wishes for their attributes.
     *
     * @param sameZ all images are of one z, so that only the attributes differ
     */
    public List<Image> sample(int count, long seed, Conditions wishes, boolean sameZ) {
        requireAttributes(wishes);
        FixedInputs drawn = FixedInputs.draw(model, seed, "generate", count);
        try (FixedInputs inputs =
                (sameZ ? drawn.repeated(count) : drawn).on(wishes.rows(attributes, count), attributes.width())) {
            return Pictures.render(inputs);
        }
    }

    private void requireAttributes(Conditions wishes) {
        if (!wishes.isEmpty() && attributes.isEmpty()) {
            throw new BadInput(
                    "this run's networks know no attributes; train with condition.mode, as recipe cgan does");
        }
    }

    /** One picture with {@code count} images side by side, each enlarged by {@code scale}. */
    public Image grid(int count, long seed, int scale) {
        return grid(count, seed, scale, Conditions.NONE, false);
    }

    /** The same with wishes: a column for each value that the first attribute goes through. */
    public Image grid(int count, long seed, int scale, Conditions wishes, boolean sameZ) {
        return model.output()
                .sheet(
                        sample(count, seed, wishes, sameZ),
                        SampleGrid.columns(count, wishes.firstCycle(attributes)),
                        scale,
                        2);
    }

    /** What the generator can be asked for; empty where it is not conditional. */
    public Attributes attributes() {
        return attributes;
    }

    /** Writes a picture with its provenance. */
    public void write(Image image, Path file) {
        ImageFiles.writePng(image, file, Pictures.provenance(recipe, step));
    }

    /** The same of a page of pictures, which says so and is never taken for data. */
    public void writeSheet(Image image, Path file) {
        ImageFiles.writePng(image, file, DrawnSheet.text(Pictures.provenance(recipe, step)));
    }

    RunDirectory run() {
        return run;
    }

    Generator generator() {
        return generator;
    }

    NoiseModel model() {
        return model;
    }

    ComputeDevice device() {
        return device;
    }

    /** Rounds that this generator was trained for. */
    public long step() {
        return step;
    }

    public Recipe recipe() {
        return recipe;
    }

    @Override
    public void close() {
        generator.close();
        device.close();
    }
}
