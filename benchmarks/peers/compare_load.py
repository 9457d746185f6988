"""Passes over a folder of JPEGs: decoded, resized, mirrored at random, batched. A PyTorch DataLoader.

    python compare_load.py load --folder DIR [--passes N] [--workers N] [--threads N]

Through torchvision's transforms where it is installed, else Pillow alone.
"""
import os

import numpy
import torch
from PIL import Image

from compare_common import arguments, emit, measure

SIZE, BATCH = 64, 64

try:
    import torchvision
    from torchvision import transforms

    TRANSFORM = transforms.Compose([
        transforms.Resize(SIZE, transforms.InterpolationMode.BICUBIC), transforms.CenterCrop(SIZE), transforms.RandomHorizontalFlip(),
        transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)])
except ImportError:
    torchvision = None

    def TRANSFORM(image):
        image = image.resize((SIZE, SIZE), Image.BICUBIC)
        x = torch.from_numpy(numpy.asarray(image).copy()).permute(2, 0, 1).float() / 127.5 - 1
        return x.flip(2) if torch.rand(()) < 0.5 else x


class Folder(torch.utils.data.Dataset):
    def __init__(self, folder):
        self.files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".jpg"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        with Image.open(self.files[i]) as image:
            return TRANSFORM(image.convert("RGB"))


def main():
    args = arguments(folder="", workers=2, passes=1)
    torch.set_num_threads(args.threads)
    files = Folder(args.folder)
    batches = len(files) // BATCH * args.passes

    def work():
        loader = torch.utils.data.DataLoader(
            files, BATCH, shuffle=True, drop_last=True, num_workers=args.workers, persistent_workers=args.passes > 1)
        if sum(1 for _ in range(args.passes) for _ in loader) != batches:
            raise SystemExit("an incomplete pass")

    seconds = measure(work, warm=1)
    notes = [] if torchvision else ["Pillow alone: torchvision is not installed"]
    emit(args.work, "image", seconds, [torch, torchvision or Image], batches * BATCH, notes + ["memory without its workers'"])


if __name__ == "__main__":
    main()
