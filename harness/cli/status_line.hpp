#pragma once
// One line on stderr about what is going on. On a terminal it is redrawn in place and removed at the end;
// elsewhere it is printed every few seconds. stdout is never touched.
#include <optional>
#include <string>

#include "harness/base/clock.hpp"

namespace harness::cli {

class StatusLine {
 public:
  StatusLine();
  ~StatusLine() { erase(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// `share` of the work that is done, 0 … 1, is drawn as a bar on a terminal.
  void draw(double share, const std::string& text);
  void erase() const;
  [[nodiscard]] bool in_place() const { return in_place_; }

 private:
  SteadyClock clock_;
  bool in_place_;
  std::optional<Instant> last_line_;
};

}  // namespace harness::cli
