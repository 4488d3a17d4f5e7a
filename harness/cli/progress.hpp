#pragma once
// What a run is doing and how long it will take, as one status line.
#include <string>

#include "harness/base/clock.hpp"
#include "harness/cli/status_line.hpp"
#include "harness/experiment/run.hpp"

namespace harness::cli {

class Progress : public experiment::Listener {
 public:
  Progress(std::size_t slices, Nanoseconds expected);
  void doing(std::string_view activity) override;
  void stored(const results::SliceRow& row, std::size_t slices_done) override;
  void warn(std::string_view problem) override;

 private:
  void draw();
  [[nodiscard]] Nanoseconds left() const;

  SteadyClock clock_;
  Instant begun_;
  std::size_t slices_;
  Nanoseconds expected_;
  std::size_t done_ = 0;
  std::size_t not_ok_ = 0;
  std::string activity_;
  StatusLine line_;
};

}  // namespace harness::cli
