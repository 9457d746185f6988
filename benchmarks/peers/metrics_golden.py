"""Expected values of feature metrics on awkward data, by exact arithmetic.

    python metrics_golden.py OUT_DIR

Writes metrics_<case>.safetensors with real [n, d], fake [m, d] and the expected values as metadata:
  rank_deficient  fewer samples than dimensions, a third of the columns zero (dead units)
  tied            points of a small integer lattice, many of them copies, many distances equal
  far             a cloud 10 000 away from the origin, spread 1
  wide            spreads from 1e-4 to 1e4 in different columns

FID: means and centred data in exact fractions, then singular values in 60 digits (mpmath); KID: exact fractions; precision, recall,
density, coverage, authenticity: exact fractions of squared distances, as counts. Prints what pytorch-fid says of the same data: with
0.3.0 it is 1.3e-7 (absolute) off on rank_deficient, agrees to 1e-12 on tied and far, and refuses wide (a complex root).
"""
import json
from fractions import Fraction
import os
import platform
import sys

import mpmath
import numpy as np
from safetensors.numpy import save_file

mpmath.mp.dps = 60


def exact(array):
    return [[Fraction(float(v)) for v in row] for row in array]


def fid(real, fake, ddof):
    x, y = exact(real), exact(fake)
    d = len(x[0])

    def centred(rows):
        mean = [sum(row[j] for row in rows) / len(rows) for j in range(d)]
        return mean, [[row[j] - mean[j] for j in range(d)] for row in rows]

    mx, a = centred(x)
    my, b = centred(y)
    means = sum((p - q) ** 2 for p, q in zip(mx, my))
    tx = sum(v * v for row in a for v in row) / (len(x) - ddof)
    ty = sum(v * v for row in b for v in row) / (len(y) - ddof)
    product = mpmath.matrix(len(x), len(y))
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            value = sum(u * v for u, v in zip(p, q))
            product[i, j] = mpmath.mpf(value.numerator) / value.denominator
    # eigenvalues of the Gram matrix: (A Bt)(A Bt)t, exact to 60 digits
    gram = product * product.T
    eigen = mpmath.eigsy(gram, eigvals_only=True)
    nuclear = sum(mpmath.sqrt(e) if e > mpmath.mpf(10) ** -45 * max(eigen) else mpmath.mpf(0) for e in eigen)
    scale = mpmath.sqrt((len(x) - ddof) * (len(y) - ddof))
    plain = means + tx + ty
    return float(mpmath.mpf(plain.numerator) / plain.denominator - 2 * nuclear / scale)


def kid(real, fake, unbiased):
    x, y = exact(real), exact(fake)
    d = len(x[0])

    def k(a, b):
        return (sum(u * v for u, v in zip(a, b)) / d + 1) ** 3

    def inner(rows):
        n = len(rows)
        total = sum(k(rows[i], rows[j]) for i in range(n) for j in range(n) if i != j or not unbiased)
        return total / (n * (n - 1) if unbiased else n * n)

    return float(inner(x) + inner(y) - 2 * sum(k(a, b) for a in x for b in y) / (len(x) * len(y)))


def distances(a, b):
    return [[sum((u - v) ** 2 for u, v in zip(p, q)) for q in b] for p in a]


def neighbours(real, fake, k):
    x, y = exact(real), exact(fake)
    xx, yy, xy = distances(x, x), distances(y, y), distances(x, y)

    def radii(d):
        return [sorted(row[:i] + row[i + 1 :])[k - 1] for i, row in enumerate(d)]

    rx, ry = radii(xx), radii(yy)
    counts = {}
    for rule, inside in (("le", lambda a, r: a <= r), ("lt", lambda a, r: a < r)):
        counts[rule] = [
            sum(any(inside(xy[i][j], rx[i]) for i in range(len(x))) for j in range(len(y))),
            sum(any(inside(xy[i][j], ry[j]) for j in range(len(y))) for i in range(len(x))),
            sum(inside(xy[i][j], rx[i]) for i in range(len(x)) for j in range(len(y))),
            sum(any(inside(xy[i][j], rx[i]) for j in range(len(y))) for i in range(len(x))),
        ]
    authentic = 0
    for j in range(len(y)):
        nearest = min(range(len(x)), key=lambda i: (xy[i][j], i))
        gap = min(xx[nearest][i] for i in range(len(x)) if i != nearest)
        authentic += gap < xy[nearest][j]
    return {**counts, "authentic": authentic}


def cases():
    rng = np.random.default_rng(7)
    a, b = rng.normal(size=(24, 48)), rng.normal(0.3, 1.2, size=(20, 48))
    a[:, ::3] = 0
    b[:, ::3] = 0
    yield "rank_deficient", np.maximum(a, 0), np.maximum(b, 0)
    yield "tied", rng.integers(0, 3, size=(30, 4)), rng.integers(0, 3, size=(26, 4))
    yield "far", rng.normal(size=(28, 6)) + 1e4, rng.normal(0.2, 1.1, size=(24, 6)) + 1e4
    spread = 10.0 ** np.linspace(-4, 4, 8)
    yield "wide", rng.normal(size=(26, 8)) * spread, rng.normal(0.1, 1.3, size=(22, 8)) * spread


def peer(x, y):
    import pytorch_fid.fid_score as peer

    try:
        return peer.calculate_frechet_distance(
            x.mean(0), np.cov(x, rowvar=False), y.mean(0), np.cov(y, rowvar=False))
    except ValueError as error:
        return error


def main():
    out = sys.argv[1]
    versions = {
        "python": platform.python_version(), "numpy": np.__version__, "mpmath": mpmath.__version__,
        "script": "benchmarks/peers/metrics_golden.py",
    }
    for name, real, fake in cases():
        real, fake = real.astype(np.float32), fake.astype(np.float32)
        values = {
            "fid": fid(real, fake, 1),
            "fid_ddof0": fid(real, fake, 0),
            "kid": kid(real, fake, True),
            "kid_biased": kid(real, fake, False),
            "k3": neighbours(real, fake, 3),
        }
        print(name, values, "pytorch-fid", peer(real.astype(np.float64), fake.astype(np.float64)))
        save_file(
            {"real": real, "fake": fake},
            os.path.join(out, f"metrics_{name}.safetensors"),
            {"expected": json.dumps(values), **versions})


if __name__ == "__main__":
    main()
