#include "harness/verify/head.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "workloads/native/reference/contract_response.hpp"

namespace harness::verify {
namespace {

std::vector<std::string> names(const Response& response) {
  std::vector<std::string> all;
  for (const auto& [name, value] : response.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    all.push_back(std::move(lower));
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

Problem wrong_head(const Response& response, int status, std::string_view content_type,
                   std::initializer_list<std::string_view> framing) {
  if (auto problem = wrong_status(response, status)) return problem;
  std::vector<std::string> expected = {"content-type", "date", "server"};
  expected.insert(expected.end(), framing.begin(), framing.end());
  std::sort(expected.begin(), expected.end());
  if (const auto seen = names(response); seen != expected) {
    return fmt::format("{}: headers are {}, expected exactly {}", response.asked, fmt::join(seen, ", "),
                       fmt::join(expected, ", "));
  }
  if (response.header("Content-Type") != content_type) {
    return fmt::format("{}: Content-Type '{}', expected '{}'", response.asked,
                       response.header("Content-Type"), content_type);
  }
  if (response.header("Server") != "bench") {
    return fmt::format("{}: Server '{}', expected 'bench'", response.asked, response.header("Server"));
  }
  if (contract::parse_imf_fixdate(response.header("Date"))) return std::nullopt;
  return fmt::format("{}: Date '{}' is not an IMF-fixdate", response.asked, response.header("Date"));
}

}  // namespace harness::verify
