"""A safetensors file written by Python, one tensor per data type, for the reader's test.

    python safetensors_sample.py OUT_DIR

Writes python_sample.safetensors. The values are fixed and exact in their type; README.md lists them.
"""
import os
import platform
import sys

import numpy
import safetensors
import torch
from safetensors.torch import save_file


def tensors():
    ramp = torch.arange(6).reshape(2, 3) * 0.5 - 1  # -1, -0.5, 0 / 0.5, 1, 1.5
    return {
        "f32": ramp.float(),
        "f16": ramp.half(),
        "bf16": ramp.bfloat16(),
        "f64": ramp.double() + 2.0 ** -40,  # not exact in float32
        "i64": torch.tensor([-2 ** 63, -1, 0, 1, 2 ** 63 - 1]),
        "u8": torch.tensor([0, 1, 127, 128, 255], dtype=torch.uint8),
        "bool": torch.tensor([[True, False], [False, True]]),
        "empty": torch.empty(2, 0, 3),
        "scalar": torch.tensor(3.25),
        "f32.special": torch.tensor([float("inf"), float("-inf"), float("nan"), -0.0, 2.0 ** -149]),
        "gr\u00f6\u00dfe \u2603": torch.tensor([1.0, 2.0]),
    }


def main(out_dir):
    facts = {
        "format": "pt",
        "note": "quote \" backslash \\ tab \t newline \n snow \u2603",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "safetensors": safetensors.__version__,
    }
    os.makedirs(out_dir, exist_ok=True)
    path = os.path.join(out_dir, "python_sample.safetensors")
    save_file(tensors(), path, facts)
    os.chmod(path, 0o644)
    print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python safetensors_sample.py OUT_DIR")
    main(sys.argv[1])
