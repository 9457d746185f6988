"""Golden values of training steps of a Laplacian pyramid of GANs, made with PyTorch.

    python lapgan_golden.py OUT_DIR

Writes lapgan_sgd.safetensors and lapgan_adam.safetensors: two steps of a pyramid of two levels, 7x7 and 14x14, from the
same weights and batches, by SGD whose gradients are dampened by its momentum and by Adam. In each level the discriminator
learns first, by one pass over real and generated residuals behind one another; the generated ones begin from other coarse
images than the real ones beside them. Then the generator learns from the discriminator as it is now, with noise of its own.
In lapgan_classes.safetensors, by Adam, all networks read the class of each image too, those of the generated residuals that
of the coarse image that they begin from. No dropout. All is worked out in float64. The networks without classes are those of
translation_golden.py. README.md lists the tensor names.
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
STEPS, BATCH, LATENT, CLASSES = 2, 4, 5, 3
HIDDEN_G, HIDDEN_D, FILTERS = 6, 5, 3
SGD = lambda weights: torch.optim.SGD(weights, 0.05, momentum=0.5, dampening=0.5)
ADAM = lambda weights: torch.optim.Adam(weights, 1e-2, (0.5, 0.999), 5e-2)
COURSES = {"sgd": (SGD, 0), "adam": (ADAM, 0), "classes": (ADAM, CLASSES)}


# --- networks that read the class, one-hot and last

def told_top_maker(w):
    w.dense("main.0", 49, CLASSES)
    w.dense("main.1", HIDDEN_G, LATENT + 49)
    w.dense("main.3", HIDDEN_G, HIDDEN_G)
    w.dense("main.5", 49, HIDDEN_G)

    def forward(z, y):
        x = F.relu(w.densed("main.1", torch.cat((z, w.densed("main.0", y)), 1)))
        return w.densed("main.5", F.relu(w.densed("main.3", x))).view(-1, 1, 7, 7)

    return forward


def told_top_judge(w):
    w.dense("main.1", 49, CLASSES)
    w.dense("main.2", HIDDEN_D, 49 + 49)
    w.dense("main.5", HIDDEN_D, HIDDEN_D)
    w.dense("main.8", 1, HIDDEN_D)

    def forward(x, y):
        x = F.relu(w.densed("main.2", torch.cat((x.flatten(1), w.densed("main.1", y)), 1)))
        return w.densed("main.8", F.relu(w.densed("main.5", x)))

    return forward


def plane(w, y):
    return F.relu(w.densed("classes", y)).view(-1, 1, 14, 14)


def told_level_maker(w):
    w.dense("classes", 14 * 14, CLASSES)
    w.conv("row1", FILTERS, 3, 7, True)
    w.conv("row2", FILTERS, FILTERS, 7, True)
    w.conv("row3", 1, FILTERS, 5, True)

    def forward(x, y):
        x = F.relu(w.conved("row1", torch.cat((x, plane(w, y)), 1), 1, 3))
        return w.conved("row3", F.relu(w.conved("row2", x, 1, 3)), 1, 2)

    return forward


def told_level_judge(w):
    w.dense("classes", 14 * 14, CLASSES)
    w.conv("row1", FILTERS, 2, 5, True)
    w.conv("row2", FILTERS, FILTERS, 5, True)
    w.dense("score", 1, FILTERS * 9)

    def forward(x, y):
        picture = x[:, :1] + x[:, 1:]
        x = F.relu(w.conved("row1", torch.cat((picture, plane(w, y)), 1)))
        return w.densed("score", F.relu(w.conved("row2", x, 2)).flatten(1))

    return forward


def built(random, classes):
    tables = {
        "generator0": told_top_maker,
        "discriminator0": told_top_judge,
        "generator1": told_level_maker,
        "discriminator1": told_level_judge,
    } if classes else {
        "generator0": lambda w: top_maker(w, image=(1, 7, 7), latent=LATENT, n=HIDDEN_G),
        "discriminator0": lambda w: top_judge(w, image=(1, 7, 7), n=HIDDEN_D),
        "generator1": lambda w: level_maker(w, n=FILTERS, channels=1),
        "discriminator1": lambda w: level_judge(w, height=14, width=14, n=FILTERS, channels=1),
    }
    return {name: Net(random, table) for name, table in tables.items()}


# --- steps


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


def learned(maker, judge, real, beside, others, z, stats, level):
    """One step of a level; `beside` and `others` are what stands beside real and generated samples: an enlarged coarse image
    but at the top, and where there are classes a class."""
    def called(net, x, told):
        x = torch.cat((x, told["coarse"]), 1) if "coarse" in told and net is judge.net else x
        return net.forward(x, told["class"]) if "class" in told else net(x)

    def made(noise):
        return called(maker.net, torch.cat((others["coarse"], noise), 1) if "coarse" in others else noise, others)

    with torch.no_grad():
        fake = made(z["D"])
    both = {name: torch.cat((beside[name], others[name])) for name in beside}
    said = called(judge.net, torch.cat((real, fake)), both)
    targets = torch.cat((torch.ones(len(real), 1), torch.zeros(len(fake), 1))).double()
    loss = F.binary_cross_entropy_with_logits(said, targets)
    judge.learn(loss)
    stats[f"lossD/{level}"] = loss
    judge.net.learn(False)
    loss = bce(called(judge.net, made(z["G"]), others), 1.0)
    maker.learn(loss)
    judge.net.learn(True)
    stats[f"lossG/{level}"] = loss


def moved(x):
    return torch.cat((x[BATCH // 2:], x[:BATCH // 2]))


def course(optimizer, classes):
    random = torch.Generator().manual_seed(SEED)
    nets = built(random, classes)
    players = {name: Player(net, optimizer) for name, net in nets.items()}
    tensors = {f"init.{name}.{key}": value.half() for name, net in nets.items() for key, value in net.first.items()}
    for step in range(STEPS):
        image = uniform(random, BATCH, 1, 14, 14)
        u = {f"{level}.{who}": drawn(random, *shape)
             for level, shape in enumerate(((BATCH, LATENT), (BATCH, 1, 14, 14))) for who in "DG"}
        told = {"class": F.one_hot(torch.tensor([0, 2, 1, 1]), CLASSES).double()} if classes else {}
        stats = {}
        for level in range(2):
            z = {who: 2 * u[f"{level}.{who}"] - 1 for who in "DG"}
            small = coarser(image)
            beside = told if level == 0 else told | {"coarse": enlarged(small)}
            others = told if level == 0 else {name: moved(value) for name, value in beside.items()}
            real = small if level == 0 else image - beside["coarse"]
            learned(players[f"generator{level}"], players[f"discriminator{level}"], real, beside, others, z, stats, level)
        tensors[f"step.{step}.real"] = image.half()
        tensors |= {f"step.{step}.condition": value.half() for value in told.values()}
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
    for name, (optimizer, classes) in COURSES.items():
        path = os.path.join(out_dir, f"lapgan_{name}.safetensors")
        save_file({key: value.contiguous() for key, value in course(optimizer, classes).items()}, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python lapgan_golden.py OUT_DIR")
    main(sys.argv[1])
