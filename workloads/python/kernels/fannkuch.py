"""K2: for every permutation of 0 … n-1, how often the first k+1 can be reversed (k the first) until 0 is first."""


def count_flips(permutation):
    deck = permutation[:]
    top = deck[0]
    flips = 0
    while top != 0:
        following = deck[top]
        deck[top] = top
        low, high = 1, top - 1
        while low < high:
            deck[low], deck[high] = deck[high], deck[low]
            low += 1
            high -= 1
        top = following
        flips += 1
    return flips


def count_flips_by_slices(permutation):
    deck = permutation[:]
    flips = 0
    while top := deck[0]:
        deck[: top + 1] = deck[top::-1]
        flips += 1
    return flips


def advance(permutation, counters, sign):
    """Every second permutation swaps the first two; the others follow from the counters. False after the last one."""
    if sign == 1:
        permutation[0], permutation[1] = permutation[1], permutation[0]
        return True
    permutation[1], permutation[2] = permutation[2], permutation[1]
    for i in range(2, len(permutation)):
        if counters[i] != 0:
            counters[i] -= 1
            return True
        if i == len(permutation) - 1:
            break
        counters[i] = i
        moved = permutation[0]
        for j in range(i + 1):
            permutation[j] = permutation[j + 1]
        permutation[i + 1] = moved
    return False


SIZES = (3, 12)


def prepare(n):
    return n


def run(n, flips_of=count_flips):
    permutation = list(range(n))
    counters = permutation[:]
    checksum = most = 0
    sign = 1
    while True:
        flips = flips_of(permutation)
        checksum += sign * flips
        most = max(most, flips)
        if not advance(permutation, counters, sign):
            return checksum, most
        sign = -sign


def run_idiom(n):
    return run(n, count_flips_by_slices)


def line(result):
    checksum, most = result
    return f"{checksum} {most}"


FLAVOURS = {
    "same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line},
    "idiom": {"tag": "pure_script", "prepare": prepare, "run": run_idiom, "line": line},
}
