#pragma once
// Sees the ready line appear in a growing log file, by inotify rather than by polling: exec-to-ready is a
// measured figure, and a polling step would be its resolution. Used inside process/ only.
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "harness/process/ready_line.hpp"

namespace harness::process {

class ReadyWatch {
 public:
  /// The file must exist. Without inotify (its per-user limit is small) the caller's poll timeout is the
  /// step.
  explicit ReadyWatch(const std::filesystem::path& log);
  ~ReadyWatch();
  ReadyWatch(const ReadyWatch&) = delete;
  ReadyWatch& operator=(const ReadyWatch&) = delete;

  [[nodiscard]] int descriptor() const {
    return inotify_;
  }                                               ///< readable when the log grew; -1 without inotify
  [[nodiscard]] std::optional<ReadyLine> look();  ///< at what was written since the last look

 private:
  int inotify_ = -1;
  std::ifstream log_;
  std::string unfinished_line_;
};

}  // namespace harness::process
