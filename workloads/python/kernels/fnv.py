"""FNV-1a, 32 bits: what a canonical line says of many bytes. Always outside the timed region."""

digests = {}  # by hash(): every iteration should give the same bytes, and Python takes a second for 15 MB of them


def fnv1a(data):
    data = bytes(data)
    key = hash(data)
    if key not in digests:
        digests[key] = computed(data)
    return digests[key]


def computed(data):
    value = 2166136261
    for byte in data:
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return f"{value:08x}"
