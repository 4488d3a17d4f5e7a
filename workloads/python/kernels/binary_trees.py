"""K5: allocation. Many short-lived perfect binary trees are built and counted while one long-lived tree stays."""


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    return Node(build(depth - 1), build(depth - 1)) if depth > 0 else Node(None, None)


def count(tree):
    return 1 if tree.left is None else 1 + count(tree.left) + count(tree.right)


def build_tuples(depth):
    return (build_tuples(depth - 1), build_tuples(depth - 1)) if depth > 0 else (None, None)


def count_tuples(tree):
    left, right = tree
    return 1 if left is None else 1 + count_tuples(left) + count_tuples(right)


SIZES = (1, 20)


def prepare(n):
    return n


def run(n, build=build, count=count):
    deepest = max(6, n)
    counts = [count(build(deepest + 1))]
    long_lived = build(deepest)
    for depth in range(4, deepest + 1, 2):
        nodes = 0
        for _ in range(2 ** (deepest - depth + 4)):
            nodes += count(build(depth))
        counts.append(nodes)
    counts.append(count(long_lived))
    return counts


def run_idiom(n):
    return run(n, build_tuples, count_tuples)


def line(counts):
    return " ".join(map(str, counts))


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "pure_script", "prepare": prepare, "run": run_idiom, "line": line},
}
