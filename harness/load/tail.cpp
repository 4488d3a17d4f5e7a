#include "harness/load/tail.hpp"

#include <algorithm>

namespace harness::load {
namespace {

bool slower(const SlowAnswer& a, const SlowAnswer& b) {
  return a.response > b.response;
}

}  // namespace

void Tail::keep(const SlowAnswer& answer) {
  kept_.push_back(answer);
  std::push_heap(kept_.begin(), kept_.end(), slower);
  if (kept_.size() <= kKept) return;
  std::pop_heap(kept_.begin(), kept_.end(), slower);
  kept_.pop_back();
}

void Tail::merge(const Tail& other) {
  for (const SlowAnswer& answer : other.kept_) offer(answer);
}

std::vector<SlowAnswer> Tail::slowest_first() const {
  std::vector<SlowAnswer> sorted = kept_;
  std::sort_heap(sorted.begin(), sorted.end(), slower);
  return sorted;
}

}  // namespace harness::load
