"""Golden values of single layers, made with PyTorch on tiny, odd and non-square shapes.

    python layers_golden.py OUT_DIR

Writes layers.safetensors. Per case: <case>.x and its parameters, the output .y, a fixed random upstream gradient .dy,
and the gradients it gives: .dx, .dweight, .dbias. README.md says what batch_norm holds besides.
"""
import json
import os
import platform
import sys

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SEED = 7
BN_MOMENTUM, BN_EPS = 0.1, 1e-5


def padded(x, before, after):
    return F.pad(x, (before, after, before, after))


def conv(before, after, stride=1):
    return lambda x, w, b: F.conv2d(padded(x, before, after), w, b, stride=stride)


def upsampled_conv(before, after):
    return lambda x, w, b: F.conv2d(padded(F.interpolate(x, scale_factor=2, mode="nearest"), before, after), w, b)


def transposed_pad1(x, w, b):
    return F.conv_transpose2d(x, w, b, stride=2, padding=1)


def transposed_keras_same(x, w, b):
    return F.conv_transpose2d(x, w, b, stride=2)[:, :, :-1, :-1]


# case: what it computes, input shape, weight shape, function
CASES = {
    "conv_k3_s1_p1": ("convolution, padding 1", (2, 3, 5, 6), (4, 3, 3, 3), conv(1, 1)),
    "conv_k4_same": ("convolution, padding 1 before, 2 after", (2, 3, 5, 6), (4, 3, 4, 4), conv(1, 2)),
    "conv_k5_valid": ("convolution, no padding", (2, 3, 7, 6), (4, 3, 5, 5), conv(0, 0)),
    "conv_k3_s2_same": ("stride 2, padding 0 before, 1 after", (2, 3, 6, 8), (4, 3, 3, 3), conv(0, 1, 2)),
    "conv_k3_s2_same_odd": ("stride 2, odd size: padding 1 before, 1 after", (2, 3, 5, 7), (4, 3, 3, 3), conv(1, 1, 2)),
    "conv_k3_s2_pad01_odd": ("stride 2, odd size, padding 0 before, 1 after", (2, 3, 5, 7), (4, 3, 3, 3), conv(0, 1, 2)),
    "tconv_k4_s2_p1": ("transposed, stride 2, padding 1", (2, 3, 5, 3), (3, 4, 4, 4), transposed_pad1),
    "tconv_k3_s2_same": ("transposed, stride 2, last row and column cut", (2, 3, 5, 3), (3, 4, 3, 3), transposed_keras_same),
    "tconv_k3_s1_same": ("transposed, stride 1, padding 1", (2, 3, 5, 6), (3, 4, 3, 3),
                         lambda x, w, b: F.conv_transpose2d(x, w, b, padding=1)),
    "upsample_conv_k3_same": ("nearest x2, convolution, padding 1", (2, 3, 5, 3), (4, 3, 3, 3), upsampled_conv(1, 1)),
    "upsample_conv_k4_same": ("nearest x2, convolution, padding 1 before, 2 after", (2, 3, 5, 3), (4, 3, 4, 4),
                              upsampled_conv(1, 2)),
    "upsample_conv_k5_same": ("nearest x2, convolution, padding 2", (2, 3, 5, 3), (4, 3, 5, 5), upsampled_conv(2, 2)),
    "linear": ("dense", (3, 7), (5, 7), F.linear),
}
SLOPES = {"leaky_relu_02": 0.2, "leaky_relu_001": 0.01}


def weighted(function, x_shape, w_shape, random):
    """One case with weight and bias; transposed weights are [in, out, k, k]."""
    x = torch.randn(x_shape, generator=random).requires_grad_()
    w = torch.randn(w_shape, generator=random).requires_grad_()
    with torch.no_grad():
        channels = function(x, w, None).shape[1]
    b = torch.randn(channels, generator=random).requires_grad_()
    y = function(x, w, b)
    dy = torch.randn(y.shape, generator=random)
    dx, dw, db = torch.autograd.grad(y, (x, w, b), dy)
    return {"x": x, "weight": w, "bias": b, "y": y, "dy": dy, "dx": dx, "dweight": dw, "dbias": db}


def leaky_relu(slope, random):
    x = torch.randn(2, 3, 5, 6, generator=random).requires_grad_()
    y = F.leaky_relu(x, slope)
    dy = torch.randn(y.shape, generator=random)
    return {"x": x, "y": y, "dy": dy, "dx": torch.autograd.grad(y, x, dy)[0]}


def batch_norm(random):
    """Two training batches (gradients of the first), then one batch in evaluation mode."""
    x, x2, x_eval = (torch.randn(shape, generator=random) * 2 + 1 for shape in ((2, 3, 5, 6), (4, 3, 3, 5), (1, 3, 4, 3)))
    x.requires_grad_()
    w, b = (torch.randn(3, generator=random).requires_grad_() for _ in range(2))
    mean, var = torch.zeros(3), torch.ones(3)

    def norm(batch, training):
        return F.batch_norm(batch, mean, var, w, b, training=training, momentum=BN_MOMENTUM, eps=BN_EPS)

    y = norm(x, True)
    dy = torch.randn(y.shape, generator=random)
    dx, dw, db = torch.autograd.grad(y, (x, w, b), dy)
    mean1, var1 = mean.clone(), var.clone()
    y2 = norm(x2, True)
    return {
        "x": x, "weight": w, "bias": b, "y": y, "dy": dy, "dx": dx, "dweight": dw, "dbias": db,
        "running_mean1": mean1, "running_var1": var1,
        "x2": x2, "y2": y2, "running_mean": mean, "running_var": var,
        "x_eval": x_eval, "y_eval": norm(x_eval, False),
    }


def main(out_dir):
    torch.set_num_threads(2)
    random = torch.Generator().manual_seed(SEED)
    cases = {name: weighted(f, x, w, random) for name, (_, x, w, f) in CASES.items()}
    cases |= {name: leaky_relu(slope, random) for name, slope in SLOPES.items()}
    cases["batch_norm"] = batch_norm(random)
    facts = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "seed": str(SEED),
        "cases": json.dumps({name: row[0] for name, row in CASES.items()}),
        "leaky_relu_slopes": json.dumps(SLOPES),
        "batch_norm": json.dumps({"momentum": BN_MOMENTUM, "eps": BN_EPS}),
    }
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "layers.safetensors")
    save_file({f"{c}.{k}": v.detach().clone(memory_format=torch.contiguous_format)
               for c, case in cases.items() for k, v in case.items()}, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python layers_golden.py OUT_DIR")
    main(sys.argv[1])
