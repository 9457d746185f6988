"""From a cold interpreter to a picture on the disk: import torch, build the mnist generator, read its weights, draw 16.

    python compare_startup.py startup --weights FILE --out PNG

Whoever starts it takes the time. Writes the weights first where they are not there yet.
"""
import os

import torch
from PIL import Image

from compare_common import arguments, emit
from compare_networks import mnist


def main():
    args = arguments(weights="", out="")
    torch.set_num_threads(args.threads)
    g = mnist()[0]
    if not os.path.exists(args.weights):
        torch.save(g.state_dict(), args.weights)
    g.load_state_dict(torch.load(args.weights))
    with torch.no_grad():
        x = g(torch.randn(16, 100))
    grid = ((x + 1) * 127.5).round().to(torch.uint8).reshape(4, 4, 28, 28).transpose(1, 2).reshape(112, 112)
    Image.fromarray(grid.numpy()).resize((336, 336), Image.NEAREST).save(args.out)
    emit(args.work, "command", [], [torch, Image])


if __name__ == "__main__":
    main()
