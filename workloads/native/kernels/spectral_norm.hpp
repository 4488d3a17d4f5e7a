#pragma once
// K3: the largest singular value of the infinite matrix 1/((i+j)(i+j+1)/2+i+1), cut at n x n, by ten power
// iterations.
#include <string>

namespace harness::kernels::spectral_norm {

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] double run(int n);
[[nodiscard]] std::string line(double norm);

}  // namespace harness::kernels::spectral_norm
