package kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** K8, without a library: SHA-256 (FIPS 180-4). An int has no sign where it is only added, shifted and combined. */
final class Sha256Pure implements Kernel<byte[], int[]> {
  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  };

  private static final int[] ROUND = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  };

  /** The message, a one bit, zeros, and its length in bits: whole blocks of 64 bytes. */
  private static byte[] padded(byte[] message) {
    byte[] bytes = Arrays.copyOf(message, (message.length + 9 + 63) / 64 * 64);
    bytes[message.length] = (byte) 0x80;
    ByteBuffer.wrap(bytes).putLong(bytes.length - 8, 8L * message.length);
    return bytes;
  }

  private static void expand(int[] schedule, byte[] bytes, int start) {
    for (int i = 0; i < 16; i++) {
      int at = start + 4 * i;
      schedule[i] = (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8
          | bytes[at + 3] & 0xff;
    }
    for (int i = 16; i < 64; i++) {
      int x = schedule[i - 15];
      int y = schedule[i - 2];
      int s0 = Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ (x >>> 3);
      int s1 = Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ (y >>> 10);
      schedule[i] = schedule[i - 16] + s0 + schedule[i - 7] + s1;
    }
  }

  private static void compress(int[] state, int[] schedule) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < 64; i++) {
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int choice = (e & f) ^ (~e & g);
      int t1 = h + s1 + choice + ROUND[i] + schedule[i];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int majority = (a & b) ^ (a & c) ^ (b & c);
      int t2 = s0 + majority;
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 64 * 1024 * 1024);
  }

  @Override
  public byte[] prepare(int n) {
    Lcg lcg = new Lcg(1);
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) bytes[i] = (byte) (lcg.next() >>> 24);
    return bytes;
  }

  @Override
  public int[] run(byte[] message) {
    byte[] bytes = padded(message);
    int[] state = INITIAL.clone();
    int[] schedule = new int[64];
    for (int start = 0; start < bytes.length; start += 64) {
      expand(schedule, bytes, start);
      compress(state, schedule);
    }
    return state;
  }

  @Override
  public String line(int[] state) {
    StringBuilder hex = new StringBuilder();
    for (int word : state) hex.append(HexFormat.of().toHexDigits(word));
    return hex.toString();
  }
}
