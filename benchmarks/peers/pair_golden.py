"""Expected values of PSNR, SSIM and L1 between two pictures, by scikit-image and numpy in float64.

    python pair_golden.py OUT_DIR

Writes pair.safetensors: for each case <channels>x<height>x<width>/<pixels shaved a side> the numbers psnr, ssim (of luma), psnr_rgb,
ssim_rgb (of all channels), l1. The two pictures are those of ms_ssim_golden.py. Luma is scikit-image's rgb2ycbcr, which is MATLAB's; a
grey picture is taken as it is. scikit-image's mean of SSIM leaves out the five pixels a side where the window would reach beyond the
picture, so it is the mean over valid positions.
"""
import os
import platform
import sys

import numpy as np
import scipy
import skimage
from safetensors.numpy import save_file
from skimage.color import rgb2ycbcr
from skimage.metrics import structural_similarity

from ms_ssim_golden import pictures

CASES = [((1, 28, 28), 0), ((3, 40, 33), 0), ((3, 64, 48), 4), ((1, 30, 31), 2), ((3, 19, 27), 4)]


def luma(x):
    return x[0] if x.shape[0] == 1 else rgb2ycbcr(np.moveaxis(x, 0, -1) / 255)[..., 0]


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a - b) ** 2))


def ssim(a, b):
    return structural_similarity(
        a, b, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, win_size=11)


def main(out_dir):
    tensors = {}
    for case, shave in CASES:
        a, b = (p.astype(np.float64)[:, shave:case[1] - shave, shave:case[2] - shave] for p in pictures(*case))
        ya, yb = luma(a), luma(b)
        values = [psnr(ya, yb), ssim(ya, yb), psnr(a, b), np.mean([ssim(x, y) for x, y in zip(a, b)]),
                  np.mean(np.abs(a - b)) / 255]
        name = "x".join(map(str, case)) + "/" + str(shave)
        tensors[name] = np.array(values)
        print(name, values)
    facts = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
             "scikit-image": skimage.__version__}
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "pair.safetensors")
    save_file(tensors, path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python pair_golden.py OUT_DIR")
    main(sys.argv[1])
