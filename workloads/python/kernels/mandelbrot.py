"""K4: which of n × n points stay bounded for 50 steps, packed one bit each, every row in whole bytes."""

from fnv import fnv1a

STEPS = 50


def is_inside(cr, ci):
    zr = zi = rr = ii = 0.0
    step = 0
    while step < STEPS and rr + ii <= 4.0:
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
        rr = zr * zr
        ii = zi * zi
        step += 1
    return rr + ii <= 4.0


def is_inside_by_complex(cr, ci):
    c = complex(cr, ci)
    z = 0j
    for _ in range(STEPS):
        z = z * z + c
        if abs(z) > 2.0:
            return False
    return True


SIZES = (1, 16_000)


def prepare(n):
    return n


def run(n, is_member=is_inside):
    bytes_per_row = (n + 7) // 8
    bitmap = bytearray(n * bytes_per_row)
    inside = 0
    for y in range(n):
        ci = 2.0 * y / n - 1.0
        for x in range(n):
            if is_member(2.0 * x / n - 1.5, ci):
                inside += 1
                bitmap[y * bytes_per_row + (x >> 3)] |= 0x80 >> (x & 7)
    return inside, bitmap


def run_idiom(n):
    return run(n, is_inside_by_complex)


def line(result):
    inside, bitmap = result
    return f"{inside} {fnv1a(bitmap)}"


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "pure_script", "prepare": prepare, "run": run_idiom, "line": line},
}
