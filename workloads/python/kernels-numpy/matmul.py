"""K11 by NumPy. `numpy` is given lists and makes arrays of them while the clock runs; `numpy-arrays` has arrays from the
start. BLAS adds up in an order of its own, so a line may differ by 1e-9 of each number."""

import numpy as np
from kernels.matmul import SIZES as SIZES
from kernels.matmul import line as line_of_rows
from kernels.matmul import prepare


def run(matrices):
    a, b = map(np.array, matrices)
    return a @ b


def prepare_arrays(n):
    return tuple(map(np.array, prepare(n)))


def run_arrays(matrices):
    a, b = matrices
    return a @ b


def line(product):
    return line_of_rows(product.tolist())


FLAVOURS = {
    "numpy": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line},
    "numpy-arrays": {"tag": "native_ext", "prepare": prepare_arrays, "run": run_arrays, "line": line},
}
