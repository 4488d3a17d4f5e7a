#pragma once
// Runs the real harness binary, for tests: what a user would type, what a user would see.
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace harness::test {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// Waits for the end. `environment` entries "K=V" are added.
[[nodiscard]] Ran run_harness(const std::vector<std::string>& arguments,
                              const std::vector<std::string>& environment = {});

/// A harness that is still running. Killed when this goes out of scope.
class RunningHarness {
 public:
  RunningHarness(const std::vector<std::string>& arguments, const std::filesystem::path& output,
                 const std::vector<std::string>& environment = {});
  ~RunningHarness();
  RunningHarness(const RunningHarness&) = delete;
  RunningHarness& operator=(const RunningHarness&) = delete;
  void signal(int number) const;
  /// Exit code, or 128 + signal; -1 when it did not end in time.
  [[nodiscard]] int wait(int seconds);
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

/// The stored reference of this checkout, there being one machine's.
[[nodiscard]] std::filesystem::path reference_run();
/// Whether it holds before the time is over; asked every few milliseconds.
[[nodiscard]] bool within(int seconds, const std::function<bool()>& holds);
/// A fresh empty folder below the test's temporary folder.
[[nodiscard]] std::filesystem::path fresh_folder(const std::string& name);
/// A copy of this checkout's workloads/ in `root` (servers linked, TOML files copied), to be broken on
/// purpose.
void copy_workloads(const std::filesystem::path& root);

}  // namespace harness::test
