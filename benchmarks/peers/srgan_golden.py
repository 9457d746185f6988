"""Golden steps of SRGAN, made with PyTorch at toy width.

    python srgan_golden.py OUT_DIR

Writes srgan_steps.safetensors: the weights at first, the batches of four steps, and after every second
step the weights and the statistics of batch norm of both networks, the moments of each Adam, and the losses. Two steps are SRResNet's, by the mean
of squares; two are the game's, in BasicSR's order: the generator first (squares of pixels as its content, absolute
distances, the adversarial loss; the critic frozen, its batch norm moving), then the critic on real pictures and on what
the generator had made before it learned. It also holds what VGG-19's last convolution
gives for one image, with weights from a formula. README.md lists the tensor names. Inputs and weights are float16 values; all is
worked out in float64 and rounded once at the end.
"""
import os
import platform
import sys

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from translation_golden import Weights, drawn, srgan_critic, srresnet, stored

SEED = 47
BATCH, SIDE, SCALE, WIDTH = 4, 16, 4, 2
ADAM = {"betas": (0.9, 0.999), "eps": 5e-2}  # an ε that keeps rounding noise out of Adam's sign-like first steps
RATE, SQUARES_RATE = 5e-3, 5e-3
CONTENT, PIXEL, ADVERSARIAL = 1, 0.5, 0.1
SQUARES, GAME = 2, 2


class Net:
    def __init__(self, random, build):
        self.w = Weights(random)
        self.forward = build(self.w)
        for value in self.w.values.values():
            value.requires_grad_()

    def adam(self, rate):
        return torch.optim.Adam(self.w.values.values(), lr=rate, **ADAM)

    def tensors(self):
        return {**self.w.values, **self.w.buffers}

    def moments(self, adam):
        return {f"{name}.{moment}": adam.state[value][moment]
                for name, value in self.w.values.items() if value in adam.state
                for moment in ("exp_avg", "exp_avg_sq")}

    def learns(self, on):
        for value in self.w.values.values():
            value.requires_grad_(on)


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def main(out_dir):
    torch.set_num_threads(1)
    random = torch.Generator().manual_seed(SEED)
    g = Net(random, lambda w: srresnet(w, SCALE, n=WIDTH, blocks=2))
    d = Net(random, lambda w: srgan_critic(w, side=SIDE, n=WIDTH))
    out = {}
    for name, net in (("generator", g), ("discriminator", d)):
        out |= {f"init.{name}.{key}": value.detach().clone() for key, value in net.tensors().items()}
    adams = {"pretrain": (g, g.adam(SQUARES_RATE)), "generator": (g, g.adam(RATE)), "discriminator": (d, d.adam(RATE))}
    for step in range(SQUARES + GAME):
        low = torch.rand(BATCH, 3, SIDE // SCALE, SIDE // SCALE, generator=random).half().double()
        high = drawn(random, BATCH, 3, SIDE, SIDE, scale=0.5).clamp(-1, 1)
        out[f"step.{step}.input"], out[f"step.{step}.real"] = low, high
        losses = squares(g, adams, low, high) if step < SQUARES else game(g, d, adams, low, high)
        if step % 2 == 0:
            continue
        after = f"after.{step}."
        for name, net in (("generator", g), ("discriminator", d)):
            out |= {f"{after}{name}.{key}": value.detach().clone() for key, value in net.tensors().items()}
        for name, (net, adam) in adams.items():
            out |= {f"{after}{name}_optimizer.{key}": value.detach().clone()
                    for key, value in net.moments(adam).items()}
        out |= {after + name: torch.tensor(value.item()) for name, value in losses.items()}
    out["vgg"] = vgg()
    facts = {"python": platform.python_version(), "torch": torch.__version__, "numpy": numpy.__version__,
             "seed": str(SEED)}
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "srgan_steps.safetensors")
    save_file({name: kept(name, value) for name, value in out.items()}, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


def squares(g, adams, low, high):
    adam = adams["pretrain"][1]
    adam.zero_grad()
    loss = F.mse_loss(g.forward(low), high)
    loss.backward()
    adam.step()
    return {"squares": loss}


def by_pixels(d, fake, high):
    """Content, distance of pixels, and what the critic says of enlarged pictures."""
    return F.mse_loss(fake, high), F.l1_loss(fake, high), d.forward(fake)


def game(g, d, adams, low, high, compared=by_pixels, weights=(CONTENT, PIXEL, ADVERSARIAL)):
    d.learns(False)
    adam = adams["generator"][1]
    adam.zero_grad()
    fake = g.forward(low)
    content, pixel, logits = compared(d, fake, high)
    adversarial = bce(logits, 1)
    (weights[0] * content + weights[1] * pixel + weights[2] * adversarial).backward()
    adam.step()
    d.learns(True)
    adam = adams["discriminator"][1]
    adam.zero_grad()
    real = bce(d.forward(high), 1)
    real.backward()
    generated = bce(d.forward(fake.detach()), 0)
    generated.backward()
    adam.step()
    return {"content": content, "pixel": pixel, "lossG": adversarial, "lossD": (real + generated) / 2}  # as rows tell it


# --- VGG-19: weights and images are functions of a name and an index, so that neither is stored

VGG = (64, 64, "max", 128, 128, "max", 256, 256, 256, 256, "max", 512, 512, 512, 512, "max", 512, 512, 512, 512)
MEANS, DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def uniform(name, count):
    """[-1, 1): the upper 24 bits of SplitMix64's finaliser of FNV-1a(name) + i * golden ratio."""
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = (key ^ byte) * 0x100000001B3 % 2**64
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(key) + numpy.arange(count, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return torch.from_numpy((z >> numpy.uint64(40)).astype(numpy.float64) * 2**-23 - 1)


def vgg():
    """What conv5_4 gives behind its activation, torchvision's features[:36], of one image in [-1, 1]."""
    x = uniform("image", 3 * 32 * 32).view(1, 3, 32, 32)
    x = ((x + 1) / 2 - torch.tensor(MEANS).double().view(1, 3, 1, 1)) / torch.tensor(DEVIATIONS).double().view(1, 3, 1, 1)
    at, into = 0, 3
    for out in VGG:
        if out == "max":
            x, at = F.max_pool2d(x, 2), at + 1
            continue
        fan = into * 9
        weight = uniform(f"features.{at}.weight", out * fan).view(out, into, 3, 3) * (6 / fan) ** 0.5
        bias = uniform(f"features.{at}.bias", out) * 0.1
        x, at, into = F.relu(F.conv2d(x, weight, bias, padding=1)), at + 2, out
    return x


def kept(name, value):
    if name.startswith("step."):
        return value.detach().half().contiguous()
    return stored(name, value)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python srgan_golden.py OUT_DIR")
    main(sys.argv[1])
