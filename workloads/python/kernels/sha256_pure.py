"""K8, in script: SHA-256 (FIPS 180-4) in the language's own integers. Python's do not overflow: `& MASK` is its 32-bit
addition."""

from lcg import top_bytes

MASK = 0xFFFFFFFF

INITIAL = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)

ROUND = (
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
)


def rotate(x, bits):
    return (x >> bits | x << 32 - bits) & MASK


def padded(message):
    """The message, a one bit, zeros, and its length in bits: whole blocks of 64 bytes."""
    zeros = -(len(message) + 9) % 64
    return message + b"\x80" + bytes(zeros) + (8 * len(message)).to_bytes(8, "big")


def expand(schedule, data, start):
    for i in range(16):
        at = start + 4 * i
        schedule[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]
    for i in range(16, 64):
        x = schedule[i - 15]
        y = schedule[i - 2]
        s0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3
        s1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10
        schedule[i] = (schedule[i - 16] + s0 + schedule[i - 7] + s1) & MASK


def compress(state, schedule):
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        choice = e & f ^ ~e & g
        t1 = h + s1 + choice + ROUND[i] + schedule[i]
        s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        majority = a & b ^ a & c ^ b & c
        t2 = s0 + majority
        h = g
        g = f
        f = e
        e = (d + t1) & MASK
        d = c
        c = b
        b = a
        a = (t1 + t2) & MASK
    for i, word in enumerate((a, b, c, d, e, f, g, h)):
        state[i] = (state[i] + word) & MASK


SIZES = (1, 64 * 1024 * 1024)


def prepare(n):
    return top_bytes(1, n)


def run(message):
    data = padded(message)
    state = list(INITIAL)
    schedule = [0] * 64
    for start in range(0, len(data), 64):
        expand(schedule, data, start)
        compress(state, schedule)
    return state


def line(state):
    return "".join(f"{word:08x}" for word in state)


FLAVOURS = {"same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line}}
