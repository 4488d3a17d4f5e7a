#pragma once
// One line on stderr that says what is going on and how long it will take. On a terminal it is redrawn in
// place; elsewhere a line is printed every few seconds. stdout is never touched.
#include <string>

#include "harness/base/clock.hpp"
#include "harness/experiment/run.hpp"

namespace harness::cli {

class Progress : public experiment::Listener {
 public:
  Progress(std::size_t slices, Nanoseconds expected);
  ~Progress() override;
  void doing(std::string_view activity) override;
  void stored(const results::SliceRow& row, std::size_t slices_done) override;
  void warn(std::string_view problem) override;

 private:
  void draw();
  void erase() const;
  [[nodiscard]] Nanoseconds left() const;

  SteadyClock clock_;
  Instant begun_;
  std::size_t slices_;
  Nanoseconds expected_;
  std::size_t done_ = 0;
  std::size_t not_ok_ = 0;
  std::string activity_;
  bool in_place_;
  std::optional<Instant> last_line_;
};

}  // namespace harness::cli
