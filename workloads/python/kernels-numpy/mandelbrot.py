"""K4 by NumPy: a step is taken with all points at once that have not left yet. To the last bit the arithmetic of the
others."""

import numpy as np
from kernels.mandelbrot import SIZES as SIZES
from kernels.mandelbrot import STEPS, line, prepare


def run(n):
    steps = 2.0 * np.arange(n) / n
    cr = np.tile(steps - 1.5, n)
    ci = np.repeat(steps - 1.0, n)
    points = np.arange(n * n)
    zr = zi = rr = ii = np.zeros(n * n)
    for _ in range(STEPS):
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
        rr = zr * zr
        ii = zi * zi
        near = rr + ii <= 4.0
        if not near.all():
            points, cr, ci, zr, zi, rr, ii = (each[near] for each in (points, cr, ci, zr, zi, rr, ii))
    is_inside = np.zeros(n * n, dtype=bool)
    is_inside[points] = True
    return len(points), np.packbits(is_inside.reshape(n, n), axis=1)


FLAVOURS = {"numpy": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line}}
