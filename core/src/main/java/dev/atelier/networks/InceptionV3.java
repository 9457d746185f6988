package dev.atelier.networks;

import dev.atelier.nn.Branches;
import dev.atelier.nn.ConvNorm;
import dev.atelier.nn.Dense;
import dev.atelier.nn.Graph;
import dev.atelier.nn.Initializer;
import dev.atelier.nn.Layer;
import dev.atelier.nn.Named;
import dev.atelier.nn.Parameter;
import dev.atelier.nn.Pass;
import dev.atelier.nn.Pooling;
import dev.atelier.nn.Sequential;
import dev.atelier.nn.Value;
import dev.atelier.nn.Window;
import dev.atelier.tensor.Precision;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Inception-v3 (Szegedy et al. 2016, arXiv 1512.00567, table 1) as the weights of 2015-12-05 have it, by which FID is defined (Heusel
 * et al. 2017, arXiv 1706.08500): 1008 outputs, means that leave padding out, and in the last block a maximum where the paper has a
 * mean. For 299×299 colour:
 *
 * <pre>
 * conv 32 k3 s2        32×149×149      Mixed_6a (B)      768×17×17
 * conv 32 k3           32×147×147      Mixed_6b … 6e (C) 768×17×17
 * conv 64 k3 p1        64×147×147      Mixed_7a (D)     1280×8×8
 * max k3 s2            64×73×73        Mixed_7b (E)     2048×8×8
 * conv 80 k1           80×73×73        Mixed_7c (E)     2048×8×8
 * conv 192 k3         192×71×71        mean over pixels 2048        the features
 * max k3 s2           192×35×35        dense 1008       1008
 * Mixed_5b … 5d (A)   256, 288, 288×35×35
 * </pre>
 *
 * Every conv is followed by batch norm (ε 0.001) and ReLU. Names are those of the PyTorch ports' state dicts. Evaluation only.
 */
public final class InceptionV3 extends LayeredNetwork {
    /** Height and width of its input. */
    public static final int SIDE = 299;

    /** Length of a feature vector. */
    public static final int FEATURES = 2048;

    /** Outputs: the classes of ImageNet and eight that are not used. */
    public static final int CLASSES = 1008;

    private static final double EPSILON = 1e-3;
    private static final Named MEAN = new Named("", Pooling.mean(Window.keeping(3, 3)));
    private static final Named MAX = new Named("", Pooling.max(Window.keeping(3, 3)));

    public InceptionV3() {
        super("Inception-v3", new Sequential(rows()), 3, SIDE, SIDE);
        parameters().forEach(Parameter::freeze);
    }

    /**
     * What it says of a batch.
     *
     * @param features [B, 2048]
     * @param logits [B, 1008]
     * @param unbiased logits without the last row's bias, of which the Inception Score is made
     */
    public record Reading(Tensor features, Tensor logits, Tensor unbiased) {}

    /** Of images [B, 3, 299, 299] as (v − 128) / 128 of 0 … 255, in the caller's scope. */
    public Reading read(Tensor images) {
        Tensor features = layers().beforeLast(images, Pass.evaluation(Precision.FP32));
        Tensor weight = parameters().get(parameters().size() - 2).value();
        Tensor bias = parameters().get(parameters().size() - 1).value();
        Tensor unbiased = features.matmul(weight.t());
        return new Reading(features, unbiased.add(bias), unbiased);
    }

    /** Input {@code image}; outputs {@code features} and {@code logits}. */
    @Override
    public void trace(Graph graph) {
        Value features = layers().traceBeforeLast(graph, graph.input(Generator.IMAGE, 3, SIDE, SIDE));
        graph.output("features", features);
        graph.output("logits", layers().traceLast(graph, features));
    }

    private static List<Named> rows() {
        return List.of(
                conv("Conv2d_1a_3x3", 3, 32, Window.square(3, 2, 0)),
                conv("Conv2d_2a_3x3", 32, 32, Window.square(3, 1, 0)),
                conv("Conv2d_2b_3x3", 32, 64, Window.keeping(3, 3)),
                new Named("", Pooling.max(Window.square(3, 2, 0))),
                one("Conv2d_3b_1x1", 64, 80),
                conv("Conv2d_4a_3x3", 80, 192, Window.square(3, 1, 0)),
                new Named("", Pooling.max(Window.square(3, 2, 0))),
                new Named("Mixed_5b", blockA(192, 32)),
                new Named("Mixed_5c", blockA(256, 64)),
                new Named("Mixed_5d", blockA(288, 64)),
                new Named("Mixed_6a", blockB()),
                new Named("Mixed_6b", blockC(128)),
                new Named("Mixed_6c", blockC(160)),
                new Named("Mixed_6d", blockC(160)),
                new Named("Mixed_6e", blockC(192)),
                new Named("Mixed_7a", blockD()),
                new Named("Mixed_7b", blockE(1280, MEAN)),
                new Named("Mixed_7c", blockE(2048, MAX)),
                new Named("", Pooling.global()),
                new Named("fc", new Dense(FEATURES, CLASSES, Initializer.glorotUniform())));
    }

    /** 35×35: to 224 channels and {@code pooled} more. */
    private static Layer blockA(int in, int pooled) {
        return new Branches(
                "block A " + (224 + pooled),
                List.of(
                        List.of(one("branch1x1", in, 64)),
                        List.of(one("branch5x5_1", in, 48), conv("branch5x5_2", 48, 64, Window.keeping(5, 5))),
                        List.of(
                                one("branch3x3dbl_1", in, 64),
                                conv("branch3x3dbl_2", 64, 96, Window.keeping(3, 3)),
                                conv("branch3x3dbl_3", 96, 96, Window.keeping(3, 3))),
                        List.of(MEAN, one("branch_pool", in, pooled))));
    }

    /** 35×35×288 to 17×17×768. */
    private static Layer blockB() {
        return new Branches(
                "block B 768",
                List.of(
                        List.of(conv("branch3x3", 288, 384, Window.square(3, 2, 0))),
                        List.of(
                                one("branch3x3dbl_1", 288, 64),
                                conv("branch3x3dbl_2", 64, 96, Window.keeping(3, 3)),
                                conv("branch3x3dbl_3", 96, 96, Window.square(3, 2, 0))),
                        List.of(new Named("", Pooling.max(Window.square(3, 2, 0))))));
    }

    /** 17×17×768, by way of {@code c} channels. */
    private static Layer blockC(int c) {
        return new Branches(
                "block C 768 by " + c,
                List.of(
                        List.of(one("branch1x1", 768, 192)),
                        List.of(
                                one("branch7x7_1", 768, c),
                                conv("branch7x7_2", c, c, Window.keeping(1, 7)),
                                conv("branch7x7_3", c, 192, Window.keeping(7, 1))),
                        List.of(
                                one("branch7x7dbl_1", 768, c),
                                conv("branch7x7dbl_2", c, c, Window.keeping(7, 1)),
                                conv("branch7x7dbl_3", c, c, Window.keeping(1, 7)),
                                conv("branch7x7dbl_4", c, c, Window.keeping(7, 1)),
                                conv("branch7x7dbl_5", c, 192, Window.keeping(1, 7))),
                        List.of(MEAN, one("branch_pool", 768, 192))));
    }

    /** 17×17×768 to 8×8×1280. */
    private static Layer blockD() {
        return new Branches(
                "block D 1280",
                List.of(
                        List.of(one("branch3x3_1", 768, 192), conv("branch3x3_2", 192, 320, Window.square(3, 2, 0))),
                        List.of(
                                one("branch7x7x3_1", 768, 192),
                                conv("branch7x7x3_2", 192, 192, Window.keeping(1, 7)),
                                conv("branch7x7x3_3", 192, 192, Window.keeping(7, 1)),
                                conv("branch7x7x3_4", 192, 192, Window.square(3, 2, 0))),
                        List.of(new Named("", Pooling.max(Window.square(3, 2, 0))))));
    }

    /** 8×8 to 2048 channels. */
    private static Layer blockE(int in, Named pool) {
        return new Branches(
                "block E 2048",
                List.of(
                        List.of(one("branch1x1", in, 320)),
                        List.of(one("branch3x3_1", in, 384), split("branch3x3_2")),
                        List.of(
                                one("branch3x3dbl_1", in, 448),
                                conv("branch3x3dbl_2", 448, 384, Window.keeping(3, 3)),
                                split("branch3x3dbl_3")),
                        List.of(pool, one("branch_pool", in, 192))));
    }

    /** A 1×3 and a 3×1 conv side by side. */
    private static Named split(String name) {
        return new Named(
                "",
                new Branches(
                        "split",
                        List.of(
                                List.of(conv(name + "a", 384, 384, Window.keeping(1, 3))),
                                List.of(conv(name + "b", 384, 384, Window.keeping(3, 1))))));
    }

    private static Named one(String name, int in, int out) {
        return conv(name, in, out, Window.square(1, 1, 0));
    }

    private static Named conv(String name, int in, int out, Window window) {
        return new Named(name, new ConvNorm(in, out, window, EPSILON));
    }
}
