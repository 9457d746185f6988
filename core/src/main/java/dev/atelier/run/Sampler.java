package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.data.Attributes;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.networks.FixedInputs;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.networks.NoiseModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.Conditions;
import dev.atelier.systems.DataFacts;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Pictures;
import dev.atelier.systems.Setup;
import dev.atelier.tensor.ComputeDevice;
import dev.atelier.tensor.Devices;
import dev.atelier.tensor.TensorScope;
import dev.atelier.training.NetworkSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A run's models, ready to make samples: the final ones, the newest checkpoint's while the run is not done, or a given checkpoint's. */
public final class Sampler implements AutoCloseable {
    private final RunDirectory run;
    private final Setup setup;
    private final NetworkSet networks;
    private final ComputeDevice device;
    private final long step;
    private final Map<String, GenerativeModel> models;
    private final Attributes attributes;

    private Sampler(RunDirectory run, Setup setup, NetworkSet networks, ComputeDevice device, long step) {
        this.run = run;
        this.setup = setup;
        this.networks = networks;
        this.device = device;
        this.step = step;
        models = GanSystem.of(setup.recipe()).models(networks, setup);
        attributes = DataFacts.of(setup.facts()).attributes();
    }

    /** Opens a run's models; a run without any checkpoint is refused. */
    public static Sampler open(Path root) {
        return open(root, "auto", warning -> {});
    }

    /** The same on a given device; damaged checkpoints that are passed over are told to {@code warnings}. */
    public static Sampler open(Path root, String device, Consumer<String> warnings) {
        RunDirectory run = RunDirectory.open(root);
        return open(run, KeptNetworks.of(run, OptionalLong.empty(), warnings), device);
    }

    /** The models of the checkpoint after {@code step} steps; a step of which none is kept is refused with those that are. */
    public static Sampler at(long step, Path root, String device, Consumer<String> warnings) {
        RunDirectory run = RunDirectory.open(root);
        return open(run, KeptNetworks.of(run, OptionalLong.of(step), warnings), device);
    }

    static Sampler open(RunDirectory run, KeptNetworks kept, String device) {
        Recipe recipe = run.recipe();
        ComputeDevice place = Devices.resolve(device);
        Setup setup = new Setup(recipe, run.facts(), place.device());
        NetworkSet networks = GanSystem.of(recipe).networks(setup);
        try (TensorScope scope = TensorScope.open()) {
            kept.fill(networks);
            networks.names().forEach(name -> networks.network(name).move(place.device()));
            return new Sampler(run, setup, networks, place, kept.step());
        } catch (RuntimeException e) {
            networks.close();
            place.close();
            throw e;
        }
    }

    /** {@code count} samples as pictures; the same seed gives the same ones, and more of them begin with the fewer. */
    public List<Image> sample(int count, long seed) {
        return sample(count, seed, Conditions.NONE, false);
    }

    /**
     * The same with wishes for their attributes.
     *
     * @param sameZ all samples are of one z, so that only the attributes differ
     */
    public List<Image> sample(int count, long seed, Conditions wishes, boolean sameZ) {
        requireAttributes(wishes);
        FixedInputs drawn = FixedInputs.draw(model(), seed, "generate", count);
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

    /** One picture with samples side by side. */
    public Image grid(GridOptions options) {
        return model().output()
                .sheet(
                        sample(options.count(), options.seed(), options.wishes(), options.sameZ()),
                        SampleGrid.columns(options.count(), options.wishes().firstCycle(attributes)),
                        options.enlarged(),
                        2);
    }

    /** What the model can be asked for; empty where it is not conditional. */
    public Attributes attributes() {
        return attributes;
    }

    /** Writes a picture with its provenance. */
    public void write(Image image, Path file) {
        ImageFiles.writePng(image, file, Pictures.provenance(recipe(), step));
    }

    /** The same of a page of pictures, which says so and is never taken for data. */
    public void writeSheet(Image image, Path file) {
        ImageFiles.writePng(image, file, DrawnSheet.text(Pictures.provenance(recipe(), step)));
    }

    /** The model that is meant where nobody names one. */
    public GenerativeModel model() {
        return models.values().iterator().next();
    }

    /** All models of the run, by name. */
    public Map<String, GenerativeModel> models() {
        return models;
    }

    /** The networks of the run with their kept weights, borrowed. */
    public NetworkSet networks() {
        return networks;
    }

    /** The model as one that makes images of noise; a run of another kind of GAN is bad input. */
    NoiseModel noise() {
        if (!(model() instanceof NoiseModel noise)) {
            throw noNoise();
        }
        return noise;
    }

    /** For a run of another kind than is needed. */
    BadInput noNoise() {
        return new BadInput(run.root() + " is a run of system "
                + setup.recipe().words().name() + ", which makes no images of noise alone; allowed here: runs that do");
    }

    RunDirectory run() {
        return run;
    }

    ComputeDevice device() {
        return device;
    }

    /** Steps that this model was trained for. */
    public long step() {
        return step;
    }

    public Recipe recipe() {
        return setup.recipe();
    }

    @Override
    public void close() {
        networks.close();
        device.close();
    }
}
