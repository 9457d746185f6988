"""Golden values of training steps of a Laplacian pyramid of GANs, made with PyTorch.

    python lapgan_golden.py OUT_DIR

Writes lapgan_sgd.safetensors and lapgan_adam.safetensors: two steps of a pyramid of two levels, 7x7 and 14x14, from the same weights
and batches, by SGD whose gradients are dampened by its momentum and by Adam. In each level the discriminator learns first, by one pass
over real and generated residuals behind one another; the generated ones begin from other coarse images than the real ones beside them.
Then the generator learns from the discriminator as it is now, with noise of its own. No dropout. All is worked out in float64.
The networks are those of translation_golden.py. README.md lists the tensor names.
"""
import os
import platform
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from translation_golden import level_judge, level_maker, top_judge, top_maker
from translation_steps_golden import Net, bce, uniform

SEED = 41
STEPS, BATCH, LATENT = 2, 4, 5
OPTIMIZERS = {
    "sgd": lambda weights: torch.optim.SGD(weights, 0.05, momentum=0.5, dampening=0.5),
    "adam": lambda weights: torch.optim.Adam(weights, 1e-2, (0.5, 0.999), 5e-2),
}


def coarser(x):
    return (x[:, :, ::2, ::2] + x[:, :, 1::2, ::2] + x[:, :, ::2, 1::2] + x[:, :, 1::2, 1::2]) / 4


def enlarged(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def drawn(random, *shape):
    """Of [0, 1), exact in float16; the noise is twice that less one."""
    return (torch.randint(0, 1024, shape, generator=random) / 1024).double()


class Player:
    def __init__(self, net, optimizer):
        self.net = net
        self.optimizer = optimizer(list(net.w.values.values()))

    def learn(self, loss):
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def state(self):
        for name, value in self.net.w.values.items():
            for what, tensor in self.optimizer.state[value].items():
                if what != "step":
                    yield f"{name}.{what}", tensor


def learned(maker, judge, real, beside_real, beside_fake, z, stats, level):
    """One step of a level; `beside_...` are enlarged coarse images, of no channels at the top."""
    def made(noise):
        return maker.net(noise if level == 0 else torch.cat((beside_fake, noise), 1))

    def judged(samples, beside):
        return judge.net(samples if level == 0 else torch.cat((samples, beside), 1))

    with torch.no_grad():
        fake = made(z["D"])
    said = judged(torch.cat((real, fake)), torch.cat((beside_real, beside_fake)))
    targets = torch.cat((torch.ones(len(real), 1), torch.zeros(len(fake), 1))).double()
    loss = F.binary_cross_entropy_with_logits(said, targets)
    judge.learn(loss)
    stats[f"lossD/{level}"] = loss
    judge.net.learn(False)
    loss = bce(judged(made(z["G"]), beside_fake), 1.0)
    maker.learn(loss)
    judge.net.learn(True)
    stats[f"lossG/{level}"] = loss


def course(optimizer):
    random = torch.Generator().manual_seed(SEED)
    nets = {
        "generator0": Net(random, lambda w: top_maker(w, image=(1, 7, 7), latent=LATENT, n=6)),
        "discriminator0": Net(random, lambda w: top_judge(w, image=(1, 7, 7), n=5)),
        "generator1": Net(random, lambda w: level_maker(w, n=3, channels=1)),
        "discriminator1": Net(random, lambda w: level_judge(w, height=14, width=14, n=3, channels=1)),
    }
    players = {name: Player(net, optimizer) for name, net in nets.items()}
    tensors = {f"init.{name}.{key}": value.half() for name, net in nets.items() for key, value in net.first.items()}
    for step in range(STEPS):
        image = uniform(random, BATCH, 1, 14, 14)
        u = {f"{level}.{who}": drawn(random, *shape)
             for level, shape in enumerate(((BATCH, LATENT), (BATCH, 1, 14, 14))) for who in "DG"}
        stats = {}
        for level in range(2):
            z = {who: 2 * u[f"{level}.{who}"] - 1 for who in "DG"}
            small = coarser(image)
            l = enlarged(small)
            other = torch.cat((l[BATCH // 2:], l[:BATCH // 2]))
            nothing = torch.zeros(BATCH, 0)
            real, beside, beside_fake = (small, nothing, nothing) if level == 0 else (image - l, l, other)
            learned(players[f"generator{level}"], players[f"discriminator{level}"], real, beside, beside_fake, z, stats, level)
        tensors[f"step.{step}.real"] = image.half()
        tensors |= {f"step.{step}.u.{name}": value.half() for name, value in u.items()}
        tensors |= {f"step.{step}.stats.{name}": value.detach().float() for name, value in stats.items()}
        for name, player in players.items():
            after = f"step.{step}.after.{name}"
            tensors |= {f"{after}.{key}": value.detach().float().clone() for key, value in player.net.w.values.items()}
            tensors |= {f"{after}_optimizer.{key}": value.float().clone() for key, value in player.state()}
    return tensors


def main(out_dir):
    torch.set_num_threads(1)
    facts = {"python": platform.python_version(), "torch": torch.__version__, "seed": str(SEED), "computed_in": "float64"}
    for name, optimizer in OPTIMIZERS.items():
        path = os.path.join(out_dir, f"lapgan_{name}.safetensors")
        save_file({key: value.contiguous() for key, value in course(optimizer).items()}, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python lapgan_golden.py OUT_DIR")
    main(sys.argv[1])
