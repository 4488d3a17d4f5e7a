#pragma once
// Which request goes out on which connection in an open loop. Pure: it is told the time, the free connections
// and nothing else, so tests move time by hand.
//   pooled  any free connection takes the next due request; without one the request ages in one queue, like
//   users in
//           front of a busy site.
//   sticky  request k belongs to connection k mod N and waits for it even if others are free, as wrk2 and zrk
//   do.
// Threading: one per worker. Memory: 8 bytes per request that waits. Times are Instants of the one clock.
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/load/schedule.hpp"

namespace harness::load {

enum class Dispatch : std::uint8_t { kPooled, kSticky };

[[nodiscard]] const char* name_of(Dispatch dispatch);  ///< "pooled", "sticky"

class Dispatcher {
 public:
  struct Job {
    std::uint32_t connection = 0;
    Instant intended;
  };

  /// `cursor` walks this worker's share of the schedule, which begins at `starts`.
  Dispatcher(Dispatch dispatch, const Cursor& cursor, Instant starts, std::size_t connections);

  /// When the next request that has not been admitted is due.
  [[nodiscard]] Instant next_due() const { return starts_ + cursor_.due(); }
  /// Queues that request; returns when it was intended.
  Instant admit();

  void freed(std::uint32_t connection);  ///< it can take a request
  void lost(std::uint32_t connection);   ///< it was free and is gone

  /// A waiting request and the connection that takes it, oldest first; the connection is no longer free.
  [[nodiscard]] std::optional<Job> next();

  [[nodiscard]] std::size_t waiting() const { return waiting_; }  ///< admitted, not handed out
  /// The oldest waiting requests, removed: for the ledger when the load ends.
  [[nodiscard]] std::optional<Instant> abandon();

 private:
  std::size_t queue_of(std::uint64_t nth) const { return queues_.size() == 1 ? 0 : nth % queues_.size(); }

  Cursor cursor_;
  Instant starts_;
  std::uint64_t admitted_ = 0;
  std::size_t waiting_ = 0;
  std::vector<std::deque<Instant>> queues_;  ///< one for all, or one per connection
  std::vector<bool> free_;                   ///< by connection
  std::deque<std::uint32_t>
      candidates_;  ///< may hold connections that are no longer free: checked when taken
  bool sticky_;
};

}  // namespace harness::load
