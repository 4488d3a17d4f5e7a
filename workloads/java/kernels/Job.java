package kernels;

import java.io.IOException;

/**
 * One kernel in a process of its own: KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it measured as one line of
 * JSON: so many iterations, and more until that time is over. Leaves with 2 when it was asked for something it does
 * not know, with 3 when two iterations disagree.
 */
final class Job {
  static final String PROGRAM = "harness-kernels.jar";

  private Job() {}

  public static void main(String[] words) throws IOException {
    try {
      Request request = Request.read(words);
      System.out.println(Report.of(request, measured(request)));
    } catch (Refusal refusal) {
      System.err.println(PROGRAM + ": " + refusal.getMessage());
      System.exit(refusal.code);
    }
  }

  private static Measurement measured(Request request) throws Refusal {
    try {
      return Measurement.of(request.kernel(), request.n(), request.iterations(), request.seconds());
    } catch (Refusal refusal) {
      throw new Refusal(refusal.code,
          request.name() + " " + request.flavour() + " " + request.n() + ": " + refusal.getMessage());
    }
  }
}
