#include "workloads/native/kernels/binary_trees.hpp"

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <new>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace harness::kernels::binary_trees {
namespace {

class OwnedTree {
 public:
  explicit OwnedTree(int depth) : root_(build(depth)) {}
  [[nodiscard]] int count() const { return count(*root_); }

 private:
  struct Node {
    std::unique_ptr<Node> left;
    std::unique_ptr<Node> right;
  };

  static std::unique_ptr<Node> build(int depth) {
    if (depth == 0) return std::make_unique<Node>();
    return std::make_unique<Node>(Node{build(depth - 1), build(depth - 1)});
  }

  static int count(const Node& node) {
    return node.left == nullptr ? 1 : 1 + count(*node.left) + count(*node.right);
  }

  std::unique_ptr<Node> root_;
};

class ArenaTree {
 public:
  explicit ArenaTree(int depth) : root_(build(depth)) {}
  [[nodiscard]] int count() const { return count(*root_); }

 private:
  struct Node {
    const Node* left;
    const Node* right;
  };

  const Node* build(int depth) {
    void* const memory = arena_.allocate(sizeof(Node), alignof(Node));
    if (depth == 0) return new (memory) Node{nullptr, nullptr};
    const Node* const left = build(depth - 1);
    return new (memory) Node{left, build(depth - 1)};
  }

  static int count(const Node& node) {
    return node.left == nullptr ? 1 : 1 + count(*node.left) + count(*node.right);
  }

  std::pmr::monotonic_buffer_resource arena_;
  const Node* root_;
};

template <typename Tree>
Counts count_trees(int n) {
  const int deepest = std::max(6, n);
  Counts counts{Tree(deepest + 1).count()};
  const Tree long_lived(deepest);
  for (int depth = 4; depth <= deepest; depth += 2) {
    const int trees = 1 << (deepest - depth + 4);
    int nodes = 0;
    for (int i = 0; i < trees; ++i) nodes += Tree(depth).count();
    counts.push_back(nodes);
  }
  counts.push_back(long_lived.count());
  return counts;
}

}  // namespace

Counts run(int n) {
  return count_trees<OwnedTree>(n);
}

Counts run_idiom(int n) {
  return count_trees<ArenaTree>(n);
}

std::string line(const Counts& counts) {
  return fmt::format("{}", fmt::join(counts, " "));
}

}  // namespace harness::kernels::binary_trees
