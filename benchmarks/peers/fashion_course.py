"""What becomes of the `fashion` table in Keras: a training of it, told row by row.

    python fashion_course.py OUT.json --images train-images-idx3-ubyte.gz [--steps 400] [--every 10] [--seed 3]
                             [--width 1.0] [--weights FOLDER] [--sheet GRID.png] [--threads 2]

The same networks, label noise, dropout, rates and Adam as the recipe `fashion-tabled`. --weights takes the initial weights
from FOLDER/generator.safetensors and FOLDER/discriminator.safetensors, under our names; without it Keras draws its own.
Each row has the mean and the deviation of generated pixels, the share of pixels under 0.02 and over 0.98, the length of
the generator's gradient, both losses and the discriminator's accuracies.
"""
import argparse
import gzip
import json
import os
import platform
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy
import tensorflow as tf
from keras import layers

BATCH, LATENT, SLOPE, DROPOUT, NOISE = 128, 128, 0.2, 0.4, 0.15


def leaky():
    return layers.LeakyReLU(negative_slope=SLOPE)


def generator(width):
    n = max(1, round(128 * width))
    rows = [keras.Input((LATENT,)), layers.Dense(49 * n), leaky(), layers.Reshape((7, 7, n))]
    for _ in range(2):
        rows += [layers.UpSampling2D(interpolation="nearest"), layers.Conv2D(n, 5, padding="same"), leaky()]
    for _ in range(2):
        rows += [layers.Conv2D(n, 4, padding="same"), leaky()]
    return keras.Sequential(rows + [layers.Conv2D(1, 4, padding="same", activation="sigmoid")])


def discriminator(width):
    rows = [keras.Input((28, 28, 1))]
    for full in (32, 64, 128, 256):
        rows += [layers.Conv2D(max(1, round(full * width)), 5), leaky(), layers.Dropout(DROPOUT)]
    return keras.Sequential(rows + [layers.Flatten(), layers.Dropout(DROPOUT), layers.Dense(1)])


def load(model, path, before_flatten):
    """Our weights into the model's layers, in order: convolutions OIHW to HWIO, dense [out, in] to [in, out].

    before_flatten is (channels, height, width) of what the dense layer joins to images: ours count channels first.
    """
    from safetensors.numpy import load_file

    ours = load_file(path)
    names = sorted({k.rsplit(".", 1)[0] for k in ours}, key=lambda name: int(name.split(".")[1]))
    theirs = [layer for layer in model.layers if layer.weights]
    if len(names) != len(theirs):
        raise SystemExit(f"{path}: {len(names)} layers with weights, the model has {len(theirs)}")
    for name, layer in zip(names, theirs):
        weight, bias = ours[name + ".weight"], ours[name + ".bias"]
        if weight.ndim == 4:
            weight = weight.transpose(2, 3, 1, 0)
        else:
            c, h, w = before_flatten
            if layer.units == 1:  # images to a logit
                weight = weight.reshape(1, c, h, w).transpose(2, 3, 1, 0).reshape(-1, 1)
            else:  # z to images
                weight = weight.reshape(c, h, w, -1).transpose(3, 1, 2, 0).reshape(-1, c * h * w)
                bias = bias.reshape(c, h, w).transpose(1, 2, 0).reshape(-1)
        layer.set_weights([weight, bias])


def batches(path, seed):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        data = file.read()
    images = numpy.frombuffer(data, numpy.uint8, offset=16).reshape(-1, 28, 28, 1)
    random = numpy.random.default_rng(seed)
    while True:
        order = random.permutation(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            yield tf.constant(images[order[start:start + BATCH]], tf.float32) / 255


def length(gradients):
    return tf.sqrt(sum(tf.reduce_sum(tf.square(g)) for g in gradients))


def player(g, d):
    """One round: the discriminator on real and fake in one batch (real 0, fake 1), then the generator on a fresh z."""
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    g_adam, d_adam = keras.optimizers.Adam(1e-4, epsilon=1e-7), keras.optimizers.Adam(1e-5, epsilon=1e-7)

    @tf.function
    def play(real):
        fake = g(tf.random.normal((BATCH, LATENT)), training=True)
        targets = tf.concat([NOISE * tf.random.uniform((BATCH, 1)), 1 - NOISE * tf.random.uniform((BATCH, 1))], 0)
        with tf.GradientTape() as tape:
            logits = d(tf.concat([real, fake], 0), training=True)
            loss_d = bce(targets, logits)
        d_adam.apply(tape.gradient(loss_d, d.trainable_variables), d.trainable_variables)
        with tf.GradientTape() as tape:
            loss_g = bce(tf.zeros((BATCH, 1)), d(g(tf.random.normal((BATCH, LATENT)), training=True), training=False))
        gradients = tape.gradient(loss_g, g.trainable_variables)
        g_adam.apply(gradients, g.trainable_variables)
        right_real = tf.reduce_mean(tf.cast(logits[:BATCH] < 0, tf.float32))
        right_fake = tf.reduce_mean(tf.cast(logits[BATCH:] > 0, tf.float32))
        return loss_d, loss_g, length(gradients), right_real, right_fake

    return play


def sheet(images, path):
    from PIL import Image

    grid = images[:25].reshape(5, 5, 28, 28).transpose(0, 2, 1, 3).reshape(140, 140)
    Image.fromarray((grid * 255 + 0.5).astype("uint8")).resize((420, 420), Image.NEAREST).save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--images", required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--weights")
    parser.add_argument("--sheet")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(args.seed)
    g, d = generator(args.width), discriminator(args.width)
    if args.weights:
        load(g, os.path.join(args.weights, "generator.safetensors"), (max(1, round(128 * args.width)), 7, 7))
        load(d, os.path.join(args.weights, "discriminator.safetensors"), (max(1, round(256 * args.width)), 12, 12))
    play, data = player(g, d), batches(args.images, args.seed)
    fixed = tf.random.stateless_normal((256, LATENT), (args.seed, 0))
    rows, start = [], time.time()
    for step in range(1, args.steps + 1):
        numbers = play(next(data))
        if step % args.every == 0 or step == args.steps:
            pixels = numpy.concatenate([g(fixed[i:i + 64], training=False) for i in range(0, 256, 64)])
            names = ("loss_d", "loss_g", "gradient_g", "accuracy_real", "accuracy_fake")
            row = {"step": step, **{name: float(n) for name, n in zip(names, numbers)}}
            row |= {"mean": float(pixels.mean()), "deviation_between": float(pixels.std(0).mean()),
                    "black": float((pixels < 0.02).mean()), "white": float((pixels > 0.98).mean())}
            rows.append(row)
            print(json.dumps(row), flush=True)
    result = {"python": platform.python_version(), "keras": keras.__version__, "tensorflow": tf.__version__,
              "numpy": numpy.__version__, "seed": args.seed, "width": args.width, "threads": args.threads,
              "weights": "ours" if args.weights else "keras", "seconds": round(time.time() - start, 1), "rows": rows}
    with open(args.out, "w") as file:
        json.dump(result, file, indent=1)
    if args.sheet:
        sheet(pixels, args.sheet)


if __name__ == "__main__":
    main()
