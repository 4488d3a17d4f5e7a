package kernels;

/** K11: the product of two n × n matrices in the order i, k, j; every language adds up in this order. */
final class Matmul implements Kernel<Matmul.Factors, double[][]> {
  record Factors(double[][] a, double[][] b) {}

  private static double[][] drawn(int n, Lcg lcg) {
    double[][] matrix = new double[n][n];
    for (double[] row : matrix) {
      for (int j = 0; j < n; j++) row[j] = (lcg.next() >>> 16) % 1000 / 1000.0 - 0.5;
    }
    return matrix;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 4000);
  }

  @Override
  public Factors prepare(int n) {
    Lcg lcg = new Lcg(5);
    double[][] a = drawn(n, lcg);
    return new Factors(a, drawn(n, lcg));
  }

  @Override
  public double[][] run(Factors factors) {
    int n = factors.a.length;
    double[][] product = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] row = product[i];
      for (int k = 0; k < n; k++) {
        double factor = factors.a[i][k];
        double[] other = factors.b[k];
        for (int j = 0; j < n; j++) row[j] += factor * other[j];
      }
    }
    return product;
  }

  @Override
  public String line(double[][] product) {
    double trace = 0;
    double sum = 0;
    for (int i = 0; i < product.length; i++) {
      trace += product[i][i];
      for (double element : product[i]) sum += element;
    }
    return Decimals.nine(trace) + " " + Decimals.nine(sum);
  }
}
