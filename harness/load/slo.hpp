#pragma once
// A service level objective and whether one open-loop load met it. Pure. Times are response times (done −
// intended): what users see, queues included. Percentiles are over every request that was due; one without an
// ok answer counts as slower than any limit, so a server cannot pass by failing fast or by never answering.
// Grammar: "p99<50ms, errors<0.1%". Errors: kUsage, naming the term and showing the grammar.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/load_result.hpp"

namespace harness::load {

struct SloTerm {
  enum class Measure : std::uint8_t { kPercentile, kMax, kMean, kErrors };
  Measure measure = Measure::kPercentile;
  double quantile = 0;   ///< of a percentile: 0.99
  Nanoseconds limit{0};  ///< of a response time: it must stay below
  double share = 0;      ///< of kErrors: not-ok per scheduled request, must stay below
  std::string text;      ///< as people write it: "p99<50ms"
};

struct Slo {
  std::vector<SloTerm> terms;
  [[nodiscard]] std::string text() const;              ///< "p99<50ms, errors<0.1%"
  [[nodiscard]] std::optional<double> errors() const;  ///< the share allowed, if there is such a term
};

[[nodiscard]] Result<Slo> parse_slo(std::string_view text);

struct SloOutcome {
  struct Term {
    std::string text;  ///< "p99<50ms"
    bool holds = false;
    std::string seen;  ///< "p99 62.1 ms"; says so when the value is unknown or only a lower bound
  };
  std::vector<Term> terms;
  std::vector<std::string>
      beyond_terms;  ///< why the load is no evidence at all, e.g. the rate was not reached
  [[nodiscard]] bool met() const;
  [[nodiscard]] std::string why() const;  ///< what failed, or what was seen when all holds
};

/// `result` must be that of an open loop; a closed one has no response times and meets nothing.
/// Not met either when requests were never sent (shed, or still waiting for a connection when the drain
/// ended): more of them than the errors term allows, or than kRateReached (guards.hpp) of the rate.
[[nodiscard]] SloOutcome met(const Slo& slo, const LoadResult& result);

}  // namespace harness::load
