"""Expected values of MS-SSIM, in float64 with a window of two dimensions.

    python ms_ssim_golden.py OUT_DIR

Writes ms_ssim.safetensors: for each case <channels>x<height>x<width> the similarity of two pictures, which a few lines of whole
numbers make (pictures() below; the Java test has the same lines). 28x28 and 64x48 have fewer scales than five. Where pytorch-msssim
is installed, prints what it says: on 176x176 it is 1e-7 off (its window and weights are float32), on 200x181 1.4e-4 (it pads odd sizes
by zeros), and smaller pictures than 161 it refuses.
"""
import os
import platform
import sys

import numpy as np
import scipy
from safetensors.numpy import save_file
from scipy.signal import convolve2d

WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
CASES = [(1, 28, 28), (1, 64, 48), (1, 176, 176), (3, 200, 181)]


def wave(n, half):
    """A triangle of 0 to 255 with period 2 · half."""
    return np.abs(n % (2 * half) - half) * 255 // half


def pictures(channels, height, width):
    c, y, x = np.meshgrid(*(np.arange(n, dtype=np.int64) for n in (channels, height, width)), indexing="ij")
    a = (wave(3 * x + 2 * y + 17 * c, 40) + wave(5 * y + 11 * c, 64)) // 2
    noise = ((x * 73856093) ^ (y * 19349663) ^ (c * 83492791)) // 256 % 61 - 30
    return a, np.clip(a * 3 // 4 + 20 + noise, 0, 255)


def window():
    taps = np.exp(-((np.arange(11) - 5.0) ** 2) / (2 * 1.5**2))
    square = np.outer(taps, taps)
    return square / square.sum()


def parts(a, b):
    """Mean of luminance times contrast, mean of contrast, over the positions where the window lies inside."""
    blur = lambda x: convolve2d(x, window(), mode="valid")
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    contrast = (2 * cov + C2) / (va + vb + C2)
    luminance = (2 * ma * mb + C1) / (ma * ma + mb * mb + C1)
    return (luminance * contrast).mean(), contrast.mean()


def halved(x):
    h, w = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
    return x[:h, :w].reshape(h // 2, 2, w // 2, 2).mean(axis=(1, 3))


def ms_ssim(a, b):
    scales = sum(1 for s in range(5) if min(a.shape[1:]) >> s >= 11)
    weights = WEIGHTS if scales == 5 else WEIGHTS[:scales] / WEIGHTS[:scales].sum()
    products = []
    for x, y in zip(a.astype(np.float64), b.astype(np.float64)):
        product = 1.0
        for s, weight in enumerate(weights):
            both, contrast = parts(x, y)
            product *= max(0.0, both if s == scales - 1 else contrast) ** weight
            x, y = halved(x), halved(y)
        products.append(product)
    return np.mean(products)


def main(out_dir):
    tensors = {}
    for case in CASES:
        a, b = pictures(*case)
        name = "x".join(map(str, case))
        tensors[name] = np.array([ms_ssim(a, b)])
        print(name, repr(tensors[name][0]), peer(a, b))
    facts = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "ms_ssim.safetensors")
    save_file(tensors, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


def peer(a, b):
    try:
        import torch
        from pytorch_msssim import ms_ssim as theirs
        x, y = (torch.from_numpy(p.astype(np.float64))[None] for p in (a, b))
        return "pytorch-msssim " + repr(theirs(x, y, data_range=255).item())
    except ImportError:
        return ""
    except AssertionError as refusal:
        return "pytorch-msssim: " + str(refusal).split("\n")[0][:60]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python ms_ssim_golden.py OUT_DIR")
    main(sys.argv[1])
