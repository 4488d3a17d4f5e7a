"""K12 by NumPy: multiples are crossed out with a slice, primes found in one go."""

from math import isqrt

import numpy as np
from kernels.sieve import SIZES as SIZES
from kernels.sieve import line, prepare


def run(n):
    is_prime = np.ones(n + 1, dtype=bool)
    is_prime[:2] = False
    for i in range(2, isqrt(n) + 1):
        if is_prime[i]:
            is_prime[i * i :: i] = False
    primes = np.flatnonzero(is_prime)
    return len(primes), primes[-1]


FLAVOURS = {"numpy": {"tag": "native_ext", "prepare": prepare, "run": run, "line": line}}
