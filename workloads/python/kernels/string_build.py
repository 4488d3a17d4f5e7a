"""K10: a long string out of n short ones, as bytes. The bytes belong to the timed work: until somebody reads a string
that was built with +=, V8 keeps a rope of its pieces and has joined nothing."""

from fnv import fnv1a

SIZES = (1, 20_000_000)


def prepare(n):
    return n


def run(n):
    # CPython grows `text` in place only while nothing else refers to it.
    text = ""
    for i in range(n):
        text += "item-" + str(i) + ";"
    return text.encode()


def run_idiom(n):
    return "".join(f"item-{i};" for i in range(n)).encode()


def line(data):
    return f"{len(data)} {fnv1a(data)}"


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "pure_script", "prepare": prepare, "run": run_idiom, "line": line},
}
