"""The kernels that are work on arrays of numbers: the modules beside this one."""

KERNELS = ("spectral_norm", "mandelbrot", "sort_u32", "matmul", "sieve")
