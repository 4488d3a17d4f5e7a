package kernels;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Nine decimals of a double, rounded as the other languages round: by its exact value. */
final class Decimals {
  private Decimals() {}

  static String nine(double value) {
    return new BigDecimal(value).setScale(9, RoundingMode.HALF_EVEN).toPlainString();
  }
}
