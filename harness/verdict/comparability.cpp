#include "harness/verdict/comparability.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>

namespace harness::verdict {
namespace {

constexpr std::string_view kUnknown = "–";
constexpr double kWarmUpFactor = 2;

using Facts = std::map<std::string, std::string>;

Facts facts_of(const results::StoredRun& run) {
  Facts facts;
  for (const results::EnvRow& row : run.env) facts[row.key] = row.value;
  facts["suite"] = run.manifest.suite;
  facts["profile"] = run.manifest.profile;
  facts["claims_sha256"] = run.manifest.claims_sha256.value_or(std::string(kUnknown));
  return facts;
}

std::string value_of(const Facts& facts, const std::string& key) {
  const auto found = facts.find(key);
  return found == facts.end() ? std::string(kUnknown) : found->second;
}

std::vector<std::string> values_of(const std::vector<Facts>& all, const std::string& key) {
  std::vector<std::string> values;
  for (const Facts& facts : all) values.push_back(value_of(facts, key));
  return values;
}

std::set<std::string> keys_of(const std::vector<Facts>& all) {
  std::set<std::string> keys;
  for (const Facts& facts : all) {
    for (const auto& [key, value] : facts) keys.insert(key);
  }
  return keys;
}

bool equal(const std::vector<std::string>& values) {
  return std::ranges::adjacent_find(values, std::not_equal_to<>()) == values.end();
}

/// "26.10.0" → "26.10": a patch is the same program.
std::string major_minor(const std::string& version) {
  const auto minor = version.find('.');
  if (minor == std::string::npos) return version;
  return version.substr(0, version.find('.', minor + 1));
}

bool is_version(std::string_view key) {
  return key.starts_with("runtime.") && key.ends_with(".pinned_version");
}

bool must_be_equal(std::string_view key) {
  static const std::set<std::string_view> kKeys{"suite", "profile", "claims_sha256", "run.slice_s"};
  return kKeys.contains(key) || key.starts_with("sha256.");
}

bool within_factor(const std::vector<std::string>& values, double factor) {
  double least = 0;
  double most = 0;
  for (const std::string& value : values) {
    const double seconds = std::strtod(value.c_str(), nullptr);
    least = least == 0 ? seconds : std::min(least, seconds);
    most = std::max(most, seconds);
  }
  return most <= factor * least;
}

std::vector<std::string> shortened(std::vector<std::string> values) {
  constexpr std::size_t kHashShown = 12;
  for (std::string& value : values) {
    if (value.size() == 64) value.resize(kHashShown);  // a SHA-256
  }
  return values;
}

std::vector<Facts> all_facts(std::span<const NamedRun> runs) {
  std::vector<Facts> all;
  for (const NamedRun& run : runs) all.push_back(facts_of(run.run));
  return all;
}

bool differs_too_much(const std::string& key, std::vector<std::string> values) {
  if (is_version(key)) {
    for (std::string& value : values) value = major_minor(value);
    return !equal(values);
  }
  if (key == "run.warm_up_s") return !within_factor(values, kWarmUpFactor);
  return must_be_equal(key) && !equal(values);
}

/// Of one machine, too, no two runs have these in common.
bool of_the_moment(std::string_view key) {
  static const std::set<std::string_view> kKeys{"load_average", "memory_available_kib", "run.seed",
                                                "run.boot_id"};
  return kKeys.contains(key) || key.starts_with("floor.") || key.starts_with("warning.");
}

}  // namespace

Result<void> check_comparable(std::span<const NamedRun> runs) {
  const std::vector<Facts> all = all_facts(runs);
  std::vector<std::string> problems;
  for (const std::string& key : keys_of(all)) {
    const auto values = values_of(all, key);
    if (!differs_too_much(key, values)) continue;
    problems.push_back(fmt::format("{} is not the same: {}", key, fmt::join(shortened(values), " | ")));
  }
  if (problems.empty()) return {};
  problems.push_back(
      "runs are compared only when they asked the same question of the same servers; measure again with one "
      "commit of this repository on both machines");
  return tl::unexpected(joined(ErrorCode::kEnvironment, problems));
}

std::vector<OtherFact> other_facts(std::span<const NamedRun> runs) {
  const std::vector<Facts> all = all_facts(runs);
  std::vector<OtherFact> others;
  for (const std::string& key : keys_of(all)) {
    auto values = values_of(all, key);
    if (!of_the_moment(key) && !equal(values)) others.push_back({key, std::move(values)});
  }
  return others;
}

}  // namespace harness::verdict
