"""The gradient penalties of a small smooth critic and their gradients with respect to its weights, from PyTorch.

    python penalties_golden.py OUT_DIR

Writes penalties.safetensors: the critic's weights, real and fake images, the random shares, and for each penalty its
value and the gradient of each weight, computed in float64. The critic is conv k3 (pad 1), tanh, conv k4 s2 (pad 1),
softplus, flatten, dense 1.
"""
import os
import platform
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SEED, BATCH, CHANNELS, SIDE = 5, 4, 2, 6
SHAPES = {"w1": (3, CHANNELS, 3, 3), "b1": (3,), "w2": (4, 3, 4, 4), "b2": (4,), "w3": (1, 36), "b3": (1,)}


def critic(p, x):
    x = torch.tanh(F.conv2d(x, p["w1"], p["b1"], padding=1))
    x = F.softplus(F.conv2d(x, p["w2"], p["b2"], stride=2, padding=1))
    return F.linear(x.flatten(1), p["w3"], p["b3"])


def norms(p, at):
    at = at.clone().requires_grad_()
    gradient, = torch.autograd.grad(critic(p, at).sum(), at, create_graph=True)
    return gradient.flatten(1).norm(dim=1)


def penalties(p, v):
    share = v["share"].reshape(-1, 1, 1, 1)
    yield "interpolates", 10 * ((norms(p, share * v["real"] + (1 - share) * v["fake"]) - 1) ** 2).mean()
    around = v["real"] + share * 0.5 * v["real"].std() * v["noise"]
    yield "dragan", 10 * ((norms(p, around) - 1) ** 2).mean()
    yield "r1", 3 / 2 * (norms(p, v["real"]) ** 2).mean()
    yield "r2", 3 / 2 * (norms(p, v["fake"]) ** 2).mean()


def main(out_dir):
    random = torch.Generator().manual_seed(SEED)
    given = {k: torch.randn(s, generator=random) * (1.5 / torch.Size(s[1:]).numel() ** 0.5) for k, s in SHAPES.items()}
    for kind in ("real", "fake"):
        given[kind] = torch.rand(BATCH, CHANNELS, SIDE, SIDE, generator=random) * 2 - 1
    given["share"] = torch.rand(BATCH, generator=random)
    given["noise"] = torch.rand(BATCH, CHANNELS, SIDE, SIDE, generator=random)
    exact = {k: v.double() for k, v in given.items()}
    weights = {k: exact[k].clone().requires_grad_() for k in SHAPES}
    found = {}
    for name, value in penalties(weights, exact):
        found[name] = value.detach()
        gradients = torch.autograd.grad(value, list(weights.values()), allow_unused=True)
        found |= {f"{name}.{k}": g for k, g in zip(weights, gradients) if g is not None}
    facts = {"seed": str(SEED), "torch": torch.__version__, "python": platform.python_version(), "computed_in": "float64"}
    path = os.path.join(out_dir, "penalties.safetensors")
    save_file({k: v.float().contiguous() for k, v in (given | found).items()}, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes", {k: v.item() for k, v in found.items() if v.dim() == 0})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python penalties_golden.py OUT_DIR")
    main(sys.argv[1])
