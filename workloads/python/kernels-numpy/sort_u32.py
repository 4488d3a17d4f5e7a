"""K9 by NumPy. `numpy` is given a list and makes an array of it while the clock runs; `numpy-arrays` has one from the
start."""

import numpy as np
from kernels.sort_u32 import SIZES as SIZES
from kernels.sort_u32 import line as line_of_list
from kernels.sort_u32 import prepare


def run(numbers):
    return np.sort(np.array(numbers, dtype=np.uint32))


def prepare_arrays(n):
    return np.array(prepare(n), dtype=np.uint32)


def run_arrays(numbers):
    return np.sort(numbers)


def line(numbers):
    return line_of_list(numbers.tolist())


FLAVOURS = {
    "numpy": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line},
    "numpy-arrays": {"tag": "native_ext", "prepare": prepare_arrays, "run": run_arrays, "line": line},
}
