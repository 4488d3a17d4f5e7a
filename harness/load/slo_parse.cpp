#include <cctype>
#include <charconv>
#include <cmath>

#include "harness/load/slo.hpp"

namespace harness::load {
namespace {

constexpr const char* kGrammar =
    "an objective is terms separated by commas, such as 'p99<50ms, errors<0.1%'; a term is p50, p90, p99, "
    "p99.9, max or mean '<' a duration (20ms, 1s), or errors '<' a percentage (0.1%)";

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) kept += c;
  }
  return kept;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<double> quantile_of(std::string_view name) {
  if (!name.starts_with('p')) return std::nullopt;
  const auto percent = number(name.substr(1));
  if (!percent || *percent <= 0 || *percent >= 100) return std::nullopt;
  return *percent / 100;
}

template <typename... Args>
tl::unexpected<Error> wrong(const std::string& term, fmt::format_string<Args...> format, Args&&... args) {
  return usage_error("term '{}': {}; {}", term, fmt::format(format, std::forward<Args>(args)...), kGrammar);
}

Result<SloTerm> limit_errors(SloTerm term, std::string_view limit) {
  const auto percent =
      limit.ends_with('%') ? number(limit.substr(0, limit.size() - 1)) : std::optional<double>();
  if (!percent) return wrong(term.text, "'{}' is not a percentage", limit);
  if (*percent <= 0 || *percent > 100) {
    return wrong(term.text, "{} must be above 0 % (nothing is below it) and at most 100 %", limit);
  }
  term.measure = SloTerm::Measure::kErrors;
  term.share = *percent / 100;
  return term;
}

Result<SloTerm> parse_term(std::string_view text) {
  SloTerm term;
  term.text = without_spaces(text);
  const std::size_t below = term.text.find('<');
  if (term.text.empty()) return wrong(term.text, "it is empty");
  if (below == std::string::npos) return wrong(term.text, "it has no '<'");
  const std::string name = term.text.substr(0, below);
  const std::string limit = term.text.substr(below + 1);
  if (name == "errors") return limit_errors(std::move(term), limit);
  if (name == "max") {
    term.measure = SloTerm::Measure::kMax;
  } else if (name == "mean") {
    term.measure = SloTerm::Measure::kMean;
  } else if (const auto quantile = quantile_of(name)) {
    term.quantile = *quantile;
  } else {
    return wrong(term.text, "nothing called '{}' is measured", name);
  }
  const auto duration = parse_duration(limit);
  if (!duration) return wrong(term.text, "'{}' is not a duration", limit);
  if (*duration <= Nanoseconds(0)) return wrong(term.text, "no response takes less than {}", limit);
  term.limit = *duration;
  return term;
}

bool same_measure(const SloTerm& a, const SloTerm& b) {
  return a.measure == b.measure && a.quantile == b.quantile;
}

}  // namespace

Result<Slo> parse_slo(std::string_view text) {
  Slo slo;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    auto term = parse_term(rest.substr(0, comma));
    if (!term) return tl::unexpected(term.error());
    for (const SloTerm& earlier : slo.terms) {
      if (same_measure(earlier, *term)) {
        return wrong(term->text, "'{}' already limits the same; keep the stricter one", earlier.text);
      }
    }
    slo.terms.push_back(*std::move(term));
    if (comma == std::string_view::npos) return slo;
    rest.remove_prefix(comma + 1);
  }
}

std::string Slo::text() const {
  std::string text;
  for (const SloTerm& term : terms) text += (text.empty() ? "" : ", ") + term.text;
  return text;
}

std::optional<double> Slo::errors() const {
  for (const SloTerm& term : terms) {
    if (term.measure == SloTerm::Measure::kErrors) return term.share;
  }
  return std::nullopt;
}

}  // namespace harness::load
