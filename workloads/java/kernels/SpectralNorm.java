package kernels;

import java.util.Arrays;

/** K3: the largest singular value of the infinite matrix 1/((i+j)(i+j+1)/2+i+1), cut at n × n, by ten iterations. */
final class SpectralNorm implements Kernel<Integer, Double> {
  private static double element(int i, int j) {
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
  }

  private static double[] times(double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      double sum = 0;
      for (int j = 0; j < vector.length; j++) sum += element(i, j) * vector[j];
      product[i] = sum;
    }
    return product;
  }

  private static double[] transposedTimes(double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      double sum = 0;
      for (int j = 0; j < vector.length; j++) sum += element(j, i) * vector[j];
      product[i] = sum;
    }
    return product;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 10_000);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Double run(Integer n) {
    double[] u = new double[n];
    Arrays.fill(u, 1);
    double[] v = {};
    for (int i = 0; i < 10; i++) {
      v = transposedTimes(times(u));
      u = transposedTimes(times(v));
    }
    double uv = 0;
    double vv = 0;
    for (int i = 0; i < u.length; i++) {
      uv += u[i] * v[i];
      vv += v[i] * v[i];
    }
    return Math.sqrt(uv / vv);
  }

  @Override
  public String line(Double norm) {
    return Decimals.nine(norm);
  }
}
