"""The networks of families_golden.py as plain PyTorch modules, rows and names as in the toolkit's tables."""
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import spectral_norm

LATENT, EMBEDDING, CLASSES = 8, 5, 3
CONDITION = CLASSES + 1  # one-hot of three, then one continuous value


# Layers. Rows that read the condition y take it as a second argument.

class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(len(x), *self.shape)


class Crop(nn.Module):
    def __init__(self, height, width):
        super().__init__()
        self.size = height, width

    def forward(self, x):
        return x[:, :, : self.size[0], : self.size[1]]


class Strided(nn.Conv2d):
    """k4 s2 to ⌈n/2⌉ pixels: one zero before; after, one on an even size and two on an odd one."""

    def __init__(self, before, after):
        super().__init__(before, after, 4, 2)

    def forward(self, x):
        h, w = x.shape[2:]
        return super().forward(F.pad(x, (1, 1 + w % 2, 1, 1 + h % 2)))


class NearestUp(nn.Module):
    def forward(self, x):
        return F.interpolate(x, scale_factor=2, mode="nearest")


class BilinearUp(nn.Module):
    def forward(self, x):
        return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class UpConv(nn.Conv2d):
    def forward(self, x):
        return super().forward(F.interpolate(x, scale_factor=2, mode="nearest"))


class SumPixels(nn.Module):
    def forward(self, x):
        return x.sum((2, 3))


class Residual(nn.Module):
    def __init__(self, body, shortcut=()):
        super().__init__()
        self.body, self.shortcut = nn.Sequential(*body), nn.Sequential(*shortcut)

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class LearnedBasis(nn.Module):
    def __init__(self, inputs, channels, height, width):
        super().__init__()
        self.basis = nn.Parameter(torch.zeros(channels, height, width))
        self.weight = nn.Parameter(torch.zeros(channels, inputs))

    def forward(self, x):
        return torch.einsum("bi,ci,chw->bchw", x, self.weight, self.basis)


class Joined(nn.Linear):
    def forward(self, x, y):
        return torch.cat([x, super().forward(y)], 1)


class Plane(nn.Linear):
    def forward(self, x, y):
        return torch.cat([x, super().forward(y).reshape(len(x), 1, *x.shape[2:])], 1)


class Projection(nn.Module):
    """w·φ + b + (V y)·φ (Miyato and Koyama 2018, equation 3)."""

    def __init__(self, condition, features):
        super().__init__()
        self.score = nn.Linear(features, 1)
        self.embedding = nn.Linear(condition, features, bias=False)

    def forward(self, x, y):
        return self.score(x) + (self.embedding(y) * x).sum(1, keepdim=True)


class MinibatchDiscrimination(nn.Module):
    """Salimans et al. 2016, section 3.2, sample by sample."""

    def __init__(self, features, kernels, size=5):
        super().__init__()
        self.kernels, self.size = kernels, size
        self.weight = nn.Parameter(torch.zeros(kernels * size, features))

    def forward(self, x):
        m = F.linear(x, self.weight).reshape(len(x), self.kernels, self.size)
        rows = []
        for i in range(len(x)):
            rows.append(sum(torch.exp(-(m[i] - m[j]).abs().sum(1)) for j in range(len(x)) if j != i))
        return torch.cat([x, torch.stack(rows)], 1)


class MinibatchStddev(nn.Module):
    """Karras et al. 2018, section 3: samples i and i + B/group are of one group."""

    def __init__(self, group):
        super().__init__()
        self.group = group

    def forward(self, x):
        groups = len(x) // self.group
        extra = [None] * len(x)
        for k in range(groups):
            part = x[k::groups]
            deviation = torch.sqrt(part.var(0, unbiased=False) + 1e-8).mean()
            for i in range(k, len(x), groups):
                extra[i] = deviation
        return torch.cat([x, torch.stack(extra).unsqueeze(1)], 1)


# Networks.

def stages(image):
    s = 0
    while min(image[1:]) >> (s + 1) >= 4:
        s += 1
    return s


def before(image, doublings):
    return [-(-side // 2 ** doublings) for side in image[1:]]


def doubled(rows, now, image, left):
    """Crops, where a doubling made a pixel too much; the new size."""
    wanted = before(image, left)
    if wanted != [2 * now[0], 2 * now[1]]:
        rows.append(Crop(*wanted))
    return wanted


def vanilla(case, inputs, planes):
    c, h, w = case.image
    a, b, d = (int(n * case.width) for n in (256, 512, 1024))
    lrelu = lambda: nn.LeakyReLU(0.2)
    g = [nn.Linear(inputs, a), lrelu(), nn.Linear(a, b), lrelu(), nn.Linear(b, d), lrelu(), nn.Linear(d, c * h * w),
         Reshape(c, h, w), nn.Tanh()]
    return g, [nn.Flatten(), nn.Linear(planes * h * w, b), lrelu(), nn.Dropout(0), nn.Linear(b, a), lrelu(), nn.Dropout(0)]


def dcgan(case, inputs, planes):
    image, s = case.image, stages(case.image)
    n = [int(min(1024, 128 << k) * case.width) for k in range(s)]
    now = before(image, s)
    g = [nn.Linear(inputs, n[-1] * now[0] * now[1]), Reshape(n[-1], *now)]
    for left in reversed(range(s)):
        g += [nn.BatchNorm2d(n[left]), nn.ReLU(), nn.ConvTranspose2d(n[left], n[left - 1] if left else image[0], 4, 2, 1)]
        now = doubled(g, now, image, left)
    d = []
    for stage in range(s):
        d.append(Strided(n[stage - 1] if stage else planes, n[stage]))
        if stage and case.norm:
            d.append(nn.BatchNorm2d(n[stage]))
        d.append(nn.LeakyReLU(0.2))
    return g + [nn.Tanh()], d + [nn.Flatten()]


def resnet(case, inputs, planes):
    image, s = case.image, stages(case.image)
    n, m = int(256 * case.width), int(128 * case.width)
    conv = lambda a, b, k: nn.Conv2d(a, b, k, padding=k // 2)
    halve = lambda: nn.AvgPool2d(2, ceil_mode=True)
    now = before(image, s)
    g = [nn.Linear(inputs, n * now[0] * now[1]), Reshape(n, *now)]
    for left in reversed(range(s)):
        g.append(Residual([nn.BatchNorm2d(n), nn.ReLU(), UpConv(n, n, 3, padding=1), nn.BatchNorm2d(n), nn.ReLU(),
                           conv(n, n, 3)], [conv(n, n, 1), NearestUp()]))
        now = doubled(g, now, image, left)
    g += [nn.BatchNorm2d(n), nn.ReLU(), conv(n, image[0], 3), nn.Tanh()]
    d = [Residual([conv(planes, m, 3), nn.ReLU(), conv(m, m, 3), halve()], [halve(), conv(planes, m, 1)])]
    for _ in range(max(2, s - 1) - 1):
        d.append(Residual([nn.ReLU(), conv(m, m, 3), nn.ReLU(), conv(m, m, 3), halve()], [conv(m, m, 1), halve()]))
    for _ in range(2):
        d.append(Residual([nn.ReLU(), conv(m, m, 3), nn.ReLU(), conv(m, m, 3)]))
    return g, d + [nn.ReLU(), SumPixels()]


def r3gan(case, inputs, planes):
    image, s = case.image, stages(case.image)
    n = int(256 * case.width)
    block = lambda: Residual([nn.Conv2d(n, 2 * n, 1), nn.LeakyReLU(0.2),
                              nn.Conv2d(2 * n, 2 * n, 3, padding=1, groups=2 * n // 16), nn.LeakyReLU(0.2),
                              nn.Conv2d(2 * n, n, 1)])
    now = before(image, s)
    g = [LearnedBasis(inputs, n, *now), block(), block()]
    for left in reversed(range(s)):
        g.append(BilinearUp())
        now = doubled(g, now, image, left)
        g += [block(), block()]
    g.append(nn.Conv2d(n, image[0], 1))
    d = [nn.Conv2d(planes, n, 1), block(), block()]
    for _ in range(s):
        d += [nn.AvgPool2d(2, ceil_mode=True), block(), block()]
    return g, d + [nn.Conv2d(n, n, min(before(image, s)), groups=n), nn.Flatten()]


class Network(nn.Module):
    def __init__(self, rows, spectral):
        super().__init__()
        self.main = nn.Sequential(*rows)
        if spectral:
            for row in list(self.main.modules()):
                if type(row) in (nn.Linear, nn.Conv2d, nn.ConvTranspose2d, Strided, UpConv):
                    spectral_norm(row, eps=1e-12)

    def forward(self, x, y=None):
        return self.rows(self.main, x, y)

    def rows(self, rows, x, y):
        for row in rows:
            x = row(x, y) if isinstance(row, (Joined, Plane, Projection)) else row(x)
        return x

    def mixes(self):
        kinds = (nn.BatchNorm2d, MinibatchDiscrimination, MinibatchStddev)
        return any(isinstance(m, kinds) for m in self.modules())

    def named(self):
        """State under the names of the golden file: the weight itself, and u of power iteration."""
        return {k.replace("weight_orig", "weight"): v for k, v in self.state_dict().items()
                if not k.endswith(("weight_v", "num_batches_tracked"))}


def width(rows, case, planes):
    """Features that these rows give."""
    probe = nn.Sequential(*[r for r in rows if not isinstance(r, Plane)]).eval()
    with torch.no_grad():
        features = probe(torch.zeros(4, planes, *case.image[1:])).shape[1]
    probe.train()
    return features


def networks(case):
    conditional = case.condition != "none"
    planes = case.image[0] + (case.condition == "concatenation")
    g, d = globals()[case.network](case, LATENT + EMBEDDING * conditional, planes)
    if conditional:
        g.insert(0, Joined(CONDITION, EMBEDDING))
    if case.condition == "concatenation":
        d.insert(0, Plane(CONDITION, case.image[1] * case.image[2]))
    if case.kernels:
        d.append(MinibatchDiscrimination(width(d, case, planes), case.kernels))
    if case.stddev:
        d.append(MinibatchStddev(case.stddev))
    features = width(d, case, planes)
    outputs = case.classes + 1 if case.classes else 1 + CONDITION * (case.condition == "auxiliary")
    d.append(Projection(CONDITION, features) if case.condition == "projection" else nn.Linear(features, outputs))
    return Network(g, case.spectral == "both"), Network(d, case.spectral != "none")
