#pragma once
// K5: allocation. Many short-lived perfect binary trees are built and counted while one long-lived tree
// stays.
#include <string>
#include <vector>

namespace harness::kernels::binary_trees {

using Counts = std::vector<int>;

[[nodiscard]] inline int prepare(int n) {
  return n;
}
/// Every node by new and delete.
[[nodiscard]] Counts run(int n);
/// Every tree in an arena of its own, which is dropped as a whole.
[[nodiscard]] Counts run_idiom(int n);
[[nodiscard]] std::string line(const Counts& counts);

}  // namespace harness::kernels::binary_trees
