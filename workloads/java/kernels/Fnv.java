package kernels;

import java.util.HexFormat;

/** FNV-1a, 32 bits: what a canonical line says of many bytes. Always outside the timed region. */
final class Fnv {
  private Fnv() {}

  static String fnv1a(byte[] bytes) {
    int hash = 0x811c9dc5;
    for (byte each : bytes) hash = (hash ^ (each & 0xff)) * 16777619;
    return HexFormat.of().toHexDigits(hash);
  }
}
