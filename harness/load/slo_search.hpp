#pragma once
// Which rate, or number of clients, to probe next, and what the probes so far say: the one at which an
// objective is met half of the time, with an interval. Not a bisection: no probe is believed for ever. All of
// them weigh in a logistic fit over log rate, so a freak result is outvoted by its neighbours. Pure: told
// what was met; no clock, no socket. Bounded by its budget. Units: requests per second, or clients.
// Threading: one owner. Errors: none, see End.
//
// 1. Climb: double from `start` until a rate fails; a fail is believed when most of two or three probes
// failed.
// 2. Close in: probe below, at and above the current estimate, in an order drawn from the seed, until the
// half
//    width of the interval is within `tolerance` of the estimate.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/random.hpp"
#include "harness/base/rate.hpp"

namespace harness::load {

struct SloSearchSpec {
  RequestsPerSecond start{100};        ///< the lowest rate; > 0
  RequestsPerSecond ceiling{100'000};  ///< the highest; ≥ start
  double tolerance = 0.05;
  std::size_t budget = 60;  ///< probes in all
  std::uint64_t seed = 1;
  const char* what = "rate";  ///< is searched, and what stands behind its number
  const char* unit = "/s";
};

struct SloAnswer {
  enum class End : std::uint8_t {
    kUnfinished,
    kFound,
    kBudgetSpent,    ///< with a rate if there is an interval, wider than asked for
    kLowestFails,    ///< the objective is not met at `start`
    kCeilingPasses,  ///< it still is at `ceiling`
  };
  End end = End::kUnfinished;
  /// All three or none. Met at half of the probes at `rate`; 95 % interval `low` … `high`.
  std::optional<RequestsPerSecond> rate;
  std::optional<RequestsPerSecond> low;
  std::optional<RequestsPerSecond> high;
  std::string reason;  ///< why there is no answer, or what is wrong with it; empty when found
};

class SloSearch {
 public:
  explicit SloSearch(const SloSearchSpec& spec);

  [[nodiscard]] RequestsPerSecond next() const { return next_; }  ///< while not finished
  /// One probe: the rate that was really asked for, normally next().
  void record(RequestsPerSecond rate, bool met);
  [[nodiscard]] bool finished() const { return answer_.end != SloAnswer::End::kUnfinished; }
  [[nodiscard]] const SloAnswer& answer() const { return answer_; }  ///< also before the end: so far
  [[nodiscard]] std::size_t probes() const { return probes_.size(); }

 private:
  struct Probe {
    double rate = 0;
    bool met = false;
  };
  struct Votes {
    int passes = 0;
    int fails = 0;
  };
  [[nodiscard]] Votes votes_at(double rate) const;
  void climb(double rate);
  void close_in();
  [[nodiscard]] double draw_side();
  void end_without_rate(SloAnswer::End end);
  void spend_budget();

  SloSearchSpec spec_;
  Random random_;
  RequestsPerSecond next_;
  SloAnswer answer_;
  std::vector<Probe> probes_;
  bool climbing_ = true;
  std::array<double, 3> sides_{-1, 0, 1};  ///< of the estimate; each once before any twice
  std::size_t sides_drawn_ = 0;
};

}  // namespace harness::load
