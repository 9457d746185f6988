"""Golden values of Inception-v3 as FID defines it, made with torch-fidelity's network and weights from a formula.

    python inception_golden.py OUT_DIR

Writes inception.safetensors. The weights are not stored: element i of the tensor called n is a pure function of n and i, see
uniform(), and so are the images, see image(). Per case: <case>.features, .logits, .unbiased (logits without bias), and
<case>.resized, every STRIDE-th row and column of the input after the resize to 299x299, before it is scaled.
Nothing is downloaded.
"""
import os
import platform
import sys

import numpy
import torch
import torch_fidelity
from safetensors.torch import save_file
from torch_fidelity import feature_extractor_inceptionv3 as peer

STRIDE = 13
# case: images, channels, height, width
CASES = {
    "small": (2, 3, 32, 32),
    "native": (1, 3, 299, 299),
    "wide": (1, 3, 40, 57),
    "large": (1, 3, 450, 320),
    "grey": (1, 1, 28, 28),
}


def mixed(name, count):
    """count 64-bit numbers: SplitMix64's finaliser of FNV-1a(name) + i * golden ratio."""
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = (key ^ byte) * 0x100000001B3 % 2**64
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(key) + numpy.arange(count, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return z ^ (z >> numpy.uint64(31))


def uniform(name, count):
    """float32 on [-1, 1), multiples of 2**-23."""
    return ((mixed(name, count) >> numpy.uint64(40)).astype(numpy.float32) * numpy.float32(2**-23)) - numpy.float32(1)


def weights(name, shape):
    """Kernels uniform with the deviation that ReLU keeps; norms near the identity."""
    values = uniform(name, int(numpy.prod(shape)))
    if name.endswith("conv.weight"):
        values = values * numpy.float32(numpy.sqrt(6.0 / numpy.prod(shape[1:])))
    elif name == "fc.weight":
        values = values * numpy.float32(numpy.sqrt(3.0 / shape[1]))
    elif name.endswith("bn.weight") or name.endswith("running_var"):
        values = numpy.float32(1) + values * numpy.float32(0.25)
    else:
        values = values * numpy.float32(0.25)
    return torch.from_numpy(values.reshape(tuple(shape)))


def image(case, count, channels, height, width):
    """uint8: a ramp over each channel and noise of 64 levels."""
    n, c, y, x = numpy.meshgrid(*(numpy.arange(s) for s in (count, channels, height, width)), indexing="ij")
    noise = (mixed(case, n.size) & numpy.uint64(63)).astype(numpy.int64).reshape(n.shape)
    return torch.from_numpy((noise + (x * (c + 2) + y * 3 + n * 50) % 192).astype(numpy.uint8))


class Network(peer.FeatureExtractorInceptionV3):
    def load_state_dict(self, _):
        return super().load_state_dict(
            {k: v if k.endswith("num_batches_tracked") else weights(k, v.shape) for k, v in self.state_dict().items()}
        )


def network():
    peer.load_state_dict_from_url = lambda *_, **__: {}  # the weights come from the formula
    return Network("inception", ["2048", "logits_unbiased", "logits"])


def main(out_dir):
    torch.set_num_threads(1)
    model = network()
    tensors = {}
    for case, shape in CASES.items():
        images = image(case, *shape)
        if shape[1] == 1:
            images = images.repeat(1, 3, 1, 1)
        features, unbiased, logits = model(images)
        resized = peer.interpolate_bilinear_2d_like_tensorflow1x(images.float(), size=(299, 299), align_corners=False)
        print(case, "features", features.mean().item(), features.std().item(), "logits", logits.std().item())
        tensors |= {
            f"{case}.features": features,
            f"{case}.unbiased": unbiased,
            f"{case}.logits": logits,
            f"{case}.resized": resized[:, :, ::STRIDE, ::STRIDE],
        }
    facts = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torch-fidelity": torch_fidelity.__version__,
        "numpy": numpy.__version__,
        "stride": str(STRIDE),
    }
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "inception.safetensors")
    save_file({k: v.contiguous() for k, v in tensors.items()}, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python inception_golden.py OUT_DIR")
    main(sys.argv[1])
