#include "workloads/native/reference/contract_down.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <fmt/format.h>

#include "harness/base/digest.hpp"

namespace harness::contract {
namespace {

std::string whole_blob() {
  std::string bytes(kLargestBlob, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525U + 1013904223U;  // Source: Numerical Recipes, 2nd ed., §7.1
    byte = static_cast<char>(state >> 24);   // its low bits repeat soon
  }
  return bytes;
}

}  // namespace

std::string_view blob(std::size_t size) {
  static const std::string bytes = whole_blob();
  return std::string_view(bytes).substr(0, size);
}

std::string blob_target(const Call& call, std::string_view path) {
  return fmt::format("{}?ms={}&b={}", path, call.ms, call.size);
}

std::string down_body(int ms, std::string_view received) {
  return fmt::format(R"({{"ms":{},"len":{},"sha":"{}"}})", ms, received.size(), sha256_hex(received));
}

Reply bad_gateway() {
  return refusal(502);
}

Reply gateway_timeout() {
  return refusal(504);
}

}  // namespace harness::contract
