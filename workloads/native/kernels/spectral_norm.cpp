#include "workloads/native/kernels/spectral_norm.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace harness::kernels::spectral_norm {
namespace {

using Vector = std::vector<double>;

double element(int i, int j) {
  return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

Vector times(const Vector& vector) {
  Vector product(vector.size());
  for (std::size_t i = 0; i < vector.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < vector.size(); ++j) {
      sum += element(static_cast<int>(i), static_cast<int>(j)) * vector[j];
    }
    product[i] = sum;
  }
  return product;
}

Vector transposed_times(const Vector& vector) {
  Vector product(vector.size());
  for (std::size_t i = 0; i < vector.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < vector.size(); ++j) {
      sum += element(static_cast<int>(j), static_cast<int>(i)) * vector[j];
    }
    product[i] = sum;
  }
  return product;
}

}  // namespace

double run(int n) {
  Vector u(static_cast<std::size_t>(n), 1.0);
  Vector v;
  for (int i = 0; i < 10; ++i) {
    v = transposed_times(times(u));
    u = transposed_times(times(v));
  }
  double uv = 0;
  double vv = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return std::sqrt(uv / vv);
}

std::string line(double norm) {
  return fmt::format("{:.9f}", norm);
}

}  // namespace harness::kernels::spectral_norm
