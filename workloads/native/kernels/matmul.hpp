#pragma once
// K11: the product of two n x n matrices in the order i, k, j; every language adds up in this order.
#include <string>
#include <vector>

namespace harness::kernels::matmul {

using Matrix = std::vector<std::vector<double>>;

struct Factors {
  Matrix a;
  Matrix b;
};

[[nodiscard]] Factors prepare(int n);
[[nodiscard]] Matrix run(const Factors& factors);
[[nodiscard]] std::string line(const Matrix& product);

}  // namespace harness::kernels::matmul
