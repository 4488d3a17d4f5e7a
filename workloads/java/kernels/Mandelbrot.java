package kernels;

/** K4: which of n × n points stay bounded for 50 steps, packed one bit each, every row in whole bytes. */
final class Mandelbrot implements Kernel<Integer, Mandelbrot.Picture> {
  private static final int STEPS = 50;

  record Picture(int inside, byte[] bitmap) {}

  private static boolean isInside(double cr, double ci) {
    double zr = 0;
    double zi = 0;
    double rr = 0;
    double ii = 0;
    for (int step = 0; step < STEPS && rr + ii <= 4; step++) {
      zi = 2 * zr * zi + ci;
      zr = rr - ii + cr;
      rr = zr * zr;
      ii = zi * zi;
    }
    return rr + ii <= 4;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 16_000);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Picture run(Integer size) {
    int n = size;
    int bytesPerRow = (n + 7) / 8;
    byte[] bitmap = new byte[n * bytesPerRow];
    int inside = 0;
    for (int y = 0; y < n; y++) {
      double ci = 2.0 * y / n - 1;
      for (int x = 0; x < n; x++) {
        if (!isInside(2.0 * x / n - 1.5, ci)) continue;
        inside++;
        bitmap[y * bytesPerRow + (x >> 3)] |= (byte) (0x80 >> (x & 7));
      }
    }
    return new Picture(inside, bitmap);
  }

  @Override
  public String line(Picture picture) {
    return picture.inside + " " + Fnv.fnv1a(picture.bitmap);
  }
}
