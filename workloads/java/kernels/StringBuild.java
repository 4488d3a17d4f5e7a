package kernels;

import java.nio.charset.StandardCharsets;

/**
 * K10: a long string out of n short ones, as bytes. A String that is added to is copied in Java, so what grows is a
 * StringBuilder, as it is a std::string in C++; the bytes belong to the timed work as everywhere.
 */
final class StringBuild implements Kernel<Integer, byte[]> {
  @Override
  public Sizes sizes() {
    return new Sizes(1, 20_000_000);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public byte[] run(Integer n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) text.append("item-" + i + ";");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String line(byte[] bytes) {
    return bytes.length + " " + Fnv.fnv1a(bytes);
  }
}
