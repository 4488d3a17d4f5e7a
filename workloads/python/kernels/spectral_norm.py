"""K3: the largest singular value of the infinite matrix 1/((i+j)(i+j+1)/2+i+1), cut at n × n, by ten power
iterations."""

from math import sqrt


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    product = []
    for i in range(len(vector)):
        total = 0.0
        for j in range(len(vector)):
            total += element(i, j) * vector[j]
        product.append(total)
    return product


def transposed_times(vector):
    product = []
    for i in range(len(vector)):
        total = 0.0
        for j in range(len(vector)):
            total += element(j, i) * vector[j]
        product.append(total)
    return product


def times_by_sum(vector):
    return [sum(element(i, j) * x for j, x in enumerate(vector)) for i in range(len(vector))]


def transposed_times_by_sum(vector):
    return [sum(element(j, i) * x for j, x in enumerate(vector)) for i in range(len(vector))]


SIZES = (1, 10_000)


def prepare(n):
    return n


def run(n, forth=times, back=transposed_times):
    u = [1.0] * n
    for _ in range(10):
        v = back(forth(u))
        u = back(forth(v))
    uv = vv = 0.0
    for i in range(n):
        uv += u[i] * v[i]
        vv += v[i] * v[i]
    return sqrt(uv / vv)


def run_idiom(n):
    return run(n, times_by_sum, transposed_times_by_sum)


def line(norm):
    return f"{norm:.9f}"


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "pure_script", "prepare": prepare, "run": run_idiom, "line": line},
}
