#include "tests/component/verify/faulty_server.hpp"

#include <array>
#include <chrono>
#include <limits>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "tests/component/verify/faulty_pieces.hpp"
#include "workloads/native/reference/contract_echo.hpp"
#include "workloads/native/reference/files.hpp"
#include <boost/beast/http/error.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "harness/base/clock.hpp"
#include "harness/base/digest.hpp"
#include "harness/base/error.hpp"

namespace harness::test {
namespace {

namespace http = boost::beast::http;
using reference::RequestParser;

bool receive_more(int descriptor, std::string& in) {
  std::array<char, 16 * 1024> bytes;
  const ssize_t count = ::recv(descriptor, bytes.data(), bytes.size(), 0);
  if (count > 0) in.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

bool send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool has_a_name_of_more_than_32_emoji(const std::string& body) {
  std::string name;
  for (int i = 0; i < 33; ++i) name += "😀";
  return body.find(name) != std::string::npos;
}

std::string id_and_length(const std::string& echo) {
  return fmt::format("{} {}", echo.substr(0, echo.find(",\"name\"")), echo.size());
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

}  // namespace

FaultyServer::FaultyServer(Fault fault, std::filesystem::path data_dir, std::uint16_t down_port)
    : fault_(fault), data_dir_(std::move(data_dir)), down_port_(down_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  HARNESS_ASSERT(::bind(listener_, generic, length) == 0 && ::listen(listener_, 128) == 0);
  HARNESS_ASSERT(::getsockname(listener_, generic, &length) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FaultyServer::~FaultyServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (const int descriptor : descriptors_) ::shutdown(descriptor, SHUT_RDWR);
  for (auto& connection : connections_) connection.join();
  for (const int descriptor : descriptors_) ::close(descriptor);
  ::close(listener_);
}

workload::Stack FaultyServer::stack() {
  workload::Stack stack;
  stack.id = "test/faulty";
  stack.language = "native";
  stack.loop = "threads";
  stack.http_parser = "httptools";
  stack.keep_alive_s = 75;
  stack.third_party = {"httptools"};
  stack.offload = "thread";
  stack.endpoints = {"/plaintext", "/json", "/delay", "/echo"};
  return stack;
}

void FaultyServer::accept_all() {
  for (;;) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    const int on = 1;
    const timeval half_a_second{0, 500'000};
    if (has(Fault::kClosesWhenIdle))
      ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &half_a_second, sizeof half_a_second);
    if (!has(Fault::kNagle)) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    descriptors_.push_back(descriptor);
    connections_.emplace_back([this, descriptor] {
      serve(descriptor);
      ::shutdown(descriptor, SHUT_WR);
    });
  }
}

/// `begin` is set to what was there when it was first looked at: for a request sent at once, all of it.
FaultyServer::Read FaultyServer::read_request(int descriptor, std::string& in, RequestParser& parser,
                                              std::string& begin) {
  const int most_pieces = has(Fault::kTiresOfPieces) ? 20 : std::numeric_limits<int>::max();
  bool continued = has(Fault::kNeverContinues);
  parser.eager(!has(Fault::kBodyLeftUnread));  // but that of /echo, which is read to be answered
  for (int pieces = 0;;) {
    if (in.empty() && !receive_more(descriptor, in)) return Read::kClosed;
    if (begin.empty()) begin = in;
    boost::system::error_code code;
    const std::size_t used = parser.put(boost::asio::buffer(in), code);
    if (parser.upload()) uploaded_ += used;
    in.erase(0, used);
    if (code && code != http::error::need_more) return Read::kMalformed;
    if (parser.is_done()) return Read::kRequest;
    if (parser.is_header_done() && !parser.eager()) {
      if (parser.target() != "/echo") return Read::kRequest;
      parser.eager(true);
      continue;
    }
    if (refuses_upload(parser)) return Read::kRequest;
    if (parser.is_header_done() && parser.expects_continue() && !std::exchange(continued, true))
      send_all(descriptor, "HTTP/1.1 100 Continue\r\n\r\n");
    if (parser.is_header_done() && ++pieces > most_pieces) return Read::kRequest;
    if (has(Fault::kOneReadOneRequest)) return Read::kMalformed;
    if (!receive_more(descriptor, in)) return Read::kClosed;
  }
}

std::size_t FaultyServer::held_kib() const {
  constexpr std::size_t kNotCollectedKib = 2 * 60 * 1024;
  if (has(Fault::kKeepsUploads)) return uploaded_ / 1024;
  return has(Fault::kCollectsLate) ? std::min(uploaded_ / 1024, kNotCollectedKib) : 0;
}

bool FaultyServer::refuses_upload(const RequestParser& parser) const {
  if (!parser.upload() || has(Fault::kNoUploadLimit)) return false;
  if (has(Fault::kWaitsForTooMuch)) return parser.upload()->is_too_long();
  if (parser.upload_is_too_long()) return true;
  return has(Fault::kSmallUploadLimit) && (parser.content_length() == contract::kLargestUpload ||
                                           parser.upload()->length() == contract::kLargestUpload);
}

contract::Reply FaultyServer::upload_reply(const RequestParser& parser) {
  if (refuses_upload(parser)) return contract::refusal(413);
  if (parser.upload()->is_too_long())  // what it has hashed of it is beside the point
    return {200, contract::kJson, contract::upload_body(parser.upload()->length(), sha256_hex(""))};
  contract::Reply reply = parser.upload()->reply();
  if (has(Fault::kHashesTheChunks) && parser.chunked())
    reply.body = contract::upload_body(parser.upload()->length() + 2, sha256_hex("\r\n"));
  if (has(Fault::kCachedUpload)) reply = cached(std::to_string(parser.upload()->length()), reply);
  return reply;
}

void FaultyServer::serve(int descriptor) {
  std::string in;
  std::optional<contract::Reply> postponed;
  for (int served = 1;; ++served) {
    RequestParser parser;
    std::string begin;
    const auto read = read_request(descriptor, in, parser, begin);
    if (read == Read::kClosed) return;
    if (read == Read::kMalformed) {
      send_response(descriptor, contract::refusal(400),
                    {has(Fault::kMalformedStaysOpen) ? nullptr : "close"});
      if (!has(Fault::kMalformedStaysOpen)) return;
      in.clear();
      continue;
    }
    const bool head = parser.method() == "HEAD";
    auto result =
        answer(head && has(Fault::kBodyAfterHead) ? "GET" : parser.method(), parser.target(), parser.body());
    if (result.upload) result.reply = upload_reply(parser);
    if (has(Fault::kShortHeaderLimit) && parser.method() == "GET" && begin.size() > 4096)
      result.reply = contract::refusal(431);
    if (has(Fault::kDecodesSlashes) && parser.target() == "/file/..%2fsecret.bin")
      result.file = "../secret.bin";
    if (result.file) result = file_answer(parser.target(), *result.file, parser.range());
    if (result.pieces) {
      pour(descriptor, result);
      continue;
    }
    const int wait_us = result.delay_ms * (has(Fault::kEarlyDelay) ? 800 : 1000);
    std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
    if (has(Fault::kAnswersOutOfOrder) && result.delay_ms > 0 && !in.empty() && !postponed) {
      postponed = std::move(result.reply);
      continue;
    }
    const bool close = (!parser.keep_alive() && !has(Fault::kIgnoresClose)) || has(Fault::kClosesAfterEach) ||
                       (has(Fault::kClosesAfterHundred) && served == 100) || refuses_upload(parser);
    send_response(descriptor, result.reply,
                  {close && !parser.keep_alive() ? "close" : nullptr, head && !has(Fault::kBodyAfterHead)},
                  has(Fault::kCompresses) && begin.find("Accept-Encoding: gzip") != std::string::npos);
    if (const auto late = std::exchange(postponed, std::nullopt)) send_response(descriptor, *late, {});
    if (close) return;
  }
}

contract::Answer FaultyServer::answer(const std::string& method, const std::string& target,
                                      std::string body) {
  std::string read_as = target;
  if (has(Fault::kLenientNumbers)) replace(read_as, "=+", "=");
  if (has(Fault::kResolvesDots) && target.find("/../") != std::string::npos) read_as = "/plaintext";
  if (has(Fault::kNeverMixes)) replace(read_as, "p=100", "p=0");
  if (has(Fault::kNeverMixes)) replace(read_as, "p=50", "p=0");
  if (has(Fault::kMixesAsItLikes)) replace(read_as, "p=50", requests_ / 2 % 2 == 0 ? "p=0" : "p=100");
  if (has(Fault::kTrueIsOne)) replace(body, "\"id\":true", "\"id\":1");
  if (has(Fault::kNaNIsJson)) replace(body, "\"cents\":NaN", "\"cents\":1");
  if (has(Fault::kNoBodyLimit) && body.size() > contract::kLargestBody) body.pop_back();
  if (has(Fault::kLimitOffByOne) && body.size() == contract::kLargestBody) body.push_back(' ');
  if (has(Fault::kLenientSizes)) replace(read_as, "fib?n=0", "fib?n=1");
  std::unique_lock<std::mutex> serving(one_at_a_time_, std::defer_lock);
  if (has(Fault::kComputesInline) || has(Fault::kStreamsToNobody)) serving.lock();
  auto result = answer_of(method, read_as, body);
  if (result.off) compute(result);
  if (result.call) result.reply = down(*result.call);
  if (result.observed) requests_ += has(Fault::kMiscounts) ? 2 : 1;
  distort(result, target);
  if (has(Fault::kCountsUtf16) && has_a_name_of_more_than_32_emoji(result.reply.body))
    result.reply = {422, contract::kJson, contract::misfit_body("/name")};
  auto& reply = result.reply;
  if (has(Fault::kCachedJson) && target.starts_with("/json") && reply.status == 200)
    reply = cached(target.substr(std::min(target.find("n="), target.size())), reply);
  if (has(Fault::kCachedEcho) && target == "/echo" && reply.status == 200)
    reply = cached(id_and_length(reply.body), reply);
  return result;
}

contract::Answer FaultyServer::answer_of(const std::string& method, const std::string& target,
                                         const std::string& body) {
  const bool computed = target.starts_with(contract::kCpu) && method == "GET";
  if (computed && has(Fault::kCachedCpu)) {
    const std::lock_guard lock(mutex_);
    if (const auto known = cache_.find(target); known != cache_.end()) return {known->second};
  }
  auto result = contract::answer(method, target, body);
  if (!computed || result.reply.status != 200) return result;
  if (has(Fault::kCachedCpu)) result.reply = cached(target, result.reply);
  if (has(Fault::kCpuIgnoresN)) result.reply = cached(target.substr(0, target.find('?')), result.reply);
  return result;
}

contract::Reply FaultyServer::down(contract::Call call) {
  if (has(Fault::kMakesUpDown)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(call.ms));
    return {200, contract::kJson, contract::down_body(call.ms, contract::blob(call.size))};
  }
  std::unique_lock<std::mutex> asking(one_at_a_time_, std::defer_lock);
  if (has(Fault::kAsksOneByOne)) asking.lock();
  contract::Call asked = call;
  if (has(Fault::kHurriesDown)) asked.ms = call.ms * 4 / 5;
  if (has(Fault::kCutsDown)) asked.size = std::min<std::size_t>(call.size, 64 * 1024);
  const Instant patience =
      SteadyClock{}.now() + milliseconds(has(Fault::kWaitsForEver) ? 60'000 : contract::kDownPatienceMs);
  std::unique_ptr<verify::RawConnection> connection;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
      connection->allow_until(patience);
    }
  }
  if (!connection)
    connection = std::make_unique<verify::RawConnection>(verify::Subject{"127.0.0.1", down_port_}, patience);
  const auto response = connection->get(contract::blob_target(asked));
  if (response.failure == "no answer in time") return contract::gateway_timeout();
  if (response.status != 200) return contract::bad_gateway();
  const std::lock_guard lock(mutex_);
  if (!has(Fault::kReconnects)) idle_.push_back(std::move(connection));
  return {200, contract::kJson, contract::down_body(call.ms, response.body)};
}

/// In the connection's own thread: that is pool enough.
void FaultyServer::compute(contract::Answer& answer) {
  answer.reply.body = contract::cpu_body(*answer.off);
  if (!has(Fault::kMixesUpThePool)) return;
  const std::lock_guard lock(mutex_);
  last_computed_.swap(answer.reply.body);
}

void FaultyServer::distort(contract::Answer& answer, const std::string& target) const {
  auto& [status, content_type, body, allow, fields] = answer.reply;
  if (answer.info) {
    body = fmt::format(
        R"({{"language":"native","runtime":"","layer":"","flavour":"","concurrency_model":"","accept_mode":"",)"
        R"("loop":"threads","http_parser":"{}","json_lib":"","ws_impl":"","keep_alive_s":75,)"
        R"("offload":"thread","third_party":["httptools 0.9.0"]}})",
        has(Fault::kSaysOtherParser) ? "h11" : "httptools");
  }
  if (answer.stats)
    body = fmt::format(R"({{"workers":[{{"pid":1,"requests":{}}}],"pss_kib":{}}})", requests_.load(),
                       1000 + held_kib());
  if (has(Fault::kWrongLetter)) replace(body, "World", "world");
  if (has(Fault::kWrongDelayBody)) replace(body, "\"ms\":", "\"ms\": ");
  if (has(Fault::kWrongSum) && body.size() > 30'000) replace(body, "\"sum\":", "\"sum\":4");
  if (has(Fault::kEchoesAscii)) replace(body, "é", "\\u00e9");
  if (has(Fault::kUnknownPathIsFine) && status == 404 && target != "/nope" && !target.starts_with("/nope?")) {
    status = 200;
  }
  if (has(Fault::kAllowsOnlyGet) && status == 405) allow = "GET";
}

contract::Answer FaultyServer::file_answer(const std::string& target, const std::string& name,
                                           std::string range) {
  if (has(Fault::kIgnoresRange)) range.clear();
  if (has(Fault::kRangeEndExcluded) && range.find('-') + 1 < range.size() && !range.starts_with("bytes=-")) {
    const auto end = range.find('-') + 1;
    range = range.substr(0, end) + std::to_string(std::max(1ULL, std::stoull(range.substr(end))) - 1);
  }
  auto result = reference::file_answer(data_dir_, name, range);
  if (has(Fault::kRefusesNoRange) && result.reply.status == 416)
    result = reference::file_answer(data_dir_, name, "");
  if (has(Fault::kSaysLastModified))
    result.reply.fields += "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
  if (!has(Fault::kCachedFile) || result.reply.status != 200 || !result.pieces) return result;
  contract::Reply reply = result.reply;
  for (std::uint64_t i = 0; i < result.pieces->count; ++i) reply.body += result.pieces->make(i, 0);
  return {cached(target, reply)};
}

void FaultyServer::pour(int descriptor, const contract::Answer& answer) {
  std::unique_lock<std::mutex> serving(one_at_a_time_, std::defer_lock);
  if (has(Fault::kStreamsToNobody)) serving.lock();
  using enum contract::BodyFollows;
  const auto length = answer.pieces->length;
  std::string head;
  contract::append_response(head, answer.reply, contract::imf_fixdate(std::time(nullptr)),
                            {nullptr, false, length ? kSized : kInChunks, length.value_or(0)});
  send_all(descriptor, head);
  test::pour(
      answer, fault_, [descriptor](std::string_view bytes) { return send_all(descriptor, bytes); },
      // Longer than a check waits for it.
      [this, until = std::chrono::steady_clock::now() + std::chrono::seconds(11)] {
        return ending_.load() || (has(Fault::kStreamsToNobody) && std::chrono::steady_clock::now() > until);
      });
}

contract::Reply FaultyServer::cached(const std::string& key, contract::Reply fresh) {
  const std::lock_guard lock(mutex_);
  return cache_.try_emplace(key, std::move(fresh)).first->second;
}

void FaultyServer::send_response(int descriptor, const contract::Reply& reply, contract::Framing framing,
                                 bool gzip) {
  std::string out;
  const auto now = std::time(nullptr) - (has(Fault::kStaleDate) ? 3 : 0);
  contract::append_response(out, reply, contract::imf_fixdate(has(Fault::kFrozenDate) ? started_ : now),
                            framing);
  if (gzip) replace(out, "Server:", "Content-Encoding: gzip\r\nServer:");
  if (has(Fault::kExtraHeader)) replace(out, "Server:", "ETag: W/1\r\nServer:");
  if (has(Fault::kPaddedHeader)) replace(out, "bench", std::string(20, ' ') + "bench");
  if (!has(Fault::kNagle)) {
    send_all(descriptor, out);
    return;
  }
  const auto body = out.find("\r\n\r\n") + 4;
  send_all(descriptor, std::string_view(out).substr(0, body));
  send_all(descriptor, std::string_view(out).substr(body));
}

}  // namespace harness::test
