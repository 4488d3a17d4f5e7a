package kernels;

import java.util.List;

/** Which kernels there are in Java. Each in the flavour "same": those of pure computation, without a library. */
final class Kernels {
  static final String FLAVOUR = "same";

  static final List<String> NAMES =
      List.of("nbody", "fannkuch", "spectral_norm", "mandelbrot", "binary_trees", "sha256_pure", "string_build",
          "matmul", "sieve", "map_churn", "fib");

  private Kernels() {}

  /** No class is loaded but that of the kernel asked for. */
  static Kernel<?, ?> named(String name) {
    return switch (name) {
      case "nbody" -> new Nbody();
      case "fannkuch" -> new Fannkuch();
      case "spectral_norm" -> new SpectralNorm();
      case "mandelbrot" -> new Mandelbrot();
      case "binary_trees" -> new BinaryTrees();
      case "sha256_pure" -> new Sha256Pure();
      case "string_build" -> new StringBuild();
      case "matmul" -> new Matmul();
      case "sieve" -> new Sieve();
      case "map_churn" -> new MapChurn();
      case "fib" -> new Fib();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
