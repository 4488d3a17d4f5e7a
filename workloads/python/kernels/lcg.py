"""The data of every kernel: s ← 1664525·s + 1013904223 modulo 2³², the same draws in every language."""

MULTIPLIER = 1664525
INCREMENT = 1013904223
MASK = 0xFFFFFFFF


def lcg(seed):
    state = seed
    while True:
        state = (MULTIPLIER * state + INCREMENT) & MASK
        yield state


LANES = 8192


def top_bytes(seed, count):
    """The highest byte of each of the first `count` draws, thousands at a time: drawn one by one, 64 MiB would take
    longer to prepare than to hash. Each draw lies in a lane of 64 bits of one big integer, so that one multiplication
    and one addition carry all lanes LANES draws ahead; no lane can overflow into the next."""
    draws = lcg(seed)
    lanes = int.from_bytes(b"".join(next(draws).to_bytes(8, "little") for _ in range(LANES)), "little")
    ones = int.from_bytes((1).to_bytes(8, "little") * LANES, "little")
    jump, step = 1, 0
    for _ in range(LANES):
        jump, step = MULTIPLIER * jump & MASK, (MULTIPLIER * step + INCREMENT) & MASK
    steps, masks = ones * step, ones * MASK
    blob = bytearray()
    while len(blob) < count:
        blob += lanes.to_bytes(8 * LANES, "little")[3::8]
        lanes = (lanes * jump + steps) & masks
    del blob[count:]
    return blob
