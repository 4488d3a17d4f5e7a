package kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one line that a job prints when it is done. No text in it has anything that JSON would escape. */
final class Report {
  private Report() {}

  static String of(Request request, Measurement measured) throws IOException {
    return "{"
        + "\"kernel\":\"" + request.name() + "\","
        + "\"flavour\":\"" + request.flavour() + "\","
        + "\"n\":" + request.n() + ","
        + "\"line\":\"" + measured.line() + "\","
        + "\"tag\":\"bytecode\","
        + "\"setup_ns\":" + measured.setupNs() + ","
        + "\"iteration_ns\":" + measured.iterationNs() + ","
        + "\"iteration_cpu_ns\":" + measured.iterationCpuNs() + ","
        + "\"loop_ns\":" + measured.loopNs() + ","
        + "\"max_rss_kib\":" + peakMemoryKib() + ","
        + "\"runtime\":\"java\","
        + "\"version\":\"" + System.getProperty("java.version") + "\""
        + "}";
  }

  /** Not getrusage(): its maximum starts at what the process that launched this one had in memory. */
  private static long peakMemoryKib() throws IOException {
    for (String row : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (row.startsWith("VmHWM:")) return Long.parseLong(row.replaceAll("[^0-9]", ""));
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }
}
