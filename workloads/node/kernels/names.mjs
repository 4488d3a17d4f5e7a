// Every kernel, for who runs one of them or all: the modules beside this one.

export const KERNELS = [
  'nbody', 'fannkuch', 'spectral_norm', 'mandelbrot', 'binary_trees', 'json_round_trip', 'regex', 'sha256',
  'sha256_pure', 'sort_u32', 'string_build', 'matmul', 'sieve', 'map_churn', 'fib',
];
