"""The networks of the recipes at their full size, as a PyTorch user writes them. Same layers and sizes as the toolkit's tables."""
from types import SimpleNamespace

import torch.nn.functional as F
from torch import nn

import families_networks

GREY = (1, 28, 28)


class UpCut(nn.ConvTranspose2d):
    """Keras' "same" transposed convolution, kernel 3, stride 2: the last row and column are cut off."""

    def __init__(self, before, after):
        super().__init__(before, after, 3, stride=2)

    def forward(self, x):
        return super().forward(x)[:, :, :-1, :-1]


class DownPad(nn.Conv2d):
    """Keras' "same" convolution, kernel 3, stride 2, on an even size."""

    def __init__(self, before, after):
        super().__init__(before, after, 3, stride=2)

    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


def fashion():
    lrelu = lambda: nn.LeakyReLU(0.2)
    up = lambda: [nn.Upsample(scale_factor=2), nn.Conv2d(128, 128, 5, padding="same"), lrelu()]
    same = lambda: [nn.Conv2d(128, 128, 4, padding="same"), lrelu()]
    g = nn.Sequential(nn.Linear(128, 6272), lrelu(), nn.Unflatten(1, (128, 7, 7)), *up(), *up(), *same(), *same(),
                      nn.Conv2d(128, 1, 4, padding="same"), nn.Sigmoid())
    d, before = [], 1
    for after in (32, 64, 128, 256):
        d += [nn.Conv2d(before, after, 5), lrelu(), nn.Dropout(0.4)]
        before = after
    return g, nn.Sequential(*d, nn.Flatten(), nn.Dropout(0.4), nn.Linear(256 * 12 * 12, 1))


def mnist():
    g = nn.Sequential(nn.Linear(100, 12544), nn.ReLU(), nn.Unflatten(1, (256, 7, 7)), UpCut(256, 128), nn.LeakyReLU(),
                      nn.ConvTranspose2d(128, 64, 3, padding=1), nn.LeakyReLU(), UpCut(64, 1), nn.Tanh())
    d = nn.Sequential(DownPad(1, 64), nn.LeakyReLU(), nn.Dropout(0.3), DownPad(64, 128), nn.LeakyReLU(), nn.Dropout(0.3),
                      nn.Flatten(), nn.Linear(128 * 7 * 7, 1))
    return g, d


def family(network, latent, width, norm=True, spectral="none"):
    families_networks.LATENT = latent
    return families_networks.networks(SimpleNamespace(
        network=network, image=GREY, width=width, norm=norm, spectral=spectral, condition="none", classes=0, kernels=0,
        stddev=0))


# Per recipe: how to make generator and discriminator, and the length of z.
RECIPES = {
    "fashion": (fashion, 128),
    "mnist": (mnist, 100),
    "vanilla": (lambda: family("vanilla", 100, 1.0), 100),
    "dcgan": (lambda: family("dcgan", 100, 0.5), 100),
    "wgan-gp": (lambda: family("dcgan", 100, 0.5, norm=False), 100),
    "sngan": (lambda: family("resnet", 128, 0.25, spectral="discriminator"), 128),
}
