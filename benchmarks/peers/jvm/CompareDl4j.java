import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Training rounds and sampling in DL4J.
 *
 * <pre>CompareDl4j vanilla-iteration|mnist-iteration|sample-vanilla|sample-mnist --images FILE [--threads N]</pre>
 *
 * Three networks, as its examples have them: generator, discriminator, and a third of both with the discriminator frozen, which learns in
 * the generator's step. The discriminator's weights are copied into the third before that step, the generator's out of it afterwards.
 */
public final class CompareDl4j implements CompareCommon.Gan {
    private static final int SIDE = CompareCommon.SIDE;
    private static final int LATENT = 100;

    private final boolean convolves;
    private final int batch;
    private final MultiLayerNetwork generator;
    private final MultiLayerNetwork discriminator;
    private final MultiLayerNetwork both;
    private final INDArray ones;
    private final INDArray zeros;

    private CompareDl4j(String recipe) {
        convolves = recipe.equals("mnist");
        batch = convolves ? 128 : 64;
        ones = Nd4j.ones(DataType.FLOAT, batch, 1);
        zeros = Nd4j.zeros(DataType.FLOAT, batch, 1);
        List<Layer> frozen = new ArrayList<>(generatorLayers());
        for (Layer layer : discriminatorLayers()) {
            boolean learns = !(layer instanceof ActivationLayer) && !(layer instanceof DropoutLayer);
            frozen.add(learns ? new FrozenLayerWithBackprop(layer) : layer);
        }
        InputType image = convolves ? InputType.convolutional(SIDE, SIDE, 1) : InputType.feedForward(SIDE * SIDE);
        generator = network(generatorLayers(), InputType.feedForward(LATENT), true);
        discriminator = network(discriminatorLayers(), image, false);
        both = network(frozen, InputType.feedForward(LATENT), true);
        copyGenerator();
    }

    private MultiLayerNetwork network(List<Layer> layers, InputType input, boolean fromLatents) {
        Adam adam = convolves ? new Adam(1e-3) : new Adam(2e-4, 0.5, 0.999, 1e-8);
        NeuralNetConfiguration.ListBuilder rows = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(adam)
                .weightInit(WeightInit.XAVIER)
                .convolutionMode(ConvolutionMode.Same)
                .list(layers.toArray(new Layer[0]))
                .setInputType(input);
        if (convolves && fromLatents) {
            rows.inputPreProcessor(2, new FeedForwardToCnnPreProcessor(7, 7, 256));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(rows.build());
        network.init();
        return network;
    }

    private List<Layer> generatorLayers() {
        List<Layer> layers = new ArrayList<>();
        if (convolves) {
            layers.add(dense(7 * 7 * 256));
            layers.add(new ActivationLayer(Activation.RELU));
            layers.add(deconvolution(128, 2));
            layers.add(leaky(0.01));
            layers.add(deconvolution(64, 1));
            layers.add(leaky(0.01));
            layers.add(deconvolution(1, 2));
        } else {
            for (int units : new int[] {256, 512, 1024}) {
                layers.add(dense(units));
                layers.add(leaky(0.2));
            }
            layers.add(dense(SIDE * SIDE));
        }
        layers.add(new ActivationLayer(Activation.TANH));
        return layers;
    }

    private List<Layer> discriminatorLayers() {
        List<Layer> layers = new ArrayList<>();
        if (convolves) {
            for (int filters : new int[] {64, 128}) {
                layers.add(new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .nOut(filters)
                        .activation(Activation.IDENTITY)
                        .build());
                layers.add(leaky(0.01));
                layers.add(new DropoutLayer(0.7)); // the probability to keep
            }
        } else {
            for (int units : new int[] {512, 256}) {
                layers.add(dense(units));
                layers.add(leaky(0.2));
            }
        }
        layers.add(new OutputLayer.Builder(LossFunction.XENT)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build());
        return layers;
    }

    private static Layer dense(int units) {
        return new DenseLayer.Builder()
                .nOut(units)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer deconvolution(int filters, int stride) {
        return new Deconvolution2D.Builder(3, 3)
                .stride(stride, stride)
                .nOut(filters)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer leaky(double slope) {
        return new ActivationLayer(new ActivationLReLU(slope));
    }

    @Override
    public CompareCommon.Weights weights() {
        return new CompareCommon.Weights(
                generator.params().toFloatVector(), discriminator.params().toFloatVector());
    }

    @Override
    public void discriminatorStep(CompareCommon.Images images) {
        long[] shape = convolves ? new long[] {batch, 1, SIDE, SIDE} : new long[] {batch, SIDE * SIDE};
        INDArray real = Nd4j.create(images.next(batch), shape);
        INDArray fake = generator.output(noise(batch));
        if (convolves) { // two steps, as the recipe has it
            discriminator.fit(real, ones);
            discriminator.fit(fake, zeros);
        } else {
            discriminator.fit(new DataSet(Nd4j.vstack(real, fake), Nd4j.vstack(ones, zeros)));
        }
    }

    @Override
    public void generatorStep() {
        int first = generator.getLayers().length;
        for (int i = 0; i < discriminator.getLayers().length; i++) {
            both.getLayer(first + i).setParams(discriminator.getLayer(i).params());
        }
        both.fit(noise(batch), ones);
        copyGenerator();
    }

    private void copyGenerator() {
        for (int i = 0; i < generator.getLayers().length; i++) {
            generator.getLayer(i).setParams(both.getLayer(i).params());
        }
    }

    private static INDArray noise(int count) {
        return Nd4j.randn(DataType.FLOAT, count, LATENT);
    }

    @Override
    public void sample() {
        for (int done = 0; done < CompareCommon.SAMPLES; done += CompareCommon.SAMPLED_AT_ONCE) {
            INDArray x = generator.output(noise(CompareCommon.SAMPLED_AT_ONCE));
            Nd4j.math()
                    .round(x.addi(1).muli(127.5))
                    .castTo(DataType.UINT8)
                    .data()
                    .asBytes();
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(
                "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    public static void main(String[] args) throws IOException {
        CompareCommon.Arguments arguments = CompareCommon.Arguments.parse(args);
        Nd4j.getEnvironment().setMaxThreads(arguments.threads());
        Nd4j.getEnvironment().setMaxMasterThreads(arguments.threads());
        CompareDl4j peer = new CompareDl4j(arguments.recipe());
        List<Double> seconds = CompareCommon.measure(arguments, peer, -1);
        Map<String, String> versions = Map.of(
                "jdk", Runtime.version().toString(),
                "dl4j", version());
        CompareCommon.emit(arguments, seconds, versions, "fp32 NCHW");
    }
}
