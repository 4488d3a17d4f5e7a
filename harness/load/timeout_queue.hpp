#pragma once
// Requests in flight, oldest first. The timeout is the same for all, so the order of sending is the order of
// expiry and a doubly linked list inside one array does add, remove and "who is due" in O(1).
// Threading: one per worker. Units: indices of connections.
#include <cstdint>
#include <optional>
#include <vector>

namespace harness::load {

class TimeoutQueue {
 public:
  explicit TimeoutQueue(std::size_t capacity);

  void push_newest(std::uint32_t index);  ///< must not be in the queue
  void remove(std::uint32_t index);       ///< must be in the queue
  [[nodiscard]] std::optional<std::uint32_t> oldest() const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Links {
    std::uint32_t older;
    std::uint32_t newer;
  };
  std::vector<Links> links_;  ///< the last element is the sentinel of a circular list
  std::uint32_t sentinel_;
  std::size_t size_ = 0;
};

}  // namespace harness::load
