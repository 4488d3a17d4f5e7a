// POST /upload: bodies of any size and framing against their SHA-256, and what a server holds of a large one.
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_upload.hpp"
#include <nlohmann/json.hpp>

#include "harness/base/digest.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/upload_bodies.hpp"

namespace harness::verify {
namespace {

using contract::kLargestUpload;

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kMiB = 1024 * 1024;
/// At once, for each worker: 128 MiB go through it.
constexpr int kUploadsPerWorker = 2;
/// Of them, in each worker. What is no longer needed, but not collected yet, is held as well: 73 MiB were
/// seen of Node.js, less than 1 of Python. V8 collects young buffers when there are 64 MiB of them, in each
/// process (Heap::AllocateExternalBackingStore: 2 · DefaultMaxSemiSpaceSize). So one upload to each worker
/// would show nothing: a server that keeps nothing may hold as much as one that keeps it all.
constexpr std::int64_t kMostHeldKibPerWorker = 96 * 1024;

std::string golden(std::string_view body) {
  return contract::upload_body(body.size(), sha256_hex(body));
}

Problem wrong_upload(Probe& probe, const std::string& request, const std::string& how,
                     std::string_view body) {
  auto connection = probe.connect();
  connection.send(request);
  return wrong_answer(connection.receive(fmt::format("POST /upload, {} bytes, {}", body.size(), how)), 200,
                      golden(body));
}

Finding golden_digests(Probe& probe) {
  const auto bodies = upload_bodies(probe.random());
  for (const std::string& body : bodies) {
    const std::size_t chunk = 1 + probe.random().below(30'000);
    if (auto problem = wrong_upload(probe, sized_upload(body), "sized", body)) return failed("{}", *problem);
    if (auto problem =
            wrong_upload(probe, chunked_upload(body, chunk), fmt::format("in chunks of {}", chunk), body))
      return failed("{}", *problem);
  }
  return passed("{} bodies, each sized and chunked, have the right length and digest", bodies.size());
}

/// On one connection, so that what is left of one body would spoil the next.
Finding two_bodies(Probe& probe) {
  const auto first = random_bytes(probe.random(), 10'000);
  const auto second = random_bytes(probe.random(), 10'000);
  auto connection = probe.connect();
  for (const auto* body : {&first, &second, &first}) {
    for (const auto& request : {sized_upload(*body), chunked_upload(*body, kChunk)}) {
      connection.send(request);
      if (auto problem = wrong_answer(connection.receive("POST /upload"), 200, golden(*body)))
        return failed("two bodies in turn on one connection: {}", *problem);
    }
  }
  return passed("two bodies of one length, in turn on one connection, differ as they should");
}

Finding fragmented(Probe& probe) {
  const auto body = random_bytes(probe.random(), 300);
  auto connection = probe.connect();
  connection.send(upload_head(fmt::format("Content-Length: {}\r\n", body.size())));
  connection.send_bytewise(body);
  if (auto problem = wrong_answer(connection.receive("POST /upload, byte by byte"), 200, golden(body)))
    return failed("{}", *problem);
  auto chunked = probe.connect();
  chunked.send(upload_head("Transfer-Encoding: chunked\r\n"));
  chunked.send_bytewise(as_chunk(body).append(kLastChunk));
  if (auto problem = wrong_answer(chunked.receive("POST /upload, a chunk byte by byte"), 200, golden(body)))
    return failed("{}", *problem);
  if (auto problem = wrong_upload(probe, chunked_upload(body, 1), "a chunk for each byte", body))
    return failed("{}", *problem);
  return passed("{} bytes in as many segments, sized and chunked, then in as many chunks", body.size());
}

std::string expecting(std::string_view framing) {
  return upload_head(fmt::format("{}\r\nExpect: 100-continue\r\n", framing));
}

Finding continues(Probe& probe) {
  const auto body = random_bytes(probe.random(), 3000);
  for (const bool sized : {true, false}) {
    auto connection = probe.connect();
    connection.send(
        expecting(sized ? fmt::format("Content-Length: {}", body.size()) : "Transfer-Encoding: chunked"));
    if (auto problem =
            wrong_status(connection.receive("POST /upload with Expect: 100-continue, no body yet"), 100))
      return failed("{}", *problem);
    connection.send(sized ? body : as_chunk(body).append(kLastChunk));
    if (auto problem = wrong_answer(connection.receive("POST /upload after 100"), 200, golden(body)))
      return failed("{}", *problem);
    if (auto problem = wrong_status(connection.get("/plaintext"), 200))
      return failed("after a 100 the connection is out of step: {}", *problem);
  }
  return passed("100 before the body, sized and chunked, and one answer after it");
}

/// By what its head announces: as much as is allowed is asked for, one byte more is refused.
Finding oversize(Probe& probe) {
  auto largest = probe.connect();
  largest.send(expecting(fmt::format("Content-Length: {}", kLargestUpload)));
  const auto asked = fmt::format("POST /upload of {} bytes with Expect: 100-continue", kLargestUpload);
  if (auto problem = wrong_status(largest.receive(asked), 100)) return failed("{}", *problem);
  for (const bool expects : {true, false}) {
    const auto framing = fmt::format("Content-Length: {}", kLargestUpload + 1);
    auto connection = probe.connect();
    connection.send(expects ? expecting(framing) : upload_head(framing + "\r\n") + "the first bytes");
    const auto sent =
        fmt::format("POST /upload with {}, {}", framing, expects ? "expecting 100" : "and the first bytes");
    auto response = connection.receive(sent);
    // Some servers say it before anybody has looked at the length.
    if (expects && response.status == 100) response = connection.receive(sent);
    if (auto problem = wrong_answer(response, 413, "Content Too Large")) return failed("{}", *problem);
  }
  return passed("{} bytes asked for, {} refused without waiting for them", kLargestUpload,
                kLargestUpload + 1);
}

/// Summed over the workers of /__stats by the server itself; nothing when it does not say.
std::optional<std::int64_t> pss_kib(const Probe& probe) {
  const auto stats = nlohmann::json::parse(probe.get("/__stats").body, nullptr, false);
  if (!stats.is_object() || !stats.contains("pss_kib") || !stats["pss_kib"].is_number_integer())
    return std::nullopt;
  return stats["pss_kib"].get<std::int64_t>();
}

/// Several of the largest at once, in chunks, without their ends: what a server need not hold. Then half of
/// them end, and the others are a byte longer.
Finding largest_bounded(Probe& probe) {
  const auto block = random_bytes(probe.random(), kMiB);
  const int workers = probe.stack().workers;
  const auto before = pss_kib(probe);
  std::deque<RawConnection> uploads;  // they cannot be moved
  for (int i = 0; i < kUploadsPerWorker * workers; ++i)
    uploads.emplace_back(probe.subject(), probe.deadline())
        .send(upload_head("Transfer-Encoding: chunked\r\n"));
  Sha256 sha;
  const auto chunk = as_chunk(block);
  for (std::uint64_t sent = 0; sent < kLargestUpload; sent += kMiB) {
    for (RawConnection& upload : uploads) upload.send(chunk);
    sha.take(block);
  }
  const auto after = pss_kib(probe);
  const auto golden_largest = contract::upload_body(kLargestUpload, sha.hex());
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    const bool longer = i % 2 == 1;
    uploads[i].send(longer ? as_chunk("x").append(kLastChunk) : std::string(kLastChunk));
    const auto response = uploads[i].receive(
        fmt::format("POST /upload of {} bytes in chunks", kLargestUpload + (longer ? 1 : 0)));
    if (auto problem = longer ? wrong_answer(response, 413, "Content Too Large")
                              : wrong_answer(response, 200, golden_largest))
      return failed("{}", *problem);
  }
  if (!before || !after) return failed("/__stats has no pss_kib that is an integer");
  const std::int64_t allowed = kMostHeldKibPerWorker * workers;
  const auto figure = fmt::format("with {} bodies of {} bytes under way the server held {} KiB more",
                                  uploads.size(), kLargestUpload, *after - *before);
  if (*after - *before > allowed) return failed("{}, allowed are {}", figure, allowed);
  return passed("{}; a byte more is refused", figure);
}

}  // namespace

std::vector<Rule> upload_rules() {
  return {{"upload-golden", {"/upload"}, golden_digests},
          {"upload-two-bodies", {"/upload"}, two_bodies},
          {"upload-fragmented", {"/upload"}, fragmented},
          {"upload-continue-100", {"/upload", "/plaintext"}, continues},
          {"upload-oversize-413", {"/upload"}, oversize},
          {"upload-largest-bounded", {"/upload"}, largest_bounded, true}};
}

}  // namespace harness::verify
