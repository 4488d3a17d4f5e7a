#include "workloads/native/reference/contract_pieces.hpp"

#include <fmt/format.h>

namespace harness::contract {

std::string event(std::uint64_t index, std::int64_t now_ns) {
  return fmt::format("id: {0}\ndata: {{\"i\":{0},\"t\":{1}}}\n\n", index, now_ns);
}

Pieces events(std::uint64_t count, std::uint64_t hz) {
  const auto due_ns = [hz](std::uint64_t index) {
    return static_cast<std::int64_t>(index * 1'000'000'000 / hz);
  };
  return {count, due_ns, event, {}};
}

std::string chunk(std::uint64_t index, std::uint64_t size) {
  return std::string(size, static_cast<char>(index % 256));
}

Pieces chunks(std::uint64_t count, std::uint64_t size, std::uint64_t pause_us) {
  const auto due_ns = [pause_us](std::uint64_t index) {
    return static_cast<std::int64_t>(index * pause_us * 1'000);
  };
  return {count, due_ns, [size](std::uint64_t index, std::int64_t) { return chunk(index, size); }, {}};
}

}  // namespace harness::contract
