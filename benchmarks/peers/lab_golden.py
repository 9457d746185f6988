"""Prints CIE L*a*b* of sRGB colours by scikit-image: the expected values of LabTest.

Run with the packages of requirements.txt and scikit-image (0.26.0 made the values that are there).
"""

import numpy
import skimage
from skimage.color import rgb2lab

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (128, 64, 200), (10, 200, 90), (3, 5, 9)]

print("scikit-image", skimage.__version__, "numpy", numpy.__version__)
for colour in COLOURS:
    lab = rgb2lab(numpy.array([[colour]], dtype=numpy.uint8), illuminant="D65", observer="2")[0, 0]
    print(*colour, *(f"{value:.4f}" for value in lab), sep=", ")
