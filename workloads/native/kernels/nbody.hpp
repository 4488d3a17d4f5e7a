#pragma once
// K1: the sun and four planets, moved n steps of 0.01 years. Every language computes in this order, to the
// last bit.
#include <string>

namespace harness::kernels::nbody {

struct Energies {
  double before = 0;
  double after = 0;
};

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] Energies run(int steps);
[[nodiscard]] std::string line(const Energies& energies);

}  // namespace harness::kernels::nbody
