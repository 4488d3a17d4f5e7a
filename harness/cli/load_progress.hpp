#pragma once
// Watches a load from outside: a status line with the rate of the last second, requests in flight, failures
// and time left; and what else went on in the machine.
#include <deque>

#include "harness/cli/status_line.hpp"
#include "harness/load/engine.hpp"
#include "harness/load/guards.hpp"
#include "harness/machine/watch.hpp"

namespace harness::cli {

class LoadProgress : public load::Observer {
 public:
  LoadProgress(Nanoseconds duration, std::optional<int> client_cpu)
      : duration_(duration), client_cpu_(client_cpu) {}
  void window_opened() override;
  void progress(const load::Progress& so_far) override;
  void window_closed() override;
  bool stop_requested() override;
  /// What the guards may know, after the load.
  [[nodiscard]] const load::Surroundings& surroundings() const { return surroundings_; }

 private:
  struct Mark {
    Instant at;
    std::uint64_t answered = 0;
  };

  SteadyClock clock_;
  Nanoseconds duration_;
  std::optional<int> client_cpu_;
  std::optional<machine::Watch> watch_;
  load::Surroundings surroundings_;
  Instant opened_;
  std::deque<Mark> last_second_;
  StatusLine line_;
};

}  // namespace harness::cli
