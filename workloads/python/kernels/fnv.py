"""FNV-1a, 32 bits: what a canonical line says of many bytes. Always outside the timed region."""


def fnv1a(data):
    value = 2166136261
    for byte in data:
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return f"{value:08x}"
