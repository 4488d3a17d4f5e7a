#include "harness/load/slo.hpp"

#include <algorithm>
#include <cmath>

#include "harness/load/guards.hpp"

namespace harness::load {
namespace {

using Measure = SloTerm::Measure;

double share_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(double share) {
  return fmt::format("{:.3g} %", 100 * share);
}

/// Answers that may still come: how late is not known.
std::uint64_t censored(const Ledger& ledger) {
  return ledger.in_flight_at_end + ledger.never_dispatched;
}

/// Why a quantile, or the maximum, of the answered ones is no more than a lower bound.
std::string open_end(const Ledger& ledger) {
  if (censored(ledger) > 0) {
    return fmt::format("{} of {} requests had no answer at the end", censored(ledger), ledger.scheduled);
  }
  return fmt::format("{} of {} requests failed", ledger.scheduled - ledger.ok, ledger.scheduled);
}

SloOutcome::Term judge_bound(const SloTerm& term, const std::string& name, std::optional<Nanoseconds> bound,
                             const Ledger& ledger) {
  if (!bound) return {term.text, false, fmt::format("{} unknown: {}", name, open_end(ledger))};
  const char* so_far =
      *bound < term.limit ? "so far below the limit, but unknown" : "above the limit already";
  return {term.text, false,
          fmt::format("{} at least {}, {}: {}", name, human(*bound), so_far, open_end(ledger))};
}

SloOutcome::Term judge_value(const SloTerm& term, const std::string& name, Nanoseconds value) {
  return {term.text, value < term.limit, fmt::format("{} {}", name, human(value))};
}

/// The k-th of all scheduled requests in the order of their response times, where those without an ok answer
/// come last.
SloOutcome::Term judge_percentile(const SloTerm& term, const stats::Histogram& response,
                                  const Ledger& ledger) {
  const std::string name = term.text.substr(0, term.text.find('<'));
  const double rank = std::ceil(std::nextafter(term.quantile, 0.0) * static_cast<double>(ledger.scheduled));
  const auto answered = static_cast<double>(response.count());
  if (rank > answered) return judge_bound(term, name, response.max(), ledger);
  return judge_value(term, name, *response.quantile(rank / answered));
}

SloOutcome::Term judge_max(const SloTerm& term, const stats::Histogram& response, const Ledger& ledger,
                           bool errors_allowed) {
  const std::uint64_t open = errors_allowed ? censored(ledger) : ledger.scheduled - ledger.ok;
  if (open > 0 || response.count() == 0) return judge_bound(term, "max", response.max(), ledger);
  return judge_value(term, "max", *response.max());
}

SloOutcome::Term judge_mean(const SloTerm& term, const stats::Histogram& response, const Ledger& ledger,
                            bool errors_allowed) {
  const auto mean = response.mean_ns();
  const std::uint64_t open = errors_allowed ? censored(ledger) : ledger.scheduled - ledger.ok;
  if (open > 0 || !mean) return {term.text, false, fmt::format("mean unknown: {}", open_end(ledger))};
  // Not rounded before it is compared: 49.9999999 ms is below 50 ms.
  return {term.text, *mean < static_cast<double>(term.limit.count()),
          fmt::format("mean {}", human(Nanoseconds(std::llround(*mean))))};
}

SloOutcome::Term judge_errors(const SloTerm& term, const Ledger& ledger) {
  const std::uint64_t not_ok = ledger.scheduled - ledger.ok;
  return {term.text, share_of(not_ok, ledger.scheduled) < term.share,
          fmt::format("errors {} ({} of {})", percent(share_of(not_ok, ledger.scheduled)), not_ok,
                      ledger.scheduled)};
}

SloOutcome::Term judge(const SloTerm& term, const Slo& slo, const LoadResult& result) {
  const stats::Histogram& response = result.open_loop->response;
  const bool errors_allowed = slo.errors().has_value();
  switch (term.measure) {
    case Measure::kPercentile:
      return judge_percentile(term, response, result.ledger);
    case Measure::kMax:
      return judge_max(term, response, result.ledger, errors_allowed);
    case Measure::kMean:
      return judge_mean(term, response, result.ledger, errors_allowed);
    case Measure::kErrors:
      return judge_errors(term, result.ledger);
  }
  return {term.text, false, "not judged"};
}

void judge_sending(const Slo& slo, const Ledger& ledger, SloOutcome& outcome) {
  const std::uint64_t unsent = ledger.shed + ledger.never_dispatched;
  const double share = share_of(unsent, ledger.scheduled);
  if (unsent == 0) return;
  if (1 - share < kRateReached) {
    outcome.beyond_terms.push_back(
        fmt::format("the rate was not reached: {} of the requests were never sent", percent(share)));
  } else if (share >= slo.errors().value_or(0)) {
    outcome.beyond_terms.push_back(
        fmt::format("{} of {} requests were never sent", unsent, ledger.scheduled));
  }
}

}  // namespace

bool SloOutcome::met() const {
  return beyond_terms.empty() && !terms.empty() &&
         std::all_of(terms.begin(), terms.end(), [](const Term& term) { return term.holds; });
}

std::string SloOutcome::why() const {
  std::vector<std::string> reasons = beyond_terms;
  for (const Term& term : terms) {
    if (term.holds == met()) reasons.push_back(term.seen);
  }
  return fmt::format("{}", fmt::join(reasons, "; "));
}

SloOutcome met(const Slo& slo, const LoadResult& result) {
  SloOutcome outcome;
  if (!result.open_loop) {
    outcome.beyond_terms.emplace_back("a closed loop has no response times");
    return outcome;
  }
  if (result.ledger.scheduled == 0) {
    outcome.beyond_terms.emplace_back("no request was due in the window");
    return outcome;
  }
  judge_sending(slo, result.ledger, outcome);
  for (const SloTerm& term : slo.terms) outcome.terms.push_back(judge(term, slo, result));
  return outcome;
}

}  // namespace harness::load
