import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Training rounds and sampling in DJL on its PyTorch engine.
 *
 * <pre>CompareDjl vanilla-iteration|fashion-round|sample-vanilla|sample-fashion --images FILE [--threads N]</pre>
 *
 * A Trainer for each network, a GradientCollector for each step. Fakes for the discriminator are made outside of a collector, so without
 * a graph; the discriminator is frozen while the generator learns, because DJL's Adam clears the gradients of its own network alone.
 */
public final class CompareDjl implements CompareCommon.Gan {
    private static final int SIDE = CompareCommon.SIDE;

    private final boolean fashion;
    private final int batch;
    private final int latent;
    private final Trainer generator;
    private final Trainer discriminator;
    private final Loss loss = Loss.sigmoidBinaryCrossEntropyLoss();

    private CompareDjl(String recipe) {
        fashion = recipe.equals("fashion");
        batch = fashion ? 128 : 64;
        latent = fashion ? 128 : 100;
        generator = trainer("generator", fashion ? fashionGenerator() : vanillaGenerator(), fashion ? 1e-4f : 2e-4f);
        discriminator = trainer(
                "discriminator", fashion ? fashionDiscriminator() : vanillaDiscriminator(), fashion ? 1e-5f : 2e-4f);
        generator.initialize(new Shape(batch, latent));
        discriminator.initialize(new Shape(batch, 1, SIDE, SIDE));
    }

    private Trainer trainer(String name, Block block, float rate) {
        Model model = Model.newInstance(name);
        model.setBlock(block);
        Optimizer adam = Optimizer.adam()
                .optLearningRateTracker(Tracker.fixed(rate))
                .optBeta1(fashion ? 0.9f : 0.5f)
                .build();
        return model.newTrainer(
                new DefaultTrainingConfig(loss).optOptimizer(adam).optDevices(new Device[] {Device.cpu()}));
    }

    private static Block vanillaGenerator() {
        SequentialBlock rows = new SequentialBlock();
        for (int units : new int[] {256, 512, 1024}) {
            rows.add(linear(units)).add(Activation.leakyReluBlock(0.2f));
        }
        return rows.add(linear(SIDE * SIDE))
                .addSingleton(x -> x.reshape(-1, 1, SIDE, SIDE))
                .add(Activation.tanhBlock());
    }

    private static Block vanillaDiscriminator() {
        SequentialBlock rows = new SequentialBlock().add(Blocks.batchFlattenBlock());
        for (int units : new int[] {512, 256}) {
            rows.add(linear(units)).add(Activation.leakyReluBlock(0.2f));
        }
        return rows.add(linear(1));
    }

    private static Block fashionGenerator() {
        SequentialBlock rows = new SequentialBlock()
                .add(linear(128 * 7 * 7))
                .add(Activation.leakyReluBlock(0.2f))
                .addSingleton(x -> x.reshape(-1, 128, 7, 7));
        for (int side : new int[] {14, 28}) {
            rows.addSingleton(x -> x.getNDArrayInternal().interpolation(new long[] {side, side}, 0, false))
                    .add(convolution(128, 5, 2))
                    .add(Activation.leakyReluBlock(0.2f));
        }
        for (int i = 0; i < 2; i++) {
            rows.addSingleton(CompareDjl::padded).add(convolution(128, 4, 0)).add(Activation.leakyReluBlock(0.2f));
        }
        return rows.addSingleton(CompareDjl::padded).add(convolution(1, 4, 0)).add(Activation.sigmoidBlock());
    }

    private static Block fashionDiscriminator() {
        SequentialBlock rows = new SequentialBlock();
        for (int filters : new int[] {32, 64, 128, 256}) {
            rows.add(convolution(filters, 5, 0))
                    .add(Activation.leakyReluBlock(0.2f))
                    .add(dropout());
        }
        return rows.add(Blocks.batchFlattenBlock()).add(dropout()).add(linear(1));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block convolution(int filters, int kernel, int padding) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(padding, padding))
                .build();
    }

    /** For a kernel of 4 that keeps the size. */
    private static NDArray padded(NDArray x) {
        return x.pad(new Shape(1, 2, 1, 2), 0);
    }

    private static Block dropout() {
        return Dropout.builder().optRate(0.4f).build();
    }

    @Override
    public CompareCommon.Weights weights() {
        return new CompareCommon.Weights(weights(generator), weights(discriminator));
    }

    private static float[] weights(Trainer trainer) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList all = new NDList();
            trainer.getModel().getBlock().getParameters().values().forEach(parameter -> {
                NDArray values = parameter.getArray().flatten();
                values.attach(manager);
                all.add(values);
            });
            return NDArrays.concat(all).toFloatArray();
        }
    }

    @Override
    public void discriminatorStep(CompareCommon.Images images) {
        try (NDManager manager = generator.getManager().newSubManager()) {
            NDArray real = manager.create(images.next(batch), new Shape(batch, 1, SIDE, SIDE));
            NDArray fake = generator.forward(noise(manager)).singletonOrThrow();
            try (GradientCollector collector = discriminator.newGradientCollector()) {
                collector.backward(fashion ? noisyLoss(manager, real, fake) : plainLoss(manager, real, fake));
            }
            discriminator.step();
        }
    }

    private NDArray plainLoss(NDManager manager, NDArray real, NDArray fake) {
        Shape column = new Shape(batch, 1);
        NDArray realLogits = discriminator.forward(new NDList(real)).singletonOrThrow();
        NDArray fakeLogits = discriminator.forward(new NDList(fake)).singletonOrThrow();
        return loss(manager.ones(column), realLogits).add(loss(manager.zeros(column), fakeLogits));
    }

    private NDArray noisyLoss(NDManager manager, NDArray real, NDArray fake) {
        NDArray logits = discriminator.forward(new NDList(real.concat(fake))).singletonOrThrow();
        NDArray noise = manager.randomUniform(0, 0.15f, new Shape(batch, 1));
        NDArray otherNoise = manager.randomUniform(0, 0.15f, new Shape(batch, 1));
        return loss(noise.concat(otherNoise.mul(-1).add(1)), logits);
    }

    @Override
    public void generatorStep() {
        Block judge = discriminator.getModel().getBlock();
        judge.freezeParameters(true);
        try (NDManager manager = generator.getManager().newSubManager()) {
            try (GradientCollector collector = generator.newGradientCollector()) {
                NDList fake = generator.forward(noise(manager));
                // without dropout in the fashion recipe
                NDList logits = fashion ? discriminator.evaluate(fake) : discriminator.forward(fake);
                Shape column = new Shape(batch, 1);
                collector.backward(
                        loss(fashion ? manager.zeros(column) : manager.ones(column), logits.singletonOrThrow()));
            }
            generator.step();
        }
        judge.freezeParameters(false);
    }

    private NDArray loss(NDArray labels, NDArray logits) {
        return loss.evaluate(new NDList(labels), new NDList(logits));
    }

    private NDList noise(NDManager manager) {
        return new NDList(manager.randomNormal(new Shape(batch, latent)));
    }

    @Override
    public void sample() {
        for (int done = 0; done < CompareCommon.SAMPLES; done += CompareCommon.SAMPLED_AT_ONCE) {
            try (NDManager manager = generator.getManager().newSubManager()) {
                NDArray z = manager.randomNormal(new Shape(CompareCommon.SAMPLED_AT_ONCE, latent));
                NDArray x = generator.evaluate(new NDList(z)).singletonOrThrow();
                NDArray unit = fashion ? x : x.add(1).div(2);
                unit.mul(255).round().clip(0, 255).toType(DataType.UINT8, false).toByteArray();
            }
        }
    }

    public static void main(String[] args) throws IOException {
        CompareCommon.Arguments arguments = CompareCommon.Arguments.parse(args);
        String threads = Integer.toString(arguments.threads());
        System.setProperty("ai.djl.pytorch.num_threads", threads);
        System.setProperty("ai.djl.pytorch.num_interop_threads", threads);
        System.setProperty("ai.djl.offline", "true"); // its libraries are on the class path
        System.setProperty("OPT_OUT_TRACKING", "true");
        Engine.getInstance().setRandomSeed(1);
        CompareDjl peer = new CompareDjl(arguments.recipe());
        List<Double> seconds = CompareCommon.measure(arguments, peer, peer.fashion ? 0 : -1);
        Map<String, String> versions = Map.of(
                "jdk", Runtime.version().toString(),
                "djl", Engine.getDjlVersion(),
                "libtorch", Engine.getInstance().getVersion());
        CompareCommon.emit(arguments, seconds, versions, "fp32 NCHW");
    }
}
