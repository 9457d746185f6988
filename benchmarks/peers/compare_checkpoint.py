"""Saves or loads the whole training state of the fashion recipe: both networks, both Adams.

    python compare_checkpoint.py checkpoint-save|checkpoint-load --folder DIR [--threads N]

torch.save forced to the disk before it counts as saved; torch.load into networks and optimisers.
"""
import os

import torch

from compare_common import arguments, emit, measure
from compare_networks import fashion


def main():
    args = arguments(folder="")
    torch.set_num_threads(args.threads)
    os.makedirs(args.folder, exist_ok=True)
    path = os.path.join(args.folder, "peer.pt")
    networks = fashion()
    adams = [torch.optim.Adam(network.parameters()) for network in networks]
    for network, adam in zip(networks, adams):
        for p in network.parameters():
            p.grad = torch.zeros_like(p)
        adam.step()
    parts = [*networks, *adams]

    def save():
        with open(path + ".new", "wb") as file:
            torch.save([part.state_dict() for part in parts], file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".new", path)

    def load():
        for part, state in zip(parts, torch.load(path)):
            part.load_state_dict(state)

    save()
    seconds = measure(save if args.work.endswith("save") else load)
    emit(args.work, "checkpoint", seconds, [torch], bytes=os.path.getsize(path))
    os.remove(path)


if __name__ == "__main__":
    main()
