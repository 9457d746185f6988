"""Writes the weights of FID's Inception-v3, which you obtained as a PyTorch state dict, as the file that Atelier reads.

    python inception_convert.py pt_inception-2015-12-05-6726825d.pth inception.safetensors

Takes the file of pytorch-fid (pt_inception-2015-12-05-6726825d.pth) or of torch-fidelity
(weights-inception-2015-12-05-6726825d.pth); both hold the same tensors under the same names. Nothing is downloaded, and no code in
the file is run.
"""
import hashlib
import sys

import torch
from safetensors.torch import save_file


def main(source, target):
    state = torch.load(source, map_location="cpu", weights_only=True)
    kept = {name: tensor.float().contiguous() for name, tensor in state.items() if not name.endswith("num_batches_tracked")}
    if "Mixed_7c.branch_pool.conv.weight" not in kept or tuple(kept["fc.weight"].shape) != (1008, 2048):
        sys.exit(f"{source}: not the Inception-v3 of FID: it has no Mixed_7c, or not 1008 outputs")
    with open(source, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    save_file(kept, target, {"from": "Inception-v3 of 2015-12-05", "sourceSha256": digest})
    print(target, len(kept), "tensors")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python inception_convert.py SOURCE.pth TARGET.safetensors")
    main(*sys.argv[1:])
