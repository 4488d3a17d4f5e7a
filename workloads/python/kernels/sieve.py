"""K12: the primes up to n by the sieve of Eratosthenes: how many, and the largest."""

from math import isqrt

SIZES = (2, 200_000_000)


def prepare(n):
    return n


def run(n):
    is_prime = bytearray([1]) * (n + 1)
    is_prime[0] = is_prime[1] = 0
    i = 2
    while i * i <= n:
        if is_prime[i]:
            for multiple in range(i * i, n + 1, i):
                is_prime[multiple] = 0
        i += 1
    primes = largest = 0
    for i in range(2, n + 1):
        if is_prime[i]:
            primes += 1
            largest = i
    return primes, largest


def run_idiom(n):
    is_prime = bytearray([1]) * (n + 1)
    is_prime[:2] = b"\0\0"
    for i in range(2, isqrt(n) + 1):
        if is_prime[i]:
            is_prime[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
    return is_prime.count(1), is_prime.rfind(1)


def line(result):
    primes, largest = result
    return f"{primes} {largest}"


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "native_ext", "prepare": prepare, "run": run_idiom, "line": line},
}
