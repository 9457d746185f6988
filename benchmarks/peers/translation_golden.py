"""Golden values of the networks that make images of images, and of their layers, made with PyTorch.

    python translation_golden.py OUT_DIR

Writes translation_layers.safetensors (as layers_golden.py does) and translation_networks.safetensors: each network at
toy width, written from the tables in the networks' class comments as functions over tensors by name. The names are
those of saved files. Inputs and weights are float16 values, exact in every format; all is worked out in float64 and
rounded once at the end. README.md lists the tensor names.
"""
import math
import os
import platform
import sys

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SEED = 31
BN_MOMENTUM, EPS = 0.1, 1e-5


def drawn(random, *shape, scale=1.0):
    return (torch.randn(shape, generator=random) * scale).half().double()


# --- layers

def prelu(x, w):
    return F.prelu(x, w)


LAYERS = {  # name: input shape, parameter shapes in their order, function
    "instance_norm": ((3, 4, 5, 6), {}, lambda x: F.instance_norm(x, eps=EPS)),
    "reflect_3": ((2, 3, 5, 4), {}, lambda x: F.pad(x, (3, 3, 3, 3), mode="reflect")),
    "pixel_shuffle": ((2, 8, 3, 5), {}, lambda x: F.pixel_shuffle(x, 2)),
    "prelu": ((2, 3, 5, 4), {"weight": (1,)}, prelu),
    "prelu_channels": ((2, 3, 5, 4), {"weight": (3,)}, prelu),
    "conv_unbiased": ((2, 3, 6, 8), {"weight": (4, 3, 4, 4)}, lambda x, w: F.conv2d(x, w, stride=2, padding=1)),
    "tconv_unbiased": ((2, 3, 5, 3), {"weight": (3, 4, 4, 4)},
                       lambda x, w: F.conv_transpose2d(x, w, stride=2, padding=1)),
    "tconv_k3_s2_p1_op1": ((2, 3, 5, 3), {"weight": (3, 4, 3, 3), "bias": (4,)},
                           lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1)),
    "batch_norm_image": ((3, 4, 5, 6), {"weight": (4,), "bias": (4,)},
                         lambda x, w, b: F.instance_norm(x, weight=w, bias=b, eps=EPS)),
    "batch_norm_batch": ((3, 4, 5, 6), {"weight": (4,), "bias": (4,)},
                         lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True, eps=EPS)),
}


def layer(case, random):
    shape, parameters, function = case
    x = drawn(random, *shape).requires_grad_()
    values = {name: drawn(random, *size).requires_grad_() for name, size in parameters.items()}
    y = function(x, *values.values())
    dy = drawn(random, *y.shape)
    found = torch.autograd.grad(y, [x, *values.values()], dy)
    gradients = dict(zip(["dx", *("d" + name for name in values)], found))
    return {"x": x, **values, "y": y, "dy": dy, **gradients}


# --- networks

class Weights:
    """Tensors by name: `mode` of batch norm is train, running or image."""

    def __init__(self, random):
        self.random, self.values, self.buffers, self.mode = random, {}, {}, "train"

    def conv(self, name, out, into, kernel, bias, transposed=False):
        shape = (into, out, kernel, kernel) if transposed else (out, into, kernel, kernel)
        fan = into * kernel * kernel / (4 if transposed else 1)
        self.values[name + ".weight"] = drawn(self.random, *shape, scale=1.4 / math.sqrt(fan))
        if bias:
            self.values[name + ".bias"] = drawn(self.random, out, scale=0.3)

    def dense(self, name, out, into):
        self.values[name + ".weight"] = drawn(self.random, out, into, scale=1.4 / math.sqrt(into))
        self.values[name + ".bias"] = drawn(self.random, out, scale=0.3)

    def norm(self, name, channels):
        self.values[name + ".weight"] = (1 + drawn(self.random, channels, scale=0.2)).half().double()
        self.values[name + ".bias"] = drawn(self.random, channels, scale=0.3)
        self.buffers[name + ".running_mean"] = torch.zeros(channels).double()
        self.buffers[name + ".running_var"] = torch.ones(channels).double()

    def slope(self, name):
        self.values[name + ".weight"] = torch.tensor([0.25]).double()

    def conved(self, name, x, stride=1, padding=0):
        return F.conv2d(x, self.values[name + ".weight"], self.values.get(name + ".bias"), stride, padding)

    def transposed(self, name, x, padding, output_padding=0):
        return F.conv_transpose2d(x, self.values[name + ".weight"], self.values.get(name + ".bias"), 2, padding,
                                  output_padding)

    def densed(self, name, x):
        return F.linear(x, self.values[name + ".weight"], self.values[name + ".bias"])

    def normed(self, name, x):
        w, b = self.values[name + ".weight"], self.values[name + ".bias"]
        if self.mode == "image":
            return F.instance_norm(x, weight=w, bias=b, eps=EPS)
        return F.batch_norm(x, self.buffers[name + ".running_mean"], self.buffers[name + ".running_var"], w, b,
                            self.mode == "train", BN_MOMENTUM, EPS)

    def sloped(self, name, x):
        return F.prelu(x, self.values[name + ".weight"])


def dropped(x, rate):
    return F.dropout(x, rate) if rate else x


def unet(w, depth=5, n=2, into=3, out=2, dropping=0):
    """Dropout ½ in the first `dropping` rows of the way up."""
    def wide(row):
        return n * min(8, 2 ** (row - 1))

    for row in range(1, depth + 1):
        w.conv(f"e{row}", wide(row), into if row == 1 else wide(row - 1), 4, False)
        if 1 < row < depth:
            w.norm(f"e{row}.norm", wide(row))
    for row in range(1, depth + 1):
        enters = wide(depth + 1 - row) * (1 if row == 1 else 2)
        leaves = out if row == depth else wide(depth - row)
        w.conv(f"d{row}", leaves, enters, 4, row == depth, transposed=True)
        if row < depth:
            w.norm(f"d{row}.norm", leaves)

    def forward(x):
        made = [w.conved("e1", x, 2, 1)]
        for row in range(2, depth + 1):
            y = w.conved(f"e{row}", F.leaky_relu(made[-1], 0.2), 2, 1)
            made.append(w.normed(f"e{row}.norm", y) if row < depth else y)
        y = made[-1]
        for row in range(1, depth):
            y = w.normed(f"d{row}.norm", w.transposed(f"d{row}", F.relu(y), 1))
            y = dropped(y, 0.5 if row <= dropping else 0)
            y = torch.cat((y, made[depth - row - 1]), 1)
        return torch.tanh(w.transposed(f"d{depth}", F.relu(y), 1))

    return forward


def reflected(x, each):
    return F.pad(x, (each,) * 4, mode="reflect")


def resnet(w, resize, n=2, blocks=2, into=1, out=3):
    at = iter(range(100))
    plan = []

    def conv(out_, into_, kernel, **how):
        name = f"main.{next(at)}"
        w.conv(name, out_, into_, kernel, True, transposed="transposed" in how)
        return name

    def skip(count):
        for _ in range(count):
            next(at)

    def norm(x):
        return F.relu(F.instance_norm(x, eps=EPS))

    skip(1)
    name = conv(n, into, 7)
    plan.append(lambda x, name=name: norm(w.conved(name, reflected(x, 3))))
    skip(2)
    for wide in (n, 2 * n):
        name = conv(2 * wide, wide, 3)
        plan.append(lambda x, name=name: norm(w.conved(name, x, 2, 1)))
        skip(2)
    for _ in range(blocks):
        name = f"main.{next(at)}.body"
        w.conv(name + ".1", 4 * n, 4 * n, 3, True)
        w.conv(name + ".5", 4 * n, 4 * n, 3, True)
        plan.append(lambda x, name=name: x + F.instance_norm(w.conved(
            name + ".5", reflected(norm(w.conved(name + ".1", reflected(x, 1))), 1)), eps=EPS))
    for wide in (4 * n, 2 * n):
        if resize:
            skip(2)
            name = conv(wide // 2, wide, 3)
            plan.append(lambda x, name=name: norm(w.conved(name, reflected(
                F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False), 1))))
        else:
            name = conv(wide // 2, wide, 3, transposed=True)
            plan.append(lambda x, name=name: norm(w.transposed(name, x, 1, 1)))
        skip(2)
    skip(1)
    name = conv(out, n, 7)
    plan.append(lambda x, name=name: torch.tanh(w.conved(name, reflected(x, 3))))

    def forward(x):
        for part in plan:
            x = part(x)
        return x

    return forward


def srresnet(w, scale, n=4, blocks=2, channels=3):
    doublings = int(math.log2(scale))
    w.conv("main.0", n, channels, 9, True)
    w.slope("main.1")
    for block in range(blocks):
        name = f"main.2.body.{block}.body"
        w.conv(name + ".0", n, n, 3, True)
        w.norm(name + ".1", n)
        w.slope(name + ".2")
        w.conv(name + ".3", n, n, 3, True)
        w.norm(name + ".4", n)
    last = f"main.2.body.{blocks}"
    w.conv(last, n, n, 3, True)
    w.norm(f"main.2.body.{blocks + 1}", n)
    for doubling in range(doublings):
        w.conv(f"main.{3 + 3 * doubling}", 4 * n, n, 3, True)
        w.slope(f"main.{5 + 3 * doubling}")
    w.conv(f"main.{3 + 3 * doublings}", channels, n, 9, True)

    def forward(x):
        first = y = w.sloped("main.1", w.conved("main.0", x, 1, 4))
        for block in range(blocks):
            name = f"main.2.body.{block}.body"
            z = w.sloped(name + ".2", w.normed(name + ".1", w.conved(name + ".0", y, 1, 1)))
            y = y + w.normed(name + ".4", w.conved(name + ".3", z, 1, 1))
        y = first + w.normed(f"main.2.body.{blocks + 1}", w.conved(last, y, 1, 1))
        for doubling in range(doublings):
            y = F.pixel_shuffle(w.conved(f"main.{3 + 3 * doubling}", y, 1, 1), 2)
            y = w.sloped(f"main.{5 + 3 * doubling}", y)
        return w.conved(f"main.{3 + 3 * doublings}", y, 1, 4)

    return forward


def patchgan(w, strides, instance, n=2, condition=1, channels=3):
    """x is the condition and the sample behind it."""
    biased = instance
    kernel, padding = (4, 1) if strides else (1, 0)
    widths = [n * min(8, 2 ** i) for i in range(strides + 1)] if strides else [n, 2 * n]
    into = condition + channels
    for row, out in enumerate(widths, 1):
        w.conv(f"row{row}", out, into, kernel, row == 1 or biased)
        if row > 1 and not instance:
            w.norm(f"row{row}.norm", out)
        into = out
    last = f"row{len(widths) + 1}"
    w.conv(last, 1, into, kernel, biased or strides > 0)

    def forward(x):
        for row in range(1, len(widths) + 1):
            x = w.conved(f"row{row}", x, 2 if row <= strides else 1, padding)
            if row > 1:
                x = F.instance_norm(x, eps=EPS) if instance else w.normed(f"row{row}.norm", x)
            x = F.leaky_relu(x, 0.2)
        return w.conved(last, x, 1, padding)

    return forward


def srgan_critic(w, side=18, n=2, channels=3, shown=False):
    """`shown`: what each row but the last gives comes behind the logits."""
    into = channels
    for row in range(1, 9):
        out = n * 2 ** ((row - 1) // 2)
        w.conv(f"row{row}", out, into, 3, True)
        if row > 1:
            w.norm(f"row{row}.norm", out)
        into = out
    last = side
    for _ in range(4):
        last = (last + 1) // 2
    w.dense("dense", 16 * n, into * last * last)
    w.dense("score", 1, 16 * n)

    def forward(x):
        features = []
        for row in range(1, 9):
            x = w.conved(f"row{row}", x, 2 - row % 2, 1)
            x = F.leaky_relu(w.normed(f"row{row}.norm", x) if row > 1 else x, 0.2)
            features.append(x)
        x = F.leaky_relu(w.densed("dense", x.flatten(1)), 0.2)
        logits = w.densed("score", x)
        return (logits, *features, x) if shown else logits

    return forward


def level_maker(w, n=3, channels=2):
    """x is the enlarged coarse image and the plane of noise behind it."""
    w.conv("row1", n, channels + 1, 7, True)
    w.conv("row2", n, n, 7, True)
    w.conv("row3", channels, n, 5, True)
    return lambda x: w.conved("row3", F.relu(w.conved("row2", F.relu(w.conved("row1", x, 1, 3)), 1, 3)), 1, 2)


def level_judge(w, height=12, width=10, n=3, channels=2, dropout=0.0):
    """x is the residual and the enlarged coarse image behind it."""
    w.conv("row1", n, channels, 5, True)
    w.conv("row2", n, n, 5, True)
    w.dense("score", 1, n * ((height - 9) // 2 + 1) * ((width - 9) // 2 + 1))

    def forward(x):
        picture = x[:, :channels] + x[:, channels:]
        y = F.relu(w.conved("row2", F.relu(w.conved("row1", picture)), 2))
        return w.densed("score", dropped(y.flatten(1), dropout))

    return forward


def top_maker(w, image=(2, 4, 5), latent=6, n=7):
    w.dense("main.0", n, latent)
    w.dense("main.2", n, n)
    w.dense("main.4", math.prod(image), n)
    return lambda z: w.densed("main.4", F.relu(w.densed("main.2", F.relu(w.densed("main.0", z))))).view(-1, *image)


def top_judge(w, image=(2, 4, 5), n=5, dropout=0.0):
    w.dense("main.1", n, math.prod(image))
    w.dense("main.4", n, n)
    w.dense("main.7", 1, n)
    row = lambda name, x: dropped(F.relu(w.densed(name, x)), dropout)
    return lambda x: w.densed("main.7", row("main.4", row("main.1", x.flatten(1))))


NETWORKS = {  # name: input shape, network
    "unet": ((3, 3, 32, 64), unet),
    "resnet": ((2, 1, 12, 8), lambda w: resnet(w, False)),
    "resnet_resize": ((2, 1, 12, 8), lambda w: resnet(w, True)),
    "srresnet_2": ((2, 3, 6, 5), lambda w: srresnet(w, 2)),
    "srresnet_4": ((2, 3, 6, 5), lambda w: srresnet(w, 4)),
    "patchgan_batch": ((3, 4, 16, 20), lambda w: patchgan(w, 2, False)),
    "patchgan_instance": ((3, 4, 16, 20), lambda w: patchgan(w, 2, True)),
    "patchgan_pixel": ((3, 4, 5, 6), lambda w: patchgan(w, 0, False)),
    "srgan_critic": ((3, 3, 18, 18), srgan_critic),
    "level_maker": ((2, 3, 12, 10), level_maker),
    "level_judge": ((2, 4, 12, 10), level_judge),
    "top_maker": ((3, 6), top_maker),
    "top_judge": ((3, 2, 4, 5), top_judge),
}


def network(case, random):
    """A pass in training with gradients, then one in evaluation by each kind of statistics."""
    shape, build = case
    w = Weights(random)
    forward = build(w)
    x = drawn(random, *shape).requires_grad_()
    out = {"x": x.detach()}
    for name, value in {**w.values, **w.buffers}.items():
        out["init." + name] = value.detach().clone()
    for value in w.values.values():
        value.requires_grad_()
    y = forward(x)
    out["y"], out["dy"] = y, drawn(random, *y.shape)
    found = torch.autograd.grad(y, [x, *w.values.values()], out["dy"])
    out |= dict(zip(["dx", *("d." + name for name in w.values)], found))
    out |= {"after." + name: value.clone() for name, value in w.buffers.items()}
    for mode in ("running", "image") if w.buffers else ():
        w.mode = mode
        out["y_" + mode] = forward(x)
    return out


EXACT = ("x", "dy", "init.", "weight", "bias")


def stored(name, value):
    """What was drawn fits float16; what was worked out is rounded once."""
    value = value.detach().clone(memory_format=torch.contiguous_format)
    exact = name in EXACT or name.startswith("init.")
    return value.half() if exact else value.float()


def main(out_dir):
    torch.set_num_threads(1)
    facts = {"python": platform.python_version(), "torch": torch.__version__, "numpy": numpy.__version__,
             "seed": str(SEED)}
    os.makedirs(out_dir, exist_ok=True)
    random = torch.Generator().manual_seed(SEED)
    for file, cases, make in (("translation_layers", LAYERS, layer), ("translation_networks", NETWORKS, network)):
        tensors = {f"{case}.{name}": stored(name, value) for case, row in cases.items()
                   for name, value in make(row, random).items()}
        path = os.path.join(out_dir, file + ".safetensors")
        save_file(tensors, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python translation_golden.py OUT_DIR")
    main(sys.argv[1])
