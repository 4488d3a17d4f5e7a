// The forms of `harness compare` that programs read.
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "harness/cli/compare_output.hpp"
#include "harness/results/csv_records.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;
using verdict::ReplicatedPlace;

ordered_json ratio_json(double log_low, double log_estimate, double log_high, double level) {
  return {{"ratio", std::exp(log_estimate)},
          {"low", std::exp(log_low)},
          {"high", std::exp(log_high)},
          {"level", level}};
}

ordered_json place_json(const ReplicatedPlace& place) {
  ordered_json json{{"claim", place.claim},   {"reading", place.reading},
                    {"place", place.place},   {"outcome", text(place.replication)},
                    {"reason", place.reason}, {"p_holm", place.p_holm}};
  ordered_json& effects = json["effects"] = ordered_json::array();
  for (const auto& effect : place.effects) {
    effects.push_back(effect ? ratio_json(effect->low, effect->estimate, effect->high, effect->level)
                             : ordered_json(nullptr));
  }
  if (const auto& d = place.difference)
    json["first_over_second"] = ratio_json(d->low, d->estimate, d->high, d->level);
  if (const auto& pooled = place.pooled) {
    json["pooled"] = ratio_json(pooled->low, pooled->log_ratio, pooled->high, pooled->level);
    json["i_squared"] = pooled->i_squared;
    json["next_machine"] = {{"low", std::exp(pooled->next_low)}, {"high", std::exp(pooled->next_high)}};
  }
  return json;
}

ordered_json numbers(const std::vector<std::optional<double>>& values) {
  ordered_json json = ordered_json::array();
  for (const auto& value : values) json.push_back(value ? ordered_json(*value) : ordered_json(nullptr));
  return json;
}

}  // namespace

std::string compare_json(const Comparison& comparison) {
  ordered_json json{{"schema", 1}, {"runs", comparison.runs}};
  ordered_json& places = json["places"] = ordered_json::array();
  for (const ReplicatedPlace& place : comparison.places) places.push_back(place_json(place));
  ordered_json& verdicts = json["verdicts"] = ordered_json::array();
  for (const ClaimVerdicts& claim : comparison.verdicts)
    verdicts.push_back({{"claim", claim.claim}, {"verdicts", claim.verdicts}});
  ordered_json& rates = json["rates_never_tested"] = ordered_json::array();
  for (const AbsoluteRate& rate : comparison.rates) {
    const auto agree = rate.units_agree();
    rates.push_back({{"cell", rate.cell},
                     {"stack", rate.stack},
                     {"rps", numbers(rate.rps)},
                     {"per_null_rps", numbers(rate.per_null_rps)},
                     {"per_canary", numbers(rate.per_canary)},
                     {"units_agree", agree ? ordered_json(*agree) : ordered_json(nullptr)}});
  }
  ordered_json& facts = json["allowed_to_differ"] = ordered_json::array();
  for (const verdict::OtherFact& fact : comparison.other_facts)
    facts.push_back({{"key", fact.key}, {"values", fact.values}});
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string compare_csv(const Comparison& comparison) {
  std::string text = "claim,reading,place,outcome,reason,p_holm";
  for (std::size_t run = 1; run <= comparison.runs.size(); ++run)
    text += fmt::format(",ratio_{0},low_{0},high_{0}", run);
  text += ",agreement_ratio,agreement_low,agreement_high\n";
  for (const ReplicatedPlace& place : comparison.places) {
    text += fmt::format("{},{},{},{},{},{:.6g}", results::quoted(place.claim), results::quoted(place.reading),
                        results::quoted(place.place), verdict::text(place.replication),
                        results::quoted(place.reason), place.p_holm);
    for (const auto& effect : place.effects) {
      text += effect ? fmt::format(",{:.6g},{:.6g},{:.6g}", std::exp(effect->estimate), std::exp(effect->low),
                                   std::exp(effect->high))
                     : ",,,";
    }
    if (const auto& d = place.difference) {
      text +=
          fmt::format(",{:.6g},{:.6g},{:.6g}\n", std::exp(d->estimate), std::exp(d->low), std::exp(d->high));
    } else if (const auto& pooled = place.pooled) {
      text += fmt::format(",{:.6g},{:.6g},{:.6g}\n", std::exp(pooled->log_ratio), std::exp(pooled->low),
                          std::exp(pooled->high));
    } else {
      text += ",,,\n";
    }
  }
  return text;
}

}  // namespace harness::cli
