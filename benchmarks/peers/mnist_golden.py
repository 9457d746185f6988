"""Golden rounds of the `mnist` system, made with PyTorch at toy width.

    python mnist_golden.py OUT_DIR [SEED]

Writes mnist_nodropout.safetensors and mnist_masks.safetensors: everything that enters three rounds, and
everything that comes out of each. README.md lists the tensor names. The inputs are float32; the rounds are played in
float64 and rounded once at the end, so that the expected values carry no rounding noise of one machine.

"Same" padding at stride 2 with kernel 3 follows Keras: on an even size the convolution pads 0 before and 1 after.
Keras' transposed convolution is that convolution's gradient, so the full output of 2n+1 rows and columns loses its
last row and its last column (not PyTorch's padding=1, output_padding=1, which would lose the first ones).
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
TOY = {"latent": 8, "channels": [16, 8, 4], "filters": [4, 8]}  # width 1/16
FULL = {"latent": 100, "channels": [256, 128, 64], "filters": [64, 128]}
SEED = 10  # one of those at which several orders of float32 sums stay within 2e-6 of float64 over three rounds
SLOPE, DROPOUT = 0.01, 0.3
ADAM = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-7}
TRANSPOSED = ("main.3", "main.5", "main.7")


def shapes(latent, channels, filters):
    """Weight shapes by layer name, in PyTorch's layouts: dense [out, in], conv [out, in, k, k], transposed [in, out, k, k]."""
    c, f = channels, filters
    generator = {
        "main.0": (7 * 7 * c[0], latent),
        "main.3": (c[0], c[1], 3, 3),
        "main.5": (c[1], c[2], 3, 3),
        "main.7": (c[2], 1, 3, 3),
    }
    discriminator = {
        "main.0": (f[0], 1, 3, 3),
        "main.3": (f[1], f[0], 3, 3),
        "main.7": (1, f[1] * 7 * 7),
    }
    return generator, discriminator


def outputs(name, shape, transposed):
    return shape[1] if name in transposed else shape[0]


def parameter_count(layers, transposed=()):
    return sum(torch.Size(s).numel() + outputs(n, s, transposed) for n, s in layers.items())


def initial(layers, random, transposed=()):
    """Glorot uniform weights; biases on ±0.1, because zero ones would be nothing but noisy updates after the first step."""
    params = {}
    for name, shape in layers.items():
        window = torch.Size(shape[2:]).numel()
        limit = (6.0 / ((shape[0] + shape[1]) * window)) ** 0.5
        params[name + ".weight"] = (torch.rand(shape, generator=random) * 2 - 1) * limit
        params[name + ".bias"] = (torch.rand(outputs(name, shape, transposed), generator=random) * 2 - 1) * 0.1
    return params


def inputs(seed, dropout):
    """All that a replay needs, in float32. The masks are drawn last, so both files share the rest."""
    random = torch.Generator().manual_seed(seed)
    generator, discriminator = shapes(**TOY)
    values = {"init.generator." + k: v for k, v in initial(generator, random, TRANSPOSED).items()}
    values |= {"init.discriminator." + k: v for k, v in initial(discriminator, random).items()}
    for r in range(ROUNDS):
        coarse = torch.rand(BATCH, 1, 7, 7, generator=random) * 2 - 1
        values[f"round.{r}.real"] = F.interpolate(coarse, size=(28, 28), mode="bilinear")
        values[f"round.{r}.z_d"] = torch.randn(BATCH, TOY["latent"], generator=random)
        values[f"round.{r}.z_g"] = torch.randn(BATCH, TOY["latent"], generator=random)
    if dropout:
        sites = [(TOY["filters"][0], 14, 14), (TOY["filters"][1], 7, 7)]
        for r in range(ROUNDS):
            for k in range(6):
                keep = torch.rand(BATCH, *sites[k % 2], generator=random) >= DROPOUT
                values[f"round.{r}.mask.{k}"] = keep.float()
    return values


def dense(p, name, x):
    return F.linear(x, p[name + ".weight"], p[name + ".bias"])


def down(p, name, x):
    """Keras' "same" convolution, kernel 3, stride 2, on an even size: pads 0 before, 1 after."""
    return F.conv2d(F.pad(x, (0, 1, 0, 1)), p[name + ".weight"], p[name + ".bias"], stride=2)


def up(p, name, x):
    """Keras' "same" transposed convolution, kernel 3, stride 2: the last row and column are cut off."""
    return F.conv_transpose2d(x, p[name + ".weight"], p[name + ".bias"], stride=2)[:, :, :-1, :-1]


def level(p, name, x):
    """Keras' "same" transposed convolution, kernel 3, stride 1."""
    return F.conv_transpose2d(x, p[name + ".weight"], p[name + ".bias"], padding=1)


def generate(p, z):
    x = F.relu(dense(p, "main.0", z)).reshape(len(z), -1, 7, 7)
    x = F.leaky_relu(up(p, "main.3", x), SLOPE)
    x = F.leaky_relu(level(p, "main.5", x), SLOPE)
    return torch.tanh(up(p, "main.7", x))


def drop(x, mask):
    return x if mask is None else x * mask / (1 - DROPOUT)


def discriminate(p, x, masks):
    x = drop(F.leaky_relu(down(p, "main.0", x), SLOPE), masks[0])
    x = drop(F.leaky_relu(down(p, "main.3", x), SLOPE), masks[1])
    return dense(p, "main.7", x.flatten(1))


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


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def play(values, dtype=torch.float32):
    """Three rounds of two discriminator steps and one generator step. Real is 1, fake is 0."""
    g, d = trainable(values, "generator", dtype), trainable(values, "discriminator", dtype)
    g_adam, d_adam = torch.optim.Adam(g.values(), **ADAM), torch.optim.Adam(d.values(), **ADAM)
    out = {}
    for r in range(ROUNDS):
        start = f"round.{r}."
        now = {k[len(start):]: v.to(dtype) for k, v in values.items() if k.startswith(start)}
        masks = [now.get(f"mask.{k}") for k in range(6)]

        # Discriminator on the real batch, then on the fake batch.
        loss_real = bce(discriminate(d, now["real"], masks[0:2]), 1.0)
        step(d_adam, d, loss_real)
        with torch.no_grad():
            fake = generate(g, now["z_d"])
        loss_fake = bce(discriminate(d, fake, masks[2:4]), 0.0)
        step(d_adam, d, loss_fake)

        # Generator through the frozen discriminator, whose dropout stays on.
        loss_g = bce(discriminate(d, generate(g, now["z_g"]), masks[4:6]), 1.0)
        step(g_adam, g, loss_g)

        out |= snapshot(f"after.{r}.generator.", g, g_adam)
        out |= snapshot(f"after.{r}.discriminator.", d, d_adam)
        out |= {f"after.{r}.loss_d": ((loss_real + loss_fake) / 2).detach(), f"after.{r}.loss_g": loss_g.detach()}
    return out


def largest_difference(a, b):
    """Over all tensors: the largest absolute difference divided by the tensor's largest absolute value."""
    return max(((a[k].double() - b[k].double()).abs().max() / b[k].double().abs().max()).item() for k in b)


def metadata(seed, dropout, gap):
    generator, discriminator = shapes(**FULL)
    return {
        "system": "mnist",
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
        "full_width_generator_parameters": str(parameter_count(generator, TRANSPOSED)),
        "full_width_discriminator_parameters": str(parameter_count(discriminator)),
    }


def main(out_dir, seed=SEED):
    torch.set_num_threads(2)
    os.makedirs(out_dir, exist_ok=True)
    for dropout, name in ((False, "mnist_nodropout"), (True, "mnist_masks")):
        values = inputs(seed, dropout)
        result = play(values, torch.float64)
        facts = metadata(seed, dropout, largest_difference(play(values), result))
        path = os.path.join(out_dir, name + ".safetensors")
        save_file({k: v.float().contiguous() for k, v in (values | result).items()}, path, facts)
        os.chmod(path, 0o644)
        print(path, os.path.getsize(path), "bytes", json.dumps(facts))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python mnist_golden.py OUT_DIR [SEED]")
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else SEED)
