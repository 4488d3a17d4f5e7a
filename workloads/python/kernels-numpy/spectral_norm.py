"""K3 by NumPy. As in the other languages no element is kept from one product to the next, although 40 products of the
same matrix invite to: it would be another algorithm."""

import numpy as np
from kernels.spectral_norm import SIZES as SIZES
from kernels.spectral_norm import element, line, prepare


def run(n):
    i = np.arange(n)
    j = i[:, np.newaxis]

    def times(vector):
        return element(j, i) @ vector

    def transposed_times(vector):
        return element(i, j) @ vector

    u = np.ones(n)
    for _ in range(10):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    return np.sqrt(u @ v / (v @ v))


FLAVOURS = {"numpy": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line}}
