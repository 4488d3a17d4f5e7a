#include "workloads/native/kernels/matmul.hpp"

#include "workloads/native/kernels/lcg.hpp"
#include <fmt/format.h>

namespace harness::kernels::matmul {
namespace {

Matrix zeros(std::size_t n) {
  return Matrix(n, std::vector<double>(n));
}

Matrix drawn(std::size_t n, Lcg& lcg) {
  Matrix matrix = zeros(n);
  for (auto& row : matrix) {
    for (double& element : row) element = static_cast<double>((lcg.next() >> 16) % 1000) / 1000 - 0.5;
  }
  return matrix;
}

}  // namespace

Factors prepare(int n) {
  Lcg lcg(5);
  const auto size = static_cast<std::size_t>(n);
  Matrix a = drawn(size, lcg);
  return {std::move(a), drawn(size, lcg)};
}

Matrix run(const Factors& factors) {
  const std::size_t n = factors.a.size();
  Matrix product = zeros(n);
  for (std::size_t i = 0; i < n; ++i) {
    auto& row = product[i];
    for (std::size_t k = 0; k < n; ++k) {
      const double factor = factors.a[i][k];
      const auto& other = factors.b[k];
      for (std::size_t j = 0; j < n; ++j) row[j] += factor * other[j];
    }
  }
  return product;
}

std::string line(const Matrix& product) {
  double trace = 0;
  double sum = 0;
  for (std::size_t i = 0; i < product.size(); ++i) {
    trace += product[i][i];
    for (const double element : product[i]) sum += element;
  }
  return fmt::format("{:.9f} {:.9f}", trace, sum);
}

}  // namespace harness::kernels::matmul
