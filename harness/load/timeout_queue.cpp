#include "harness/load/timeout_queue.hpp"

namespace harness::load {

TimeoutQueue::TimeoutQueue(std::size_t capacity)
    : links_(capacity + 1), sentinel_(static_cast<std::uint32_t>(capacity)) {
  links_[sentinel_] = {sentinel_, sentinel_};
}

void TimeoutQueue::push_newest(std::uint32_t index) {
  const std::uint32_t newest = links_[sentinel_].older;
  links_[index] = {newest, sentinel_};
  links_[newest].newer = index;
  links_[sentinel_].older = index;
  ++size_;
}

void TimeoutQueue::remove(std::uint32_t index) {
  const Links links = links_[index];
  links_[links.older].newer = links.newer;
  links_[links.newer].older = links.older;
  --size_;
}

std::optional<std::uint32_t> TimeoutQueue::oldest() const {
  if (size_ == 0) return std::nullopt;
  return links_[sentinel_].newer;
}

}  // namespace harness::load
