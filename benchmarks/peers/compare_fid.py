"""FID of two sets of 10 000 feature vectors of 2048 numbers, statistics included, as pytorch-fid computes it.

    python compare_fid.py fid [--threads N]
"""
import warnings

import numpy
import pytorch_fid
import scipy
import torch
from pytorch_fid.fid_score import calculate_frechet_distance

from compare_common import arguments, emit, measure

warnings.filterwarnings("ignore")
COUNT, SIZE = 10000, 2048


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    random = numpy.random.default_rng(1)
    real, fake = (random.standard_normal((COUNT, SIZE), dtype=numpy.float32) for _ in range(2))

    def fid():
        stats = [(x.mean(axis=0), numpy.cov(x, rowvar=False)) for x in (real, fake)]
        return calculate_frechet_distance(*stats[0], *stats[1])

    emit(args.work, "distance", measure(fid, least=2, warm=1), [numpy, scipy, pytorch_fid])


if __name__ == "__main__":
    main()
