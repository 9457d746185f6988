"""Training rounds of GANs that make images of images, and of pyramids, in PyTorch.

    python compare_translation.py WORK --mode eager|best [--variant NAME] [--threads N]

WORK is pix2pix-round, cyclegan-round, srresnet-round, srgan-round or lapgan-round, at the size of the toolkit's recipes,
on random batches that lie ready in memory. Networks, terms and the order of a step are those of the golden scripts
(translation_golden.py, translation_steps_golden.py, srgan_golden.py), in float32. `eager` and `best` are those of
compare_torch.py; because instance norm is slow in PyTorch where channels come last, `best` also tries the default
layout. Prints the number of parameters, which Compare holds against ours.
"""
import contextlib
import random
import shutil
import warnings

import torch
import torch.nn.functional as F
from torch import nn

import srgan_golden
from compare_common import arguments, emit, fastest, measure
from compare_torch import worth_trying
from translation_golden import (Weights, level_judge, level_maker, patchgan, resnet, srgan_critic, srresnet, top_judge,
                                top_maker, unet)
from translation_steps_golden import bce, cyclegan_step, pix2pix_step

warnings.filterwarnings("ignore")
SAID = ", channels first"
BATCHES = 4
GAME = {"lr": 2e-4, "betas": (0.5, 0.999)}
ENLARGING = {"lr": 1e-4, "betas": (0.9, 0.999)}


class Module(nn.Module):
    """A network of translation_golden.py as a user has one: its tensors are parameters and buffers."""

    def __init__(self, build):
        super().__init__()
        w = Weights(torch.Generator().manual_seed(1))
        self.made = build(w)
        for name, value in w.values.items():
            value = nn.Parameter(value.float())
            if value.dim() > 1:
                nn.init.normal_(value, 0, 0.02)
            self.register_parameter(name.replace(".", "_"), value)
            w.values[name] = value
        for name, value in w.buffers.items():
            w.buffers[name] = value.float()
            self.register_buffer(name.replace(".", "_"), w.buffers[name])

    def forward(self, x):
        return self.made(x)


class Net:
    """A module under one way to run it, as the steps of the golden scripts take networks."""

    def __init__(self, build, way):
        self.module, self.way = Module(build), way
        if way.channels_last:
            self.module.to(memory_format=torch.channels_last)
        self.run = torch.compile(self.module, dynamic=False) if way.compiled else self.module

    def all(self, x):
        with self.way.autocast():
            said = self.run(x)
        return tuple(each.float() for each in said) if isinstance(said, tuple) else said.float()

    def forward(self, x):
        said = self.all(x)
        return said[0] if isinstance(said, tuple) else said

    __call__ = forward

    def learn(self, on):
        self.module.requires_grad_(on)

    learns = learn


class Adam:
    def __init__(self, way, rates, *nets):
        weights = [p for net in nets for p in net.module.parameters()]
        self.inner = torch.optim.Adam(weights, **rates, **({"fused": True} if way.best else {}))
        self.zero_grad = self.inner.zero_grad

    def step(self, loss=None):
        if loss is not None:
            self.inner.zero_grad()
            loss.backward()
        self.inner.step()


class Way:
    """`variant` is None as it comes."""

    def __init__(self, variant):
        self.best = variant is not None
        self.bf16 = self.best and "bf16" in variant
        self.compiled = self.best and "compiled" in variant
        self.channels_last = self.best and not variant.endswith(SAID)
        if self.compiled and not (shutil.which("gcc") or shutil.which("g++") or shutil.which("clang")):
            raise RuntimeError("no C++ compiler on the path")

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16) if self.bf16 else contextlib.nullcontext()

    def images(self, *shape, least=-1):
        x = torch.rand(shape) * (1 - least) + least
        return x.contiguous(memory_format=torch.channels_last) if self.channels_last else x


def forever(make):
    """The same few batches again and again."""
    ready = [make() for _ in range(BATCHES)]
    at = 0
    while True:
        yield ready[at % BATCHES]
        at += 1


def pix2pix(way):
    nets = {"generator": Net(lambda w: unet(w, depth=6, n=32, into=3, out=3, dropping=2), way),
            "discriminator": Net(lambda w: patchgan(w, 1, False, n=32, condition=3), way)}
    optimizers = {name: Adam(way, GAME, net) for name, net in nets.items()}
    batches = forever(lambda: {"input": way.images(16, 3, 64, 64), "real": way.images(16, 3, 64, 64)})
    return nets.values(), lambda: pix2pix_step(nets, optimizers, next(batches))


class Pool:
    """Half of the images that a critic is shown are ones of earlier steps, once 50 are kept."""

    def __init__(self, capacity=50):
        self.capacity, self.kept = capacity, []

    def __call__(self, images):
        shown = []
        for image in images:
            image = image.unsqueeze(0)
            if len(self.kept) < self.capacity:
                self.kept.append(image)
            elif random.random() > 0.5:
                place = random.randrange(self.capacity)
                image, self.kept[place] = self.kept[place].clone(), image
            shown.append(image)
        return torch.cat(shown)


def at_once(critic, real, fake):
    """Both in one pass: no layer looks at the whole batch."""
    return critic(torch.cat((real, fake))).chunk(2)


def cyclegan(way):
    def generator():
        return Net(lambda w: resnet(w, False, n=32, blocks=6, into=3, out=3), way)

    def critic():
        return Net(lambda w: patchgan(w, 1, True, n=32, condition=0), way)

    nets = {"generatortob": generator(), "generatortoa": generator(), "discriminatora": critic(),
            "discriminatorb": critic()}
    g, f, da, db = nets.values()
    optimizers = {"generators": Adam(way, GAME, g, f), "discriminators": Adam(way, GAME, da, db)}
    batches = forever(lambda: {"a": way.images(4, 3, 64, 64), "b": way.images(4, 3, 64, 64)})
    more = {"pools": {"A": Pool(), "B": Pool()}} | ({"judged": at_once} if way.best else {})
    return nets.values(), lambda: cyclegan_step(nets, optimizers, next(batches), **more)


def enlarging(way):
    g = Net(lambda w: srresnet(w, 4, n=32, blocks=8), way)
    return g, forever(lambda: (way.images(16, 3, 16, 16, least=0), way.images(16, 3, 64, 64)))


def squares(way):
    g, batches = enlarging(way)
    adams = {"pretrain": (g, Adam(way, ENLARGING, g))}
    return [g], lambda: srgan_golden.squares(g, adams, *next(batches))


def by_critic(d, fake, high):
    """The means of the critic's features over the batch must agree, row by row."""
    logits, *made = d.all(fake)
    with torch.no_grad():
        _, *real = d.all(high)
    content = sum(((a.mean(0) - b.mean(0)) ** 2).mean() for a, b in zip(real, made))
    return content, F.l1_loss(fake, high), logits


def game(way):
    g, batches = enlarging(way)
    d = Net(lambda w: srgan_critic(w, side=64, n=32, shown=True), way)
    adams = {name: (net, Adam(way, ENLARGING, net)) for name, net in (("generator", g), ("discriminator", d))}
    adversarial = 1e-3
    weights = (10 * adversarial, 1e-2, adversarial)
    return [g, d], lambda: srgan_golden.game(g, d, adams, *next(batches), compared=by_critic, weights=weights)


LATENT, LEVELS, COUNT = 100, (7, 14, 28), 128


def lapgan(way):
    def level(side):
        if side == LEVELS[0]:
            image = (1, side, side)
            return (Net(lambda w: top_maker(w, image, LATENT, 1200), way),
                    Net(lambda w: top_judge(w, image, 600, dropout=0.5), way))
        return (Net(lambda w: level_maker(w, n=16, channels=1), way),
                Net(lambda w: level_judge(w, side, side, n=16, channels=1, dropout=0.5), way))

    levels = [level(side) for side in LEVELS]
    adams = [[Adam(way, GAME, net) for net in pair] for pair in levels]
    batches = forever(lambda: way.images(COUNT, 1, LEVELS[-1], LEVELS[-1]))

    def step():
        finer = next(batches)
        for (g, d), (g_adam, d_adam) in zip(reversed(levels), reversed(adams)):  # independent: any order will do
            if g is levels[0][0]:
                level_step(g, d, g_adam, d_adam, finer, lambda: torch.rand(COUNT, LATENT) * 2 - 1, None)
                continue
            coarser = F.avg_pool2d(finer, 2)
            coarse = F.interpolate(coarser, scale_factor=2, mode="bilinear", align_corners=False)
            other = coarse.roll(COUNT // 2, 0)
            level_step(g, d, g_adam, d_adam, torch.cat((finer - coarse, coarse), 1),
                       lambda: torch.cat((other, torch.rand_like(other) * 2 - 1), 1), other)
            finer = coarser

    return [net for pair in levels for net in pair], step


def level_step(g, d, g_adam, d_adam, real, noise, beside):
    """The critic on real and generated samples in one pass, then the generator through the critic that has learned."""
    seen = lambda made: made if beside is None else torch.cat((made, beside), 1)
    with torch.no_grad():
        fake = seen(g(noise()))
    d.learn(True)
    on_real, on_fake = d(torch.cat((real, fake))).chunk(2)
    d_adam.step(0.5 * (bce(on_real, 1) + bce(on_fake, 0)))
    d.learn(False)
    g_adam.step(bce(d(seen(g(noise()))), 1))


SETUPS = {"pix2pix-round": pix2pix, "cyclegan-round": cyclegan, "srresnet-round": squares, "srgan-round": game,
          "lapgan-round": lapgan}


def main():
    args = arguments(mode="eager", variant="")
    torch.set_num_threads(args.threads)
    torch._dynamo.config.recompile_limit = 64  # all networks share one forward; each has a graph for each way it is used
    counted = set()

    def run(variant):
        torch.manual_seed(1)
        torch._dynamo.reset()
        nets, step = SETUPS[args.work](Way(variant))
        counted.add(sum(p.numel() for net in nets for p in net.module.parameters()))
        return measure(step, warm=2 if variant is None else 3)

    if args.mode == "eager":
        variant, seconds, notes = "fp32 NCHW", run(None), []
    else:
        wanted, told = ([args.variant], []) if args.variant else worth_trying()
        if not args.variant:
            wanted = [*wanted, *(name + SAID for name in wanted if "fp32" in name)]
        variant, seconds, failed = fastest([(name, lambda name=name: run(name)) for name in wanted])
        notes = told + failed
    emit(args.work, "round", seconds, [torch], 1, notes, variant=variant, parameters=counted.pop())


if __name__ == "__main__":
    main()
