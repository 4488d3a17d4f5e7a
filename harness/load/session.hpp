#pragma once
// Connections to one server that are loaded in one turn or in several, and rest in between.
//
// Why several: a host that is not ours changes its speed within tenths of a second. Two servers that take
// turns of 25 ms meet nearly the same host; two that take one turn of 350 ms do not. scripts/certify on a
// shared VM with two CPUs: the least difference of a server from itself that a run could have seen was 16 to
// 37 % by turns of 350 ms and is 3 to 12 % by turns of 25 ms (certificate.csv below results/reference).
// Source: duet benchmarking, Bulej et al. 2020 (there at the same time, here one after the other).
#include <memory>

#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"
#include "harness/load/observer.hpp"

namespace harness::load {

/// Threading: used by one thread, which turn() blocks; the workers sleep between turns.
class Session {
 public:
  /// Establishes every connection. The plan's lead_in and duration are those of each turn. Errors: kUsage for
  /// a bad plan, kEnvironment when the connections cannot be established.
  [[nodiscard]] static Result<Session> open(LoadPlan plan);

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();  ///< closes the connections

  /// Lead-in, window, drain: afterwards nothing is in flight. Connections that still owe an answer are
  /// opened again in the next turn. Errors: kEnvironment when a worker ended, kUsage for a second turn of an
  /// open loop or with a series: both are about one uninterrupted window.
  [[nodiscard]] Result<void> turn(Observer& observer);

  /// All turns as if their windows were one. After the last turn.
  [[nodiscard]] LoadResult finish() const;

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace harness::load
