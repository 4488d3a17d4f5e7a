#pragma once
// Jobs that one more client asks for while a slice is measured: a kernel behind a request, one at a time, at
// moments that hang on the opening of the window alone, so that no job lies across an edge of it. A job that
// ends after the next was due puts that one off; they never pile up.
// Not part of the measured load: these requests have a ledger of their own, and are in no figure but
// the server's own count, its CPU time and its memory. Threading: the caller's, beside one of its own between
// begin() and end(). Errors: size() when the server cannot be asked or no n makes the job as long as it is to
// be; what goes wrong later is in the ledger.
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/load/expectation.hpp"
#include "harness/load/ledger.hpp"
#include "harness/process/kept_client.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/workload/suite.hpp"

namespace harness::experiment {

/// How far from what it is to take a job may be, alone, before the row says nothing of jobs that long.
inline constexpr double kJobTolerance = 0.25;

/// When jobs are due, from the opening of the window: a whole number of periods, in its middle.
[[nodiscard]] std::vector<Nanoseconds> moments_of(const workload::Interference& jobs, Nanoseconds window);

/// Which n a kernel takes.
struct Sizes {
  int smallest = 1;
  int largest = 1;
};

/// The n to try next when a job of size n took this long. Grows at most to the double: a kernel whose time is
/// not proportional to n (fib) is then found out before it takes minutes.
[[nodiscard]] int next_size(int n, Nanoseconds took, Nanoseconds wanted, Sizes sizes);

class JobsBeside {
 public:
  JobsBeside(std::uint16_t port, const workload::Interference& jobs, Nanoseconds window,
             Nanoseconds patience);
  ~JobsBeside();
  JobsBeside(const JobsBeside&) = delete;
  JobsBeside& operator=(const JobsBeside&) = delete;

  /// Asks for jobs while nobody else asks for anything, until one takes as long as it is to take.
  [[nodiscard]] Result<void> size();

  /// Goes on asking for so long, so that what is compiled as it runs has been compiled.
  [[nodiscard]] Result<void> warm_up(Nanoseconds enough);

  void begin();  ///< the window opens now
  void end();    ///< waits for the job under way; jobs that are not due yet are left out

  [[nodiscard]] const load::Ledger& ledger() const { return ledger_; }
  /// Requests the server has seen since begin().
  [[nodiscard]] std::uint64_t sent() const { return ledger_.scheduled - ledger_.never_dispatched; }
  /// The columns beside_*, and gate_beside with its reason. A row it fails is invalid.
  void describe(results::SliceRow& row) const;

 private:
  [[nodiscard]] Result<Nanoseconds> ask_alone(int n, int times);
  [[nodiscard]] Result<void> settle_on(int n, Nanoseconds took);
  [[nodiscard]] std::string target_of(int n) const;
  void run(Instant opened);
  void ask();
  [[nodiscard]] bool wait_until(Instant due) const;
  [[nodiscard]] std::string what_is_wrong() const;

  const workload::Interference jobs_;
  const Nanoseconds window_;
  process::KeptClient client_;
  std::string target_;  ///< with n; empty until it is sized
  std::optional<load::Expectation> expectation_;
  Nanoseconds alone_{0};
  std::atomic<bool> ending_{false};
  std::thread thread_;
  load::Ledger ledger_;
  std::vector<Nanoseconds> took_;
  std::string first_problem_;
};

}  // namespace harness::experiment
