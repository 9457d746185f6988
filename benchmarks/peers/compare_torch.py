"""Training rounds and sampling in PyTorch.

    python compare_torch.py WORK --mode eager|best --images FILE [--variant NAME] [--threads N]

WORK is a round (fashion-round, mnist-iteration, vanilla-iteration, wgan-gp-iteration) or sample-<recipe>. `eager` is
PyTorch as it comes: float32, NCHW, torch.optim.Adam, backward and step as the tutorials write them. `best` is what its
tuning guide offers: channels-last, bf16 autocast, torch.compile, fused Adam, no gradients that nobody reads. Without
--variant `best` tries all its variants and reports the quickest; those in bf16 are left out where one small convolution
takes several times as long in bf16 as in fp32, as on processors that only imitate it (a round would take many minutes).
"""
import contextlib
import shutil
import time
import warnings

import torch
import torch.nn.functional as F

from compare_common import arguments, emit, fashion_mnist, fastest, measure
from compare_networks import RECIPES

warnings.filterwarnings("ignore")
SAMPLES = 256
VARIANTS = ("compiled bf16", "bf16", "compiled fp32", "fp32")
HOPELESS = 4  # times as long
BATCH = {"fashion": 128, "mnist": 128, "vanilla": 64, "wgan-gp": 64}
ADAM = {
    "fashion": ({"lr": 1e-4}, {"lr": 1e-5}),
    "mnist": ({"lr": 1e-3}, {"lr": 1e-3}),
    "vanilla": ({"lr": 2e-4, "betas": (0.5, 0.999)},) * 2,
    "wgan-gp": ({"lr": 1e-4, "betas": (0.0, 0.9)},) * 2,
}


class Setup:
    """Networks, optimisers and data of one recipe under one way to run them."""

    def __init__(self, recipe, variant, images):
        torch.manual_seed(1)
        self.recipe, self.best = recipe, variant is not None
        self.bf16 = self.best and "bf16" in variant
        (make, self.latent) = RECIPES[recipe]
        self.g, self.d = make()
        if self.best:
            self.g.to(memory_format=torch.channels_last)
            self.d.to(memory_format=torch.channels_last)
        fused = {"fused": True} if self.best else {}
        if images:
            self.batch = BATCH[recipe]
            self.g_adam = torch.optim.Adam(self.g.parameters(), **ADAM[recipe][0], **fused)
            self.d_adam = torch.optim.Adam(self.d.parameters(), **ADAM[recipe][1], **fused)
            self.data = torch.from_numpy(fashion_mnist(images)).unsqueeze(1)
            self.order, self.at = torch.randperm(len(self.data)), 0
        self.generate, self.judge = self.g, self.d
        if self.best and "compiled" in variant:
            if not (shutil.which("gcc") or shutil.which("g++") or shutil.which("clang")):
                raise RuntimeError("no C++ compiler on the path")
            self.generate = torch.compile(self.g)
            # the gradient penalty differentiates twice, which compiled graphs cannot
            self.judge = self.d if recipe == "wgan-gp" else torch.compile(self.d)

    def real(self):
        if self.at + self.batch > len(self.data):
            self.order, self.at = torch.randperm(len(self.data)), 0
        chosen = self.order[self.at:self.at + self.batch]
        self.at += self.batch
        x = self.data[chosen].float() / 255
        x = x if self.recipe == "fashion" else x * 2 - 1
        return x.contiguous(memory_format=torch.channels_last) if self.best else x

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16) if self.bf16 else contextlib.nullcontext()

    def fakes(self):
        """For the discriminator's step, cut off from the generator."""
        with torch.no_grad() if self.best else contextlib.nullcontext():
            return self.generate(torch.randn(self.batch, self.latent)).detach()

    def step(self, optimiser, loss):
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    def generator_step(self, loss_of_logits, dropout=True):
        if self.best:
            self.d.requires_grad_(False)
        if not dropout:
            self.d.eval()
        with self.autocast():
            logits = self.judge(self.generate(torch.randn(self.batch, self.latent)))
        self.step(self.g_adam, loss_of_logits(logits.float()))
        self.d.train()
        if self.best:
            self.d.requires_grad_(True)

    @torch.no_grad()
    def average_weights(self, decay):
        if not hasattr(self, "average"):
            self.average = [p.detach().clone() for p in self.g.parameters()]
        if self.best:
            torch._foreach_lerp_(self.average, list(self.g.parameters()), 1 - decay)
        else:
            for mean, p in zip(self.average, self.g.parameters()):
                mean.mul_(decay).add_(p, alpha=1 - decay)

    def fashion_round(self):
        real = self.real()
        with self.autocast():
            logits = self.judge(torch.cat([real, self.fakes()])).float()
        noise = 0.15 * torch.rand(2 * self.batch, 1)
        targets = torch.cat([noise[:self.batch], 1 - noise[self.batch:]])
        self.step(self.d_adam, F.binary_cross_entropy_with_logits(logits, targets))
        self.generator_step(lambda x: F.binary_cross_entropy_with_logits(x, torch.zeros_like(x)), dropout=False)

    def mnist_round(self):
        for images, value in ((self.real, 1.0), (self.fakes, 0.0)):
            with self.autocast():
                logits = self.judge(images()).float()
            self.step(self.d_adam, F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, value)))
        self.generator_step(lambda x: F.binary_cross_entropy_with_logits(x, torch.ones_like(x)))

    def vanilla_round(self):
        with self.autocast():
            if self.best:
                real, fake = self.judge(torch.cat([self.real(), self.fakes()])).float().chunk(2)
            else:
                real, fake = self.judge(self.real()), self.judge(self.fakes())
        loss = F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
        self.step(self.d_adam, loss + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake)))
        self.generator_step(lambda x: F.binary_cross_entropy_with_logits(x, torch.ones_like(x)))
        self.average_weights(0.999)

    def wgan_gp_round(self):
        for _ in range(5):
            real = self.real()
            with self.autocast():
                fake = self.fakes()
                if self.best:
                    scores_real, scores_fake = self.judge(torch.cat([real, fake])).float().chunk(2)
                else:
                    scores_real, scores_fake = self.judge(real), self.judge(fake)
                share = torch.rand(self.batch, 1, 1, 1)
                mixed = (share * real + (1 - share) * fake.float()).requires_grad_()
                scores = self.judge(mixed).float()
            slope, = torch.autograd.grad(scores.sum(), mixed, create_graph=True)
            penalty = ((slope.flatten(1).norm(2, dim=1) - 1) ** 2).mean()
            self.step(self.d_adam, scores_fake.mean() - scores_real.mean() + 10 * penalty)
        self.generator_step(lambda x: -x.mean())
        self.average_weights(0.995)

    def sample(self):
        """Pictures as bytes, 64 at a time."""
        self.g.eval()
        with torch.inference_mode() if self.best else torch.no_grad():
            for _ in range(SAMPLES // 64):
                with self.autocast():
                    x = self.generate(torch.randn(64, self.latent)).float()
                x = x if self.recipe == "fashion" else (x + 1) / 2
                (x * 255).round().clamp(0, 255).to(torch.uint8).numpy()


ROUNDS = {
    "fashion-round": Setup.fashion_round,
    "mnist-iteration": Setup.mnist_round,
    "vanilla-iteration": Setup.vanilla_round,
    "wgan-gp-iteration": Setup.wgan_gp_round,
}


def bf16_takes():
    """How many times as long a small convolution takes in bf16 as in fp32, forward and backward, the least of three."""
    def least(dtype):
        x = torch.randn(8, 64, 14, 14).to(dtype, memory_format=torch.channels_last).requires_grad_()
        w = torch.randn(64, 64, 5, 5).to(dtype, memory_format=torch.channels_last).requires_grad_()
        seconds = []
        for _ in range(4):
            begin = time.perf_counter()
            F.conv2d(x, w, padding=2).sum().backward()
            seconds.append(time.perf_counter() - begin)
        return min(seconds[1:])
    return least(torch.bfloat16) / least(torch.float32)


def worth_trying():
    """Names of the variants that may be the quickest, and a note about those that cannot be."""
    times = bf16_takes()
    if times < HOPELESS:
        return VARIANTS, []
    return [name for name in VARIANTS if "bf16" not in name], [
        f"bf16 was not tried: a small convolution took {times:.0f} times as long as in fp32"]


def main():
    args = arguments(mode="eager", variant="", images="")
    torch.set_num_threads(args.threads)
    sampling = args.work.startswith("sample-")
    recipe = args.work.removeprefix("sample-").removesuffix("-round").removesuffix("-iteration")
    body = Setup.sample if sampling else ROUNDS[args.work]

    def run(variant):
        setup = Setup(recipe, variant, args.images)
        return measure(lambda: body(setup), warm=2 if variant is None else 3)

    if args.mode == "eager":
        variant, seconds, notes = "fp32 NCHW", run(None), []
    else:
        wanted, told = ([args.variant], []) if args.variant else worth_trying()
        variant, seconds, failed = fastest([(name, lambda name=name: run(name)) for name in wanted])
        notes = told + failed
    unit, per = ("image", SAMPLES) if sampling else ("round", 1)
    emit(args.work, unit, seconds, [torch], per, notes, variant=variant)


if __name__ == "__main__":
    main()
