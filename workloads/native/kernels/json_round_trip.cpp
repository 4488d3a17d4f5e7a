#include "workloads/native/kernels/json_round_trip.hpp"

#include "workloads/native/kernels/fnv.hpp"
#include "workloads/native/kernels/lcg.hpp"
#include <fmt/format.h>

namespace harness::kernels::json_round_trip {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kRoundTrips = 2;

}  // namespace

Json prepare(int n) {
  Lcg lcg(42);
  Json records = Json::array();
  for (int id = 0; id < n; ++id) {
    const std::uint32_t a = lcg.next();
    const std::uint32_t b = lcg.next();
    const std::uint32_t c = lcg.next();
    records.push_back(Json{
        {"id", id},
        {"name", fmt::format("user-{}", a % 100000)},
        {"email", fmt::format("u{}@example.test", b % 100000)},
        {"active", (c & 0x10000) != 0},
        {"score", (a >> 8) % 1000 + 0.5},
        {"tags", {fmt::format("t{}", b % 97), "caf\u00e9", fmt::format("t{}", c % 89)}},
        {"geo", {{"lat", (b >> 9) % 180 - 90.0 + 0.25}, {"lon", (c >> 9) % 360 - 180.0 + 0.75}}},
        {"note", nullptr},
    });
  }
  return records;
}

std::string run(const Json& records) {
  std::string text = records.dump();
  for (int i = 0; i < kRoundTrips; ++i) text = Json::parse(text).dump();
  return text;
}

std::string line(const std::string& text) {
  return fmt::format("{} {}", text.size(), fnv1a(text));
}

}  // namespace harness::kernels::json_round_trip
