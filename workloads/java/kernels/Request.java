package kernels;

/** What a job is asked for on its command line: a kernel in one flavour at one size, and for how long. */
record Request(String name, String flavour, int n, int iterations, double seconds, Kernel<?, ?> kernel) {
  private static final int MOST_ITERATIONS = 100_000;

  /** KERNEL FLAVOUR N ITERATIONS [SECONDS]; whoever asks for something unknown is told what there is. */
  static Request read(String[] words) throws Refusal {
    if (words.length != 4 && words.length != 5)
      throw unknown("usage: " + Job.PROGRAM + " KERNEL FLAVOUR N ITERATIONS [SECONDS]");
    String name = words[0];
    if (!Kernels.NAMES.contains(name))
      throw unknown("unknown kernel '" + name + "'; known: " + String.join(", ", Kernels.NAMES));
    if (!words[1].equals(Kernels.FLAVOUR))
      throw unknown("unknown flavour '" + words[1] + "' of " + name + "; known: " + Kernels.FLAVOUR);
    Kernel<?, ?> kernel = Kernels.named(name);
    Kernel.Sizes sizes = kernel.sizes();
    int n = wholeNumber(words[2], sizes.from(), sizes.to(), "n of " + name);
    int iterations = wholeNumber(words[3], 1, MOST_ITERATIONS, "number of iterations");
    double seconds = words.length == 5 ? seconds(words[4]) : 0;
    return new Request(name, words[1], n, iterations, seconds, kernel);
  }

  private static int wholeNumber(String text, int from, int to, String what) throws Refusal {
    long value = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    if (value < from || value > to)
      throw unknown("'" + text + "' is no " + what + "; known: " + from + " to " + to);
    return (int) value;
  }

  private static double seconds(String text) throws Refusal {
    if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,9})?"))
      throw unknown("'" + text + "' is no number of seconds; known: 0 to 9999");
    return Double.parseDouble(text);
  }

  private static Refusal unknown(String message) {
    return new Refusal(Refusal.UNKNOWN, message);
  }
}
