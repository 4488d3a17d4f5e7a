#pragma once
// Our end of a supervisor: starts it, keeps its lifeline, reads its reports. Used inside process/ only.
// Closing the lifeline (also by dying) makes the supervisor end the server and everything below it.
#include <memory>
#include <optional>
#include <string>

#include "harness/base/clock.hpp"
#include "harness/process/server.hpp"

namespace harness::process {

/// What the kernel says of a server that has ended, and of the children it waited for.
struct Used {
  Instant ended_at;
  Nanoseconds cpu{0};
};

class Supervision {
 public:
  [[nodiscard]] static Result<Supervision> start(const LaunchSpec& spec);

  Supervision(Supervision&&) noexcept;
  Supervision& operator=(Supervision&&) noexcept = delete;
  ~Supervision();  ///< ends the server if that has not happened

  /// Waits until the supervisor reported something, `other_fd` (-1: none) is readable, or the time is over.
  void wait(int other_fd, Nanoseconds timeout);
  /// Reads what was reported, without waiting.
  void read_reports();
  /// Closes the lifeline and waits until the supervisor has ended; kills it when it does not.
  void end(Nanoseconds patience);

  [[nodiscard]] int supervisor_pid() const;
  [[nodiscard]] bool ended() const { return ended_; }  ///< it reports no more
  [[nodiscard]] const std::optional<int>& pid() const { return pid_; }
  [[nodiscard]] Instant exec_at() const { return exec_at_; }
  [[nodiscard]] const std::optional<Exit>& exit() const { return exit_; }
  [[nodiscard]] const std::optional<Used>& used() const { return used_; }  ///< said before the exit
  [[nodiscard]] int left_behind() const { return left_behind_; }           ///< said after the exit
  [[nodiscard]] const std::string& exec_failure() const { return exec_failure_; }

 private:
  struct Child;  // keeps Boost.Process out of this header
  Supervision(std::unique_ptr<Child> child, int lifeline, int reports);
  void take_line(const std::string& line);
  void note_lost();

  std::unique_ptr<Child> child_;
  int lifeline_;
  int reports_;
  bool ended_ = false;
  std::string unfinished_line_;
  std::optional<int> pid_;
  Instant exec_at_;
  std::optional<Used> used_;
  std::optional<Exit> exit_;
  int left_behind_ = 0;
  std::string exec_failure_;
};

}  // namespace harness::process
