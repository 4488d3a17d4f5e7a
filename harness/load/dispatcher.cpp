#include "harness/load/dispatcher.hpp"

namespace harness::load {

const char* name_of(Dispatch dispatch) {
  return dispatch == Dispatch::kSticky ? "sticky" : "pooled";
}

Dispatcher::Dispatcher(Dispatch dispatch, const Cursor& cursor, Instant starts, std::size_t connections)
    : cursor_(cursor),
      starts_(starts),
      queues_(dispatch == Dispatch::kSticky ? connections : 1),
      free_(connections, false),
      sticky_(dispatch == Dispatch::kSticky) {}

Instant Dispatcher::admit() {
  const Instant intended = next_due();
  const std::size_t queue = queue_of(admitted_);
  queues_[queue].push_back(intended);
  if (sticky_ && free_[queue]) candidates_.push_back(static_cast<std::uint32_t>(queue));
  ++admitted_;
  ++waiting_;
  cursor_.advance();
  return intended;
}

void Dispatcher::freed(std::uint32_t connection) {
  free_[connection] = true;
  if (!sticky_ || !queues_[connection].empty()) candidates_.push_back(connection);
}

void Dispatcher::lost(std::uint32_t connection) {
  free_[connection] = false;
}

std::optional<Dispatcher::Job> Dispatcher::next() {
  while (waiting_ > 0 && !candidates_.empty()) {
    const std::uint32_t connection = candidates_.front();
    candidates_.pop_front();
    std::deque<Instant>& queue = queues_[sticky_ ? connection : 0];
    if (!free_[connection] || queue.empty()) continue;
    const Job job{connection, queue.front()};
    queue.pop_front();
    --waiting_;
    free_[connection] = false;
    return job;
  }
  return std::nullopt;
}

std::optional<Instant> Dispatcher::abandon() {
  for (std::deque<Instant>& queue : queues_) {
    if (queue.empty()) continue;
    const Instant intended = queue.front();
    queue.pop_front();
    --waiting_;
    return intended;
  }
  return std::nullopt;
}

}  // namespace harness::load
