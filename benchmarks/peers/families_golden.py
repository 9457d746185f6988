"""Golden rounds of every GAN family, made with PyTorch at toy width.

    python families_golden.py OUT_DIR

Writes family_<case>.safetensors for each case below: the weights at first, all that enters a round, and the weights of
both networks, the losses and the penalties after it. README.md lists the tensor names. The inputs are float16 values,
so that they are exact in every format; the rounds are played in float64 and rounded once at the end.

Networks are plain PyTorch modules (families_networks.py), written from the papers and from the tables in the networks'
class comments. The training step is the usual one: losses as sums of means, `backward`, `step`.
"""
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from families_networks import CLASSES, CONDITION, LATENT, networks

SEED = 20


@dataclass(frozen=True)
class Case:
    network: str
    image: tuple
    width: float
    loss: str
    adam: tuple = (2e-2, 0.5, 0.999, 5e-2)  # lr, betas and an ε that keeps rounding noise out of Adam's sign-like first step
    optimizer: str = "adam"
    batch: int = 4
    rounds: int = 1
    critic_steps: int = 1
    clip: float = 0
    norm: bool = True
    condition: str = "none"
    spectral: str = "none"
    classes: int = 0
    kernels: int = 0
    stddev: int = 0
    inverted: bool = False
    smoothing: tuple = (0, 0)
    adversarial: float = 1
    features: float = 0
    penalties: dict = field(default_factory=dict)
    gain: float = 1.2


SMALL = (1, 16, 16)
ODD = (3, 21, 18)
DC = 1 / 64
CASES = {
    "vanilla": Case("vanilla", (1, 12, 10), 1 / 64, "cross-entropy", batch=5),
    "saturating": Case("vanilla", (1, 12, 10), 1 / 64, "saturating", optimizer="sgd", rounds=2),
    "dcgan": Case("dcgan", (1, 28, 28), DC, "cross-entropy"),
    "dcgan_odd": Case("dcgan", ODD, DC, "cross-entropy", inverted=True, smoothing=(0.1, 0.05)),
    "concatenation": Case("dcgan", SMALL, DC, "cross-entropy", condition="concatenation"),
    "projection": Case("dcgan", SMALL, DC, "cross-entropy", condition="projection"),
    "acgan": Case("dcgan", SMALL, DC, "cross-entropy", condition="auxiliary"),
    "sgan": Case("dcgan", SMALL, DC, "cross-entropy", norm=False, classes=CLASSES, adversarial=0, features=1),
    "feature_matching": Case("dcgan", SMALL, DC, "cross-entropy", kernels=3, adversarial=0.5, features=2),
    "wgan": Case("dcgan", SMALL, DC, "wasserstein", optimizer="rmsprop", critic_steps=2, clip=0.01, norm=False),
    "wgan_gp": Case("dcgan", ODD, DC, "wasserstein", (2e-2, 0, 0.9, 1e-2), critic_steps=2, norm=False,
                    penalties={"gradientPenalty": 10.0}),
    "dragan": Case("dcgan", SMALL, DC, "cross-entropy", norm=False, penalties={"dragan": 10.0}),
    "lsgan": Case("dcgan", SMALL, DC, "least-squares", smoothing=(0.1, 0.2)),
    "hinge": Case("dcgan", SMALL, DC, "hinge", norm=False, stddev=2),
    "relativistic": Case("dcgan", SMALL, DC, "relativistic", norm=False),
    "relativistic_average": Case("dcgan", SMALL, DC, "relativistic-average"),
    "relativistic_average_hinge": Case("dcgan", SMALL, DC, "relativistic-average-hinge"),
    "relativistic_average_least_squares": Case("dcgan", SMALL, DC, "relativistic-average-least-squares", norm=False),
    "sngan": Case("resnet", SMALL, 1 / 32, "hinge", (2e-2, 0, 0.9, 1e-2), spectral="discriminator"),
    "spectral_both": Case("dcgan", ODD, DC, "relativistic-average", norm=False, spectral="both", condition="projection"),
    "r3gan": Case("r3gan", SMALL, 1 / 32, "relativistic", (2e-2, 0, 0.99, 1e-2), gain=0.8,
                  penalties={"r1": 1.0, "r2": 1.0}),
}


# What enters.

def initial(name, like, random, case, player):
    if name.endswith("running_mean"):
        return torch.zeros_like(like)
    if name.endswith("running_var"):
        return torch.ones_like(like)
    if name.endswith("weight_u"):
        return F.normalize(torch.randn(like.shape, generator=random), dim=0)
    if case.clip and player == "discriminator":
        return (torch.rand(like.shape, generator=random) * 2 - 1) * 2 * case.clip
    if like.dim() == 1:
        spread = (torch.rand(like.shape, generator=random) * 2 - 1) * 0.1
        return 1 + spread if name.endswith("weight") else spread + 0.1 * spread.sign()  # none near zero
    fan = like[0].numel() if like.dim() > 1 and not name.endswith("basis") else 1
    return torch.randn(like.shape, generator=random) * case.gain / fan ** 0.5


def inputs(case, seed):
    """All that a replay needs, as float16."""
    random = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)  # for what PyTorch draws itself and this script overwrites
    values = {}
    for player, network in zip(("generator", "discriminator"), networks(case)):
        for name, like in network.named().items():
            values[f"init.{player}.{name}"] = initial(name, like, random, case, player)
    c, h, w = case.image
    for r in range(case.rounds):
        for k in range(case.critic_steps):
            start = f"round.{r}.{k}."
            coarse = torch.rand(case.batch, c, 4, 4, generator=random) * 2 - 1
            values[start + "real"] = F.interpolate(coarse, size=(h, w), mode="bilinear")
            values[start + "z"] = torch.randn(case.batch, LATENT, generator=random)
            if case.condition != "none":
                chosen = torch.randint(CLASSES, (case.batch,), generator=random)
                rest = torch.randn(case.batch, CONDITION - CLASSES, generator=random)
                values[start + "y"] = torch.cat([F.one_hot(chosen, CLASSES).float(), rest], 1)
            if {"gradientPenalty", "dragan"} & case.penalties.keys():
                values[start + "share"] = torch.rand(case.batch, generator=random)
            if "dragan" in case.penalties:
                values[start + "noise"] = torch.rand(case.batch, c, h, w, generator=random)
        values[f"round.{r}.z_g"] = torch.randn(case.batch, LATENT, generator=random)
    if case.classes:
        values["pool.image"] = F.interpolate(torch.rand(1, c, 4, 4, generator=random) * 2 - 1, size=(h, w), mode="bilinear")
        values["pool.label"] = torch.tensor([CLASSES - 1])
    return {k: v.half() if v.is_floating_point() else v for k, v in values.items()}


# Losses, as the papers have them.

def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def relative(case, winner, loser):
    """How far the winner is from looking more real than the loser (Jolicoeur-Martineau 2018)."""
    if case.loss == "relativistic":
        return -F.logsigmoid(winner - loser).mean()
    won, lost = winner - loser.mean(), loser - winner.mean()
    if case.loss == "relativistic-average":
        return (bce(won, 1.0) + bce(lost, 0.0)) / 2
    if case.loss == "relativistic-average-hinge":
        return F.relu(1 - won).mean() + F.relu(1 + lost).mean()
    return ((won - 1) ** 2).mean() + ((lost + 1) ** 2).mean()


def discriminator_loss(case, real, fake):
    one, zero = 1 - case.smoothing[0], case.smoothing[1]
    if case.inverted:
        one, zero = case.smoothing[0], 1 - case.smoothing[1]
    if case.loss in ("cross-entropy", "saturating"):
        return (bce(real, one) + bce(fake, zero)) / 2
    if case.loss == "least-squares":
        return 0.5 * ((real - one) ** 2).mean() + 0.5 * ((fake - zero) ** 2).mean()
    if case.loss == "wasserstein":
        return fake.mean() - real.mean()
    if case.loss == "hinge":
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return relative(case, real, fake)


def generator_loss(case, real, fake):
    """`real` gives the logits of real images, where a loss asks for them."""
    if case.loss == "cross-entropy":
        return bce(fake, 0.0 if case.inverted else 1.0)
    if case.loss == "saturating":
        return torch.log(1 - torch.sigmoid(fake)).mean()
    if case.loss == "least-squares":
        return 0.5 * ((fake - 1) ** 2).mean()
    if case.loss in ("wasserstein", "hinge"):
        return -fake.mean()
    return relative(case, fake, real())


def score(case, outputs):
    return outputs[:, :-1].exp().sum(1, keepdim=True).log() - outputs[:, -1:] if case.classes else outputs[:, :1]


def attribute_loss(outputs, y):
    said = outputs[:, 1:]
    return F.cross_entropy(said[:, :CLASSES], y[:, :CLASSES].argmax(1)) + F.mse_loss(said[:, CLASSES:], y[:, CLASSES:])


def slopes(case, critic, at, y):
    """‖∇D‖² of each sample, in the graph."""
    at = at.detach().clone().requires_grad_()
    gradient, = torch.autograd.grad(score(case, critic(at, y)).sum(), at, create_graph=True)
    return gradient.flatten(1).pow(2).sum(1)


def penalty(name, weight, case, critic, now, fake):
    real, y = now["real"], now.get("y")
    if name in ("r1", "r2"):
        return weight / 2 * slopes(case, critic, real if name == "r1" else fake, y).mean()
    share = now["share"].reshape(-1, 1, 1, 1)
    if name == "gradientPenalty":
        at = share * real + (1 - share) * fake
    else:
        at = real + share * (0.5 * real.std() * now["noise"])
    return weight * ((slopes(case, critic, at, y).sqrt() - 1) ** 2).mean()


# Rounds.

def optimizer(case, network, rms_eps):
    if case.optimizer == "sgd":
        return torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    if case.optimizer == "rmsprop":
        return torch.optim.RMSprop(network.parameters(), lr=1e-3, alpha=0.99, eps=rms_eps)
    lr, beta1, beta2, eps = map(float, case.adam)
    return torch.optim.Adam(network.parameters(), lr=lr, betas=(beta1, beta2), eps=eps)


def learn(optimiser, loss):
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


class Play:
    def __init__(self, case, values, dtype):
        torch.manual_seed(SEED)
        self.case, self.values, self.dtype = case, values, dtype
        self.g, self.d = networks(case)
        for player, network in (("generator", self.g), ("discriminator", self.d)):
            network.to(dtype).train()
            with torch.no_grad():
                for name, own in network.named().items():
                    own.copy_(values[f"init.{player}.{name}"])
        self.g_opt, self.d_opt = optimizer(case, self.g, 1e-7), optimizer(case, self.d, 1e-4)
        self.sums = {}

    def note(self, name, value):
        self.sums.setdefault(name, []).append(value.detach())

    def now(self, start):
        return {k[len(start):]: v.to(self.dtype) for k, v in self.values.items() if k.startswith(start)}

    def discriminator_turn(self, now):
        case, d, y = self.case, self.d, now.get("y")
        with torch.no_grad():
            fake = self.g(now["z"], y)
        if d.mixes():
            of_real, of_fake = d(now["real"], y), d(fake, y)
        else:
            of_real, of_fake = d(torch.cat([now["real"], fake]), None if y is None else torch.cat([y, y])).chunk(2)
        loss = discriminator_loss(case, score(case, of_real), score(case, of_fake))
        self.note("lossD", loss)
        for name, weight in case.penalties.items():
            term = penalty(name, weight, case, d, now, fake)
            self.note(name, term)
            loss = loss + term
        if case.condition == "auxiliary":
            term = attribute_loss(of_real, y) + attribute_loss(of_fake, y)
            self.note("attributesD", term)
            loss = loss + term
        if case.classes:
            label = self.values["pool.label"].repeat(2)
            term = F.cross_entropy(d(self.values["pool.image"].to(self.dtype).repeat(2, 1, 1, 1))[:, :-1], label)
            self.note("lossClass", term)
            loss = loss + term
        learn(self.d_opt, loss)
        if case.clip:
            with torch.no_grad():
                for weight in d.parameters():
                    weight.clamp_(-case.clip, case.clip)

    def generator_turn(self, now, z):
        case, d, y = self.case, self.d, now.get("y")
        body, head = list(d.main)[:-1], list(d.main)[-1:]
        fake_features = d.rows(body, self.g(z, y), y)
        of_fake = d.rows(head, fake_features, y)
        real = {}
        if case.features or case.loss.startswith("relativistic"):
            with torch.no_grad():
                real["features"] = d.rows(body, now["real"], y)
                real["outputs"] = d.rows(head, real["features"], y)
        adversarial = generator_loss(case, lambda: score(case, real["outputs"]), score(case, of_fake))
        self.note("lossG", adversarial)
        loss = case.adversarial * adversarial
        if case.features:
            term = case.features * F.mse_loss(fake_features.mean(0), real["features"].mean(0))
            self.note("featuresG", term)
            loss = loss + term
        if case.condition == "auxiliary":
            term = attribute_loss(of_fake, y)
            self.note("attributesG", term)
            loss = loss + term
        learn(self.g_opt, loss)

    def rounds(self):
        out = {}
        for r in range(self.case.rounds):
            for k in range(self.case.critic_steps):
                now = self.now(f"round.{r}.{k}.")
                self.discriminator_turn(now)
            self.generator_turn(now, self.values[f"round.{r}.z_g"].to(self.dtype))
            for player, network in (("generator", self.g), ("discriminator", self.d)):
                out |= {f"after.{r}.{player}.{k}": v.detach().clone() for k, v in network.named().items()}
            out |= {f"after.{r}.stats.{k}": torch.stack(v).mean() for k, v in self.sums.items()}
            self.sums = {}
        return out


def largest_difference(a, b):
    """Over all tensors: the largest absolute difference divided by the tensor's largest absolute value."""
    return max((((a[k].double() - b[k].double()).abs().max() / b[k].double().abs().max()).item(), k) for k in b)


def least_move(case, values, after):
    """How far the tensor that moved least has gone, relative to its largest value; buffers are left out."""
    last = f"after.{case.rounds - 1}."
    moves = {}
    for name, value in values.items():
        if name.startswith("init.") and not name.endswith(("weight_u", "running_mean", "running_var")):
            end = after[last + name[5:]].double()
            moves[name] = ((end - value.double()).abs().max() / end.abs().max()).item()
    return min(moves.items(), key=lambda item: item[1])


def main(out_dir):
    torch.set_num_threads(1)
    os.makedirs(out_dir, exist_ok=True)
    for name, case in CASES.items():
        values = inputs(case, SEED)
        after = Play(case, values, torch.float64).rounds()
        gap, where = largest_difference(Play(case, values, torch.float32).rounds(), after)
        facts = {
            "case": json.dumps(asdict(case)),
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": numpy.__version__,
            "seed": str(SEED),
            "computed_in": "float64",
            "float32_difference": f"{gap:.2e}",
        }
        path = os.path.join(out_dir, f"family_{name}.safetensors")
        save_file({k: v.contiguous() for k, v in values.items()} | {k: v.float().contiguous() for k, v in after.items()},
                  path, facts)
        os.chmod(path, 0o644)
        stats = {k.split(".")[-1]: round(v.item(), 5) for k, v in after.items() if ".stats." in k}
        print(name, os.path.getsize(path), "bytes; float32 differs by", facts["float32_difference"], "in", where, stats,
              "least move", least_move(case, values, after))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python families_golden.py OUT_DIR")
    main(sys.argv[1])
