"""K14: Fibonacci numbers by double recursion: the cost of a call, and of little else."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


SIZES = (1, 45)


def prepare(n):
    return n


def run(n):
    return fib(n)


def line(number):
    return str(number)


FLAVOURS = {"same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line}}
