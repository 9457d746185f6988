"""Golden rounds of the `fashion` system, made with PyTorch at toy width.

    python fashion_golden.py OUT_DIR [SEED]

Writes fashion_nodropout.safetensors and fashion_masks.safetensors: everything that enters three rounds, and
everything that comes out of each. README.md lists the tensor names. The inputs are float32; the rounds are played in
float64 and rounded once at the end, so that the expected values carry no rounding noise of one machine.
"""
import json
import os
import platform
import sys

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

ROUNDS, BATCH = 3, 4
TOY = {"latent": 8, "channels": 8, "filters": [2, 4, 8, 16]}  # width 1/16
FULL = {"latent": 128, "channels": 128, "filters": [32, 64, 128, 256]}
SEED = 37  # one of those at which several orders of float32 sums stay within 6e-6 of float64 over three rounds
SLOPE, DROPOUT, LABEL_NOISE = 0.2, 0.4, 0.15
ADAM = {"betas": (0.9, 0.999), "eps": 1e-7}
LR_GENERATOR, LR_DISCRIMINATOR = 1e-4, 1e-5


def shapes(latent, channels, filters):
    """Weight shapes by layer name, in PyTorch's layouts; each bias has the length of its layer's output."""
    c, f = channels, filters
    generator = {
        "main.0": (7 * 7 * c, latent),
        "main.3": (c, c, 5, 5),
        "main.5": (c, c, 5, 5),
        "main.7": (c, c, 4, 4),
        "main.9": (c, c, 4, 4),
        "main.11": (1, c, 4, 4),
    }
    discriminator = {
        "main.0": (f[0], 1, 5, 5),
        "main.3": (f[1], f[0], 5, 5),
        "main.6": (f[2], f[1], 5, 5),
        "main.9": (f[3], f[2], 5, 5),
        "main.14": (1, f[3] * 12 * 12),
    }
    return generator, discriminator


def parameter_count(layers):
    return sum(torch.Size(s).numel() + s[0] for s in layers.values())


def initial(layers, random):
    """Glorot uniform weights; biases on ±0.1, because zero ones would be nothing but noisy updates after the first step."""
    params = {}
    for name, shape in layers.items():
        window = torch.Size(shape[2:]).numel()
        limit = (6.0 / ((shape[0] + shape[1]) * window)) ** 0.5
        params[name + ".weight"] = (torch.rand(shape, generator=random) * 2 - 1) * limit
        params[name + ".bias"] = (torch.rand(shape[0], generator=random) * 2 - 1) * 0.1
    return params


def inputs(seed, dropout):
    """All that a replay needs, in float32. The masks are drawn last, so both files share the rest."""
    random = torch.Generator().manual_seed(seed)
    generator, discriminator = shapes(**TOY)
    values = {"init.generator." + k: v for k, v in initial(generator, random).items()}
    values |= {"init.discriminator." + k: v for k, v in initial(discriminator, random).items()}
    for r in range(ROUNDS):
        coarse = torch.rand(BATCH, 1, 7, 7, generator=random) ** 3  # dark, as garments on black are
        values[f"round.{r}.real"] = F.interpolate(coarse, size=(28, 28), mode="bilinear")
        values[f"round.{r}.z_d"] = torch.randn(BATCH, TOY["latent"], generator=random)
        values[f"round.{r}.z_g"] = torch.randn(BATCH, TOY["latent"], generator=random)
        values[f"round.{r}.noise_real"] = torch.rand(BATCH, 1, generator=random)
        values[f"round.{r}.noise_fake"] = torch.rand(BATCH, 1, generator=random)
    if dropout:
        f = TOY["filters"]
        sites = [(f[0], 24, 24), (f[1], 20, 20), (f[2], 16, 16), (f[3], 12, 12), (f[3] * 12 * 12,)]
        for r in range(ROUNDS):
            for k, site in enumerate(sites):
                keep = torch.rand(2 * BATCH, *site, generator=random) >= DROPOUT
                values[f"round.{r}.mask.{k}"] = keep.float()
    return values


def conv(p, name, x, pad=(0, 0)):
    """pad = pixels before and after, the same on both axes."""
    return F.conv2d(F.pad(x, pad + pad), p[name + ".weight"], p[name + ".bias"])


def dense(p, name, x):
    return F.linear(x, p[name + ".weight"], p[name + ".bias"])


def generate(p, z):
    x = F.leaky_relu(dense(p, "main.0", z), SLOPE)
    x = x.reshape(len(z), -1, 7, 7)
    for name in ("main.3", "main.5"):
        x = F.interpolate(x, scale_factor=2, mode="nearest")
        x = F.leaky_relu(conv(p, name, x, (2, 2)), SLOPE)
    for name in ("main.7", "main.9"):
        x = F.leaky_relu(conv(p, name, x, (1, 2)), SLOPE)
    return torch.sigmoid(conv(p, "main.11", x, (1, 2)))


def drop(x, masks, k):
    return x * masks[k] / (1 - DROPOUT) if masks else x


def discriminate(p, x, masks=None):
    for k, name in enumerate(("main.0", "main.3", "main.6", "main.9")):
        x = drop(F.leaky_relu(conv(p, name, x), SLOPE), masks, k)
    return dense(p, "main.14", drop(x.flatten(1), masks, 4))


def trainable(values, player, dtype):
    prefix = f"init.{player}."
    return {k[len(prefix):]: v.to(dtype, copy=True).requires_grad_() for k, v in values.items() if k.startswith(prefix)}


def step(optimiser, params, loss):
    """One Adam step on these parameters alone; the other player's gradients are never formed."""
    for param, gradient in zip(params.values(), torch.autograd.grad(loss, list(params.values()))):
        param.grad = gradient
    optimiser.step()


def snapshot(prefix, params, optimiser):
    out = {}
    for name, param in params.items():
        out[prefix + name] = param.detach().clone()
        for moment in ("exp_avg", "exp_avg_sq"):
            out[f"{prefix}{name}.{moment}"] = optimiser.state[param][moment].clone()
    return out


def play(values, dtype=torch.float32):
    """Three rounds. Labels are inverted: real 0, fake 1, each pushed towards the other by the label noise."""
    g, d = trainable(values, "generator", dtype), trainable(values, "discriminator", dtype)
    g_adam = torch.optim.Adam(g.values(), lr=LR_GENERATOR, **ADAM)
    d_adam = torch.optim.Adam(d.values(), lr=LR_DISCRIMINATOR, **ADAM)
    bce = F.binary_cross_entropy_with_logits
    out = {}
    for r in range(ROUNDS):
        start = f"round.{r}."
        now = {k[len(start):]: v.to(dtype) for k, v in values.items() if k.startswith(start)}
        masks = [now[f"mask.{k}"] for k in range(5)] if "mask.0" in now else None

        # Discriminator: real then fake in one batch, dropout on.
        with torch.no_grad():
            fake = generate(g, now["z_d"])
        targets = torch.cat([LABEL_NOISE * now["noise_real"], 1 - LABEL_NOISE * now["noise_fake"]])
        loss_d = bce(discriminate(d, torch.cat([now["real"], fake]), masks), targets)
        step(d_adam, d, loss_d)

        # Generator: fresh z, target "real", dropout off.
        logits = discriminate(d, generate(g, now["z_g"]))
        loss_g = bce(logits, torch.zeros_like(logits))
        step(g_adam, g, loss_g)

        out |= snapshot(f"after.{r}.generator.", g, g_adam)
        out |= snapshot(f"after.{r}.discriminator.", d, d_adam)
        out |= {f"after.{r}.loss_d": loss_d.detach(), f"after.{r}.loss_g": loss_g.detach()}
    return out


def largest_difference(a, b):
    """Over all tensors: the largest absolute difference divided by the tensor's largest absolute value."""
    return max(((a[k].double() - b[k].double()).abs().max() / b[k].double().abs().max()).item() for k in b)


def metadata(seed, dropout, gap):
    generator, discriminator = shapes(**FULL)
    return {
        "system": "fashion",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "seed": str(seed),
        "rounds": str(ROUNDS),
        "computed_in": "float64",
        "batch": str(BATCH),
        "width": json.dumps(TOY),
        "dropout": str(DROPOUT if dropout else 0.0),
        "float32_difference": f"{gap:.2e}",
        "full_width": json.dumps(FULL),
        "full_width_generator_parameters": str(parameter_count(generator)),
        "full_width_discriminator_parameters": str(parameter_count(discriminator)),
    }


def main(out_dir, seed=SEED):
    torch.set_num_threads(2)
    os.makedirs(out_dir, exist_ok=True)
    for dropout, name in ((False, "fashion_nodropout"), (True, "fashion_masks")):
        values = inputs(seed, dropout)
        result = play(values, torch.float64)
        facts = metadata(seed, dropout, largest_difference(play(values), result))
        path = os.path.join(out_dir, name + ".safetensors")
        save_file({k: v.float().contiguous() for k, v in (values | result).items()}, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes", json.dumps(facts))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python fashion_golden.py OUT_DIR [SEED]")
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else SEED)
