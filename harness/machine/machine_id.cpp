#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include <fmt/format.h>

#include "harness/machine/facts.hpp"
#include "harness/machine/kernel_text.hpp"

namespace harness::machine {
namespace {

std::string value_of(const std::vector<Fact>& facts, std::string_view key) {
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.key == key; });
  return found == facts.end() ? std::string() : found->value;
}

/// Lower-case letters and digits only.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && std::isalnum(byte) != 0) result += static_cast<char>(std::tolower(byte));
  }
  return result;
}

/// The word of a CPU's model name that people use: "AMD EPYC 7763 64-Core Processor" → "epyc".
std::string family_word(std::string_view model) {
  static constexpr std::array kFillers{"intel",   "intelr",       "amd",          "cpu",     "processor",
                                       "genuine", "genuineintel", "authenticamd", "virtual", "gen",
                                       "th"};
  for (const std::string& raw : words(model)) {
    std::string word = plain(raw.substr(0, raw.find('(')));
    const bool filler = std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
    const bool starts_with_digit = !word.empty() && word[0] >= '0' && word[0] <= '9';
    if (word.size() >= 3 && !filler && !starts_with_digit) return word;
  }
  return "cpu";
}

std::string major_minor(const std::string& kernel) {
  const auto first = kernel.find('.');
  if (first == std::string::npos) return kernel;
  return kernel.substr(0, kernel.find_first_not_of("0123456789", first + 1));
}

/// 64-bit FNV-1a folded to 16 bits by xor. Source: draft-eastlake-fnv, FNV-1a and xor-folding.
std::uint16_t short_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return static_cast<std::uint16_t>(hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48));
}

}  // namespace

std::string machine_id(const std::vector<Fact>& facts) {
  const std::string model = value_of(facts, "cpu_model");
  const std::string cpus = value_of(facts, "cpus_online");
  const std::string distribution = value_of(facts, "distribution_id");
  const std::string discrete =
      fmt::format("{}\n{}\n{}\n{}", model, cpus, major_minor(value_of(facts, "kernel")), distribution);
  const std::string system = plain(distribution);
  return fmt::format("{}-{}cpu-{}-{:04x}", system.empty() ? "linux" : system, plain(cpus), family_word(model),
                     short_hash(discrete));
}

}  // namespace harness::machine
