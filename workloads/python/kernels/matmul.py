"""K11: the product of two n × n matrices in the order i, k, j; every language adds up in this order."""

from lcg import lcg

SIZES = (1, 4000)


def prepare(n):
    draws = lcg(5)

    def matrix():
        return [[(next(draws) >> 16) % 1000 / 1000 - 0.5 for _ in range(n)] for _ in range(n)]

    return matrix(), matrix()


def run(matrices):
    a, b = matrices
    n = len(a)
    product = [[0.0] * n for _ in range(n)]
    for i in range(n):
        row = product[i]
        for k in range(n):
            factor = a[i][k]
            other = b[k]
            for j in range(n):
                row[j] += factor * other[j]
    return product


def line(product):
    trace = total = 0.0
    for i, row in enumerate(product):
        trace += row[i]
        for element in row:
            total += element
    return f"{trace:.9f} {total:.9f}"


FLAVOURS = {"same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line}}
