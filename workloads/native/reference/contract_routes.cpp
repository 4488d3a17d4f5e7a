#include "workloads/native/reference/contract_routes.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "workloads/native/reference/contract_bodies.hpp"
#include "workloads/native/reference/contract_echo.hpp"
#include "workloads/native/reference/contract_file.hpp"
#include "workloads/native/reference/contract_upload.hpp"
#include "workloads/native/reference/contract_websocket.hpp"

namespace harness::contract {
namespace {

struct Limit {
  std::string_view name;
  std::size_t digits;
  std::uint64_t max;
};

constexpr Limit kK{"k", 10, 4294967295};
constexpr Limit kN{"n", 4, 1000};
constexpr Limit kMs{"ms", 5, 10000};
constexpr Limit kDownMs{"ms", 5, kLongestDownMs};
constexpr Limit kSize{"b", 7, kLargestBlob};
constexpr Limit kHz{"hz", 3, 120};
constexpr Limit kPercent{"p", 3, 100};
constexpr Limit kNumber{"i", 10, 4294967295};
constexpr Limit kEventCount{"n", 7, kMostEvents};
constexpr Limit kEventHz{"hz", 4, kMostHz};
constexpr Limit kChunkCount{"c", 7, kMostChunks};
constexpr Limit kChunkSize{"b", 7, kLargestChunk};
constexpr Limit kPauseUs{"us", 7, kLongestPauseUs};

std::optional<std::uint64_t> decimal(std::string_view text, const Limit& limit) {
  // from_chars would take a minus sign for some types and stop quietly at a letter.
  if (text.empty() || text.size() > limit.digits) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value > limit.max) return std::nullopt;
  return value;
}

/// The parameter must occur exactly once; others are ignored; nothing is percent-decoded.
std::optional<std::uint64_t> parameter(std::string_view query, const Limit& limit) {
  std::optional<std::string_view> found;
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    const auto equals = part.find('=');
    if (part.substr(0, equals) != limit.name) continue;
    if (found) return std::nullopt;
    found = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
  }
  return found ? decimal(*found, limit) : std::nullopt;
}

Answer json(std::string_view query) {
  const auto k = parameter(query, kK);
  const auto n = parameter(query, kN);
  if (!k || !n) return {refusal(400)};
  return {{200, kJson, json_body(static_cast<std::uint32_t>(*k), static_cast<int>(*n))}};
}

Answer delay(std::string_view query) {
  const auto ms = parameter(query, kMs);
  if (!ms) return {refusal(400)};
  return {{200, kJson, delay_body(static_cast<int>(*ms))}, static_cast<int>(*ms)};
}

std::optional<Call> call_in(std::string_view query) {
  const auto ms = parameter(query, kDownMs);
  const auto size = parameter(query, kSize);
  if (!ms || !size) return std::nullopt;
  return Call{static_cast<int>(*ms), static_cast<std::size_t>(*size)};
}

Answer down(std::string_view query) {
  const auto call = call_in(query);
  if (!call) return {refusal(400)};
  Answer answer{{200, kJson, {}}};
  answer.call = call;
  return answer;
}

Answer blob(std::string_view query) {
  const auto call = call_in(query);
  if (!call) return {refusal(400)};
  return {{200, kBytes, std::string(contract::blob(call->size))}, call->ms};
}

std::optional<Computation> computation_of(const kernels::Kernel& kernel, std::string_view query) {
  const auto largest = static_cast<std::uint64_t>(kernel.largest);
  const auto n = parameter(query, {"n", std::to_string(largest).size(), largest});
  if (!n || *n < static_cast<std::uint64_t>(kernel.smallest)) return std::nullopt;
  return Computation{&kernel, static_cast<int>(*n)};
}

Answer compute(const Computation& computation, bool off) {
  Answer answer{{200, kJson, {}}};
  if (off) {
    answer.off = computation;
  } else {
    answer.reply.body = cpu_body(computation);
  }
  return answer;
}

Answer mixed(const Computation& computation, std::string_view query) {
  const auto percent = parameter(query, kPercent);
  const auto number = parameter(query, kNumber);
  if (!percent || !number) return {refusal(400)};
  Answer answer{{200, kPlainText, plaintext_body()}};
  if (computes(static_cast<std::uint32_t>(*number), static_cast<unsigned>(*percent)))
    answer.unseen = cpu_body(computation);
  return answer;
}

Answer of_kernel(const kernels::Kernel& kernel, std::string_view path, std::string_view query) {
  const auto computation = computation_of(kernel, query);
  if (!computation) return {refusal(400)};
  if (path.starts_with(kMixed)) return mixed(*computation, query);
  return compute(*computation, path.starts_with(kCpuOff));
}

Answer sse(std::string_view query) {
  const auto n = parameter(query, kEventCount);
  const auto hz = parameter(query, kEventHz);
  if (!n || !hz || *n == 0 || *hz == 0) return {refusal(400)};
  Answer answer{{200, kEventStream, {}, {}, "Cache-Control: no-cache\r\n"}};
  answer.pieces = events(*n, *hz);
  return answer;
}

Answer stream(std::string_view query) {
  const auto c = parameter(query, kChunkCount);
  const auto b = parameter(query, kChunkSize);
  const auto us = parameter(query, kPauseUs);
  if (!c || !b || !us || *c == 0 || *b == 0) return {refusal(400)};
  Answer answer{{200, kBytes, {}}};
  answer.pieces = chunks(*c, *b, *us);
  return answer;
}

Answer only_by_upgrade(Conversation conversation) {
  Answer plain{refusal(400)};
  plain.conversation = std::move(conversation);
  return plain;
}

Answer game(std::string_view query) {
  const auto hz = parameter(query, kHz);
  if (!hz || *hz == 0) return {refusal(400)};
  return only_by_upgrade({"", static_cast<int>(*hz)});
}

/// A proxy's request line carries the whole URL. Source: RFC 9112 §3.2.2 (absolute-form).
std::string_view origin_form(std::string_view target) {
  if (!target.starts_with("http://")) return target;
  const auto slash = target.find_first_of("/?", 7);
  return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

Answer of_get(std::string_view path, std::string_view query) {
  if (path == "/plaintext") return {{200, kPlainText, plaintext_body()}};
  if (path == "/json") return json(query);
  if (path == "/delay") return delay(query);
  if (path == "/sse") return sse(query);
  if (path == "/stream") return stream(query);
  if (const auto name = file_on(path)) {
    Answer answer{refusal(404)};
    answer.file = *name;
    return answer;
  }
  if (path == kDownPath) return down(query);
  if (path == kBlobPath) return blob(query);
  if (path == kGamePath) return game(query);
  if (auto conversation = conversation_on(path)) return only_by_upgrade(std::move(*conversation));
  if (const auto* kernel = kernel_of_path(path)) return of_kernel(*kernel, path, query);
  Answer own{{200, kJson, {}}};
  own.info = path == "/__info";
  own.stats = path == "/__stats";
  return own;
}

/// Empty when the path is unknown.
std::string_view method_of(std::string_view path) {
  if (path == "/echo") return "POST";
  if (path == kUploadPath) return "POST";
  const bool known = path == "/plaintext" || path == "/json" || path == "/delay" || path == "/sse" ||
                     path == "/stream" || path == "/__info" || path == "/__stats" || path == kDownPath ||
                     path == kBlobPath || path == kGamePath || conversation_on(path).has_value() ||
                     file_on(path).has_value();
  return known || kernel_of_path(path) != nullptr ? "GET" : "";
}

Answer uploaded() {
  Answer answer;
  answer.upload = true;
  return answer;
}

Reply only(std::string_view allowed) {
  Reply reply = refusal(405);
  reply.allow = allowed;
  return reply;
}

}  // namespace

Reply refusal(int status) {
  return {status, kPlainText, std::string(reason(status))};
}

bool is_upload(std::string_view method, std::string_view raw_target) {
  const auto target = origin_form(raw_target);
  return method == "POST" && target.substr(0, target.find('?')) == kUploadPath;
}

Answer answer(std::string_view method, std::string_view raw_target, std::string_view body) {
  const auto target = origin_form(raw_target);
  const auto mark = target.find('?');
  const auto path = target.substr(0, mark);
  const auto query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  const auto allowed = method_of(path);
  Answer result = allowed.empty()       ? Answer{refusal(404)}
                  : method != allowed   ? Answer{only(allowed)}
                  : path == "/echo"     ? Answer{echo_reply(body)}
                  : path == kUploadPath ? uploaded()
                                        : of_get(path, query);
  result.observed = !path.starts_with("/__");
  return result;
}

}  // namespace harness::contract
