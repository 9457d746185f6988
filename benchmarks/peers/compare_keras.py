"""The mnist iteration in Keras on TensorFlow, as the classic tutorials write it.

    python compare_keras.py mnist-iteration --images FILE [--threads N]

train_on_batch of the discriminator on the real images, then on the fakes that generator.predict made; then the combined
model, with the discriminator frozen, through train_on_batch.
"""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy
import tensorflow
from keras import layers

from compare_common import arguments, emit, fashion_mnist, measure

BATCH, LATENT = 128, 100


def generator():
    return keras.Sequential([
        keras.Input((LATENT,)),
        layers.Dense(7 * 7 * 256, activation="relu"),
        layers.Reshape((7, 7, 256)),
        layers.Conv2DTranspose(128, 3, strides=2, padding="same"), layers.LeakyReLU(negative_slope=0.01),
        layers.Conv2DTranspose(64, 3, strides=1, padding="same"), layers.LeakyReLU(negative_slope=0.01),
        layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="tanh"),
    ])


def discriminator():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(64, 3, strides=2, padding="same"), layers.LeakyReLU(negative_slope=0.01), layers.Dropout(0.3),
        layers.Conv2D(128, 3, strides=2, padding="same"), layers.LeakyReLU(negative_slope=0.01), layers.Dropout(0.3),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ])


def main():
    args = arguments(images="")
    tensorflow.config.threading.set_intra_op_parallelism_threads(args.threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(args.threads)
    keras.utils.set_random_seed(1)
    data = fashion_mnist(args.images)[..., None].astype("float32") / 127.5 - 1
    g, d = generator(), discriminator()
    d.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-3))
    d.train_on_batch(data[:BATCH], numpy.ones((BATCH, 1)))  # Keras 3 reads what is trainable at the first batch
    d.trainable = False
    z = keras.Input((LATENT,))
    combined = keras.Model(z, d(g(z)))
    combined.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-3))
    ones, zeros = numpy.ones((BATCH, 1)), numpy.zeros((BATCH, 1))

    def iteration():
        real = data[numpy.random.randint(0, len(data), BATCH)]
        fake = g.predict(numpy.random.normal(0, 1, (BATCH, LATENT)), verbose=0)
        d.train_on_batch(real, ones)
        d.train_on_batch(fake, zeros)
        combined.train_on_batch(numpy.random.normal(0, 1, (BATCH, LATENT)), ones)

    iteration()
    before = [w.numpy().copy() for w in (d.weights[0], g.weights[0])]
    seconds = measure(iteration)
    if any((old == new.numpy()).all() for old, new in zip(before, (d.weights[0], g.weights[0]))):
        raise SystemExit("a network did not learn: this version of Keras freezes differently")
    emit(args.work, "round", seconds, [keras, tensorflow, numpy])


if __name__ == "__main__":
    main()
