#pragma once
// The slowest answers of a load, one by one: what a histogram rounds to 0.1 % and cannot date. Units:
// nanoseconds. Threading: one per worker, merged at the end. Allocates once, in the constructor.
#include <cstddef>
#include <vector>

#include "harness/base/clock.hpp"

namespace harness::load {

struct SlowAnswer {
  Nanoseconds response{0};  ///< done − intended
  Nanoseconds service{0};   ///< done − sent
  Instant intended;
};

class Tail {
 public:
  static constexpr std::size_t kKept = 32;

  Tail() { kept_.reserve(kKept + 1); }

  /// Almost always one comparison: most answers are not among the slowest.
  void offer(const SlowAnswer& answer) {
    if (kept_.size() < kKept || answer.response > kept_.front().response) keep(answer);
  }
  void merge(const Tail& other);

  [[nodiscard]] std::vector<SlowAnswer> slowest_first() const;

 private:
  void keep(const SlowAnswer& answer);

  std::vector<SlowAnswer> kept_;  ///< a heap with the fastest of them in front
};

}  // namespace harness::load
