#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "workloads/native/reference/contract_pieces.hpp"
#include "workloads/native/reference/contract_response.hpp"

#include "harness/process/listening.hpp"
#include "harness/process/tree.hpp"
#include "harness/verify/cadence.hpp"
#include "harness/verify/head.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

struct Asked {
  std::uint64_t chunks = 0;
  std::uint64_t size = 0;
  std::uint64_t pause_us = 0;
  [[nodiscard]] std::string target() const {
    return fmt::format("/stream?c={}&b={}&us={}", chunks, size, pause_us);
  }
};

/// Reads chunks to the byte, in their turn, however they were framed.
class ChunkReader {
 public:
  explicit ChunkReader(const Asked& asked) : asked_(asked) {}

  void hear(std::string_view part) {
    while (!problem_ && !part.empty()) {
      const auto piece = part.substr(0, asked_.size - filled_);
      check(piece);
      part.remove_prefix(piece.size());
      filled_ += piece.size();
      if (filled_ < asked_.size) continue;
      filled_ = 0;
      whole_.push_back(SteadyClock{}.now());
    }
  }

  /// When the last byte of each came.
  [[nodiscard]] const std::vector<Instant>& whole() const { return whole_; }
  [[nodiscard]] Problem problem() const {
    if (problem_ || (whole_.size() == asked_.chunks && filled_ == 0)) return problem_;
    return fmt::format("{} chunks and {} bytes came, expected {} chunks", whole_.size(), filled_,
                       asked_.chunks);
  }

 private:
  void check(std::string_view piece) {
    const auto number = whole_.size() % 256;
    const auto other = piece.find_first_not_of(static_cast<char>(number));
    if (other == std::string_view::npos) return;
    problem_ = fmt::format("byte {} of chunk {} is {}, expected {}", filled_ + other, whole_.size(),
                           static_cast<unsigned char>(piece[other]), number);
  }

  const Asked asked_;
  std::uint64_t filled_ = 0;
  std::vector<Instant> whole_;
  Problem problem_;
};

Problem wrong_stream(RawConnection& connection, const Asked& asked, ChunkReader& reader) {
  connection.send(get_request(asked.target()));
  const auto head =
      connection.receive_into("GET " + asked.target(), [&](std::string_view part) { reader.hear(part); });
  if (auto problem = wrong_head(head, 200, contract::kBytes, {"transfer-encoding"})) return problem;
  if (auto problem = reader.problem()) return fmt::format("{}: {}", head.asked, *problem);
  return std::nullopt;
}

/// More than 256 chunks, so that their bytes begin anew; the smallest; and large ones.
Finding golden(Probe& probe) {
  auto connection = probe.connect();
  const Asked all[] = {{260 + probe.random().below(100), 500 + probe.random().below(1000), 0},
                       {1, 1, 0},
                       {3, contract::kLargestChunk, 0}};
  std::uint64_t bytes = 0;
  for (const Asked& asked : all) {
    ChunkReader reader(asked);
    if (auto problem = wrong_stream(connection, asked, reader)) return failed("{}", *problem);
    bytes += asked.chunks * asked.size;
  }
  if (auto problem = wrong_status(connection.get("/plaintext"), 200))
    return failed("after a stream the connection is out of step: {}", *problem);
  return passed("{} bytes in chunks as asked for, and the connection goes on", bytes);
}

Finding cadence_of_one(Probe& probe) {
  const Asked asked{80, 1000, 4000};
  auto connection = probe.connect();
  ChunkReader reader(asked);
  Cadence cadence(SteadyClock{}.now(), microseconds(asked.pause_us));
  if (auto problem = wrong_stream(connection, asked, reader)) return failed("{}", *problem);
  for (const Instant at : reader.whole()) cadence.came(at);
  return cadence.finding();
}

/// A machine may be busy for as long as a third of a stream lasts; what a server does it does twice.
Finding cadence(Probe& probe) {
  const auto finding = cadence_of_one(probe);
  return finding.passed ? finding : cadence_of_one(probe);
}

Result<std::uint64_t> pss_kib_of_who_listens(std::uint16_t port) {
  const auto sockets = process::listening_on(port);
  if (!sockets) return tl::unexpected(sockets.error());
  std::vector<int> roots;
  for (const auto& socket : *sockets) roots.insert(roots.end(), socket.holders.begin(), socket.holders.end());
  return process::memory_from(roots).map([](const process::Memory& memory) { return memory.pss_kib; });
}

/// Waits until it has begun to answer and its memory no longer grows, or has grown by more than may be.
Result<std::uint64_t> most_kib_of_a_stalled(RawConnection& reader, std::uint16_t port,
                                            std::uint64_t allowed) {
  constexpr std::uint64_t kSteadyKib = 1024;
  constexpr int kLooks = 5;
  const Instant end = SteadyClock{}.now() + seconds(2);
  std::uint64_t most = 0;
  for (int steady = 0; steady < kLooks && most <= allowed && SteadyClock{}.now() < end; ++steady) {
    std::this_thread::sleep_for(milliseconds(60));
    const auto now = pss_kib_of_who_listens(port);
    if (!now) return now;
    if (*now > most + kSteadyKib || reader.is_silent_until(SteadyClock{}.now())) steady = -1;
    most = std::max(most, *now);
  }
  return most;
}

/// Asked for is four times what may wait. What the kernel takes of it is not the server's memory.
Finding back_pressure(Probe& probe) {
  constexpr std::uint64_t kAllowedKib = 64 * 1024;
  const Asked asked{4096, 64 * 1024, 0};
  const std::uint16_t port = probe.subject().port;
  const auto before = pss_kib_of_who_listens(port);
  if (!before) return unknown("{}", before.error().message);
  auto stalled = probe.connect();
  stalled.send(get_request(asked.target()));
  const auto most = most_kib_of_a_stalled(stalled, port, *before + kAllowedKib);
  if (!most) return failed("{}", most.error().message);
  const std::uint64_t growth = *most - std::min(*most, *before);
  const auto figure = fmt::format("{} MiB asked for and not read: the server grew by {:.1f} MiB",
                                  asked.chunks * asked.size >> 20, static_cast<double>(growth) / 1024);
  if (growth > kAllowedKib) return failed("{}, allowed are {}", figure, kAllowedKib / 1024);
  if (stalled.is_silent_until(SteadyClock{}.now())) return failed("{}: not a byte came", asked.target());
  if (auto problem = wrong_status(probe.get("/plaintext"), 200))
    return failed("while a reader is stalled: {}", *problem);
  return passed("{}", figure);
}

}  // namespace

std::vector<Rule> stream_rules() {
  return {{"stream-golden", {"/stream", "/plaintext"}, golden},
          {"stream-cadence", {"/stream"}, cadence},
          {"stream-back-pressure", {"/stream", "/plaintext"}, back_pressure}};
}

}  // namespace harness::verify
