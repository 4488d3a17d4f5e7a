package kernels;

/**
 * CPU time of all threads of this process: the compilers' and the collector's are in it. The JDK's own clock
 * (getProcessCpuTime) goes by ticks of 10 ms, which is more than an iteration takes; hence cpu_clock.cpp.
 */
final class CpuClock {
  static {
    System.loadLibrary("harness-cpu-clock");
  }

  private CpuClock() {}

  static native long processNs();
}
