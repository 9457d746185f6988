"""Golden values of one training step of pix2pix and CycleGAN, made with PyTorch.

    python translation_steps_golden.py OUT_DIR

Writes step_pix2pix.safetensors and step_cyclegan.safetensors: weights before the step, batches, and
after it weights, buffers of batch norm and both moments of Adam. The networks are those of translation_golden.py, the order of
the passes is that of the class comments of the systems. No dropout, no pool, no jitter. All is worked out in float64.
"""
import os
import platform
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from translation_golden import Weights, drawn, patchgan, resnet, unet

SEED = 37
RATE, BETA1, BETA2, EPSILON = 2e-2, 0.5, 0.999, 5e-2


class Net:
    def __init__(self, random, build):
        self.w = Weights(random)
        self.forward = build(self.w)
        self.first = {name: value.clone() for name, value in {**self.w.values, **self.w.buffers}.items()}
        for value in self.w.values.values():
            value.requires_grad_()

    def __call__(self, x):
        return self.forward(x)

    def learn(self, on):
        for value in self.w.values.values():
            value.requires_grad_(on)


class Adam:
    def __init__(self, *nets):
        self.nets = nets
        self.optimizer = torch.optim.Adam([v for net in nets for v in net.w.values.values()], RATE, (BETA1, BETA2), EPSILON)

    def step(self, loss):
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def moments(self, names):
        found = {}
        for name, net in zip(names, self.nets):
            for key, value in net.w.values.items():
                state = self.optimizer.state[value]
                full = key if len(names) == 1 else name + "." + key
                found[full + ".exp_avg"], found[full + ".exp_avg_sq"] = state["exp_avg"], state["exp_avg_sq"]
        return found


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def mse(logits, target):
    return ((logits - target) ** 2).mean()


def l1(a, b):
    return (a - b).abs().mean()


def uniform(random, *shape):
    return (torch.rand(shape, generator=random) * 2 - 1).half().double()


def pix2pix_step(nets, optimizers, batch):
    g, d = nets["generator"], nets["discriminator"]
    a, b = batch["input"], batch["real"]
    fake = g(a)
    d.learn(True)
    loss_d = 0.5 * bce(d(torch.cat((a, fake.detach()), 1)), 0.0)
    loss_d = loss_d + 0.5 * bce(d(torch.cat((a, b), 1)), 1.0)
    optimizers["discriminator"].step(loss_d)
    d.learn(False)
    distance = l1(fake, b)
    adversarial = bce(d(torch.cat((a, fake), 1)), 1.0)
    optimizers["generator"].step(adversarial + 100 * distance)
    return {"lossD": loss_d, "lossG": adversarial, "l1G": distance}


def apart(critic, real, fake):
    return critic(real), critic(fake)


def cyclegan_step(nets, optimizers, batch, pools=None, judged=apart):
    """`pools`: what a critic is shown for fakes, by domain; `judged`: how it judges real and generated pictures."""
    g, f, da, db = (nets[name] for name in ("generatortob", "generatortoa", "discriminatora", "discriminatorb"))
    a, b = batch["a"], batch["b"]
    fake_b = g(a)
    rec_a = f(fake_b)
    fake_a = f(b)
    rec_b = g(fake_a)
    da.learn(False), db.learn(False)
    terms = {"lossG/B": mse(db(fake_b), 1), "lossG/A": mse(da(fake_a), 1), "cycleA": l1(rec_a, a), "cycleB": l1(rec_b, b),
             "identityB": l1(g(b), b), "identityA": l1(f(a), a)}
    optimizers["generators"].step(terms["lossG/B"] + terms["lossG/A"] + 10 * terms["cycleA"] + 10 * terms["cycleB"]
                                  + 5 * terms["identityB"] + 5 * terms["identityA"])
    for game in ("lossG/B", "lossG/A"):
        terms[game] = terms[game] / 2  # the rows tell the least-squares loss with its paper's half
    da.learn(True), db.learn(True)
    for name, critic, real, fake in (("B", db, b, fake_b.detach()), ("A", da, a, fake_a.detach())):
        on_real, on_fake = judged(critic, real, pools[name](fake) if pools else fake)
        terms["lossD/" + name] = 0.5 * (mse(on_real, 1) + mse(on_fake, 0))
    optimizers["discriminators"].step(terms["lossD/B"] + terms["lossD/A"])
    return terms


def pix2pix(random):
    nets = {"generator": Net(random, lambda w: unet(w, depth=3, n=2, into=1, out=3)),
            "discriminator": Net(random, lambda w: patchgan(w, 1, False, condition=1))}
    optimizers = {name: Adam(net) for name, net in nets.items()}
    batch = {"input": uniform(random, 3, 1, 8, 8), "real": uniform(random, 3, 3, 8, 8)}
    return nets, optimizers, batch, pix2pix_step(nets, optimizers, batch)


def cyclegan(random):
    g, f = Net(random, lambda w: resnet(w, False, into=3, out=3)), Net(random, lambda w: resnet(w, False, into=3, out=3))
    da, db = (Net(random, lambda w: patchgan(w, 1, True, condition=0)) for _ in range(2))
    nets = {"generatortob": g, "generatortoa": f, "discriminatora": da, "discriminatorb": db}
    optimizers = {"generators": Adam(g, f), "discriminators": Adam(da, db)}
    batch = {"a": uniform(random, 1, 3, 32, 32), "b": uniform(random, 1, 3, 32, 32)}
    return nets, optimizers, batch, cyclegan_step(nets, optimizers, batch)


def main(out_dir):
    torch.set_num_threads(1)
    facts = {"python": platform.python_version(), "torch": torch.__version__, "seed": str(SEED)}
    players = {"generators": ("generatortob", "generatortoa"), "discriminators": ("discriminatora", "discriminatorb")}
    for system in (pix2pix, cyclegan):
        random = torch.Generator().manual_seed(SEED)
        nets, optimizers, batch, stats = system(random)
        tensors = {}
        for name, net in nets.items():
            tensors |= {f"init.{name}.{key}": value.half() for key, value in net.first.items()}
            tensors |= {f"after.{name}.{key}": value.detach().float() for key, value in {**net.w.values, **net.w.buffers}.items()}
        for name, optimizer in optimizers.items():
            tensors |= {f"after.{name}_optimizer.{key}": value.float()
                        for key, value in optimizer.moments(players.get(name, (name,))).items()}
        tensors |= {f"batch.{name}": value.half() for name, value in batch.items()}
        tensors |= {f"stats.{name}": value.detach().float() for name, value in stats.items()}
        path = os.path.join(out_dir, f"step_{system.__name__}.safetensors")
        save_file({name: value.contiguous() for name, value in tensors.items()}, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python translation_steps_golden.py OUT_DIR")
    main(sys.argv[1])
