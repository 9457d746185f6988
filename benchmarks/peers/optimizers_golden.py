"""Courses of PyTorch's optimisers: the weights and what each optimiser remembers after every one of five steps.

    python optimizers_golden.py OUT_DIR

Writes optimizers.safetensors: `init.w` and `init.b`, the gradients `gradient.<t>.w` and `.b` that every course is given
(the second step's are zero for b), and for each course `<course>.<t>.<name>` with the weights and the optimiser's state.
In the course `sgd_scheduled` momentum is 0.5 + 0.1·t and equal to the dampening. All in float64, rounded to float32.
"""
import os
import platform
import sys

import torch
from safetensors.torch import save_file

SEED, STEPS = 11, 5
COURSES = {
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.1),
    "adam_l2": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.1),
    "sgd_l2": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "sgd_plain_l2": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.1),
    "sgd_dampened": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.7, weight_decay=0.1),
    "sgd_scheduled": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.5, dampening=0.5),
    "rmsprop_l2": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9, eps=1e-4, weight_decay=0.1),
}


def course(name, given):
    weights = {k: given[f"init.{k}"].double().requires_grad_() for k in ("w", "b")}
    optimizer = COURSES[name](list(weights.values()))
    for t in range(STEPS):
        if name == "sgd_scheduled":
            for group in optimizer.param_groups:
                group["momentum"] = group["dampening"] = 0.5 + 0.1 * t
        for k, weight in weights.items():
            weight.grad = given[f"gradient.{t}.{k}"].double()
        optimizer.step()
        for k, weight in weights.items():
            yield f"{name}.{t}.{k}", weight.detach().clone()
            for what, value in optimizer.state[weight].items():
                if what != "step" and value is not None:
                    yield f"{name}.{t}.{k}.{what}", value.clone()


def main(out_dir):
    random = torch.Generator().manual_seed(SEED)
    shapes = {"w": (3, 4), "b": (3,)}
    found = {f"init.{k}": torch.randn(s, generator=random) for k, s in shapes.items()}
    for t in range(STEPS):
        for k, shape in shapes.items():
            found[f"gradient.{t}.{k}"] = torch.randn(shape, generator=random) * (0 if (t, k) == (1, "b") else 1)
    given = dict(found)
    for name in COURSES:
        found |= course(name, given)
    facts = {"seed": str(SEED), "torch": torch.__version__, "python": platform.python_version(), "computed_in": "float64"}
    path = os.path.join(out_dir, "optimizers.safetensors")
    save_file({k: v.float().contiguous() for k, v in found.items()}, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes,", len(found), "tensors")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python optimizers_golden.py OUT_DIR")
    main(sys.argv[1])
