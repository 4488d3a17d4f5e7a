package kernels;

/** Why a job prints no report, and the code it leaves with. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  static final int UNKNOWN = 2;
  static final int DISAGREEMENT = 3;

  final int code;

  Refusal(int code, String message) {
    super(message);
    this.code = code;
  }
}
