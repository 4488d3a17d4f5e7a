#include "harness/verify/raw_connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <thread>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <poll.h>
#include <unistd.h>

namespace harness::verify {
namespace {

namespace http = boost::beast::http;

constexpr auto kCloseWait = seconds(2);
constexpr auto kByteGap = microseconds(100);

/// Of Beast's kind: hands over what comes and keeps nothing.
struct PartsBody {
  using value_type = BodyListener;
  class reader {
   public:
    template <bool kIsRequest, typename Fields>
    reader(http::header<kIsRequest, Fields>&, value_type& part) : part_(part) {}
    void init(const boost::optional<std::uint64_t>&, boost::system::error_code& code) { code = {}; }
    template <typename Buffers>
    std::size_t put(const Buffers& buffers, boost::system::error_code& code) {
      code = {};
      std::size_t size = 0;
      for (auto at = boost::asio::buffer_sequence_begin(buffers);
           at != boost::asio::buffer_sequence_end(buffers); ++at) {
        part_({static_cast<const char*>(at->data()), at->size()});
        size += at->size();
      }
      return size;
    }
    void finish(boost::system::error_code& code) { code = {}; }

   private:
    value_type& part_;
  };
};

template <typename Body>
void take_header(const http::response_parser<Body>& parser, Response& response) {
  response.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
}

}  // namespace

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (boost::beast::iequals(key, name)) return value;
  }
  return {};
}

std::string get_request(std::string_view target, std::string_view extra) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", target, extra);
}

RawConnection::RawConnection(const Subject& subject, Instant deadline) : deadline_(deadline) {
  failure_ = open(subject);
}

std::string RawConnection::open(const Subject& subject) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(subject.port);
  if (::inet_pton(AF_INET, subject.host.c_str(), &address.sin_addr) != 1) {
    return fmt::format("host '{}' is not an IPv4 address", subject.host);
  }
  descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (descriptor_ < 0) return errno_message("cannot create a socket", errno);
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto what = fmt::format("cannot connect to {}:{}", subject.host, subject.port);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return {};
  if (errno != EINPROGRESS) return errno_message(what, errno);
  if (!wait_for(POLLOUT)) return what + ": no answer in time";
  int reason = 0;
  socklen_t length = sizeof reason;
  ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &reason, &length);
  return reason == 0 ? std::string() : errno_message(what, reason);
}

RawConnection::~RawConnection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RawConnection::send(std::string_view bytes) {
  while (!bytes.empty() && failure_.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return;  // what the server said before it hung up is still to be read
    } else if (errno != EAGAIN && errno != EINTR) {
      fail(errno_message("cannot send", errno));
    } else if (!wait_for(POLLOUT)) {
      fail("the server does not read");
    }
  }
}

void RawConnection::send_bytewise(std::string_view bytes) {
  for (const char& byte : bytes) {
    send({&byte, 1});
    // Without a pause the server's first read finds several bytes at once.
    std::this_thread::sleep_for(kByteGap);
  }
}

Response RawConnection::get(std::string_view target) {
  send(get_request(target));
  return receive(fmt::format("GET {}", target));
}

Response RawConnection::receive(std::string_view asked) {
  return receive_response(asked, false);
}

Response RawConnection::receive_head(std::string_view asked) {
  return receive_response(asked, true);
}

Response RawConnection::receive_response(std::string_view asked, bool head_only) {
  http::response_parser<http::string_body> parser;
  parser.skip(head_only);
  Response response = receive_by(parser, asked);
  if (response.failure.empty()) response.body = std::move(parser.get().body());
  return response;
}

Response RawConnection::receive_into(std::string_view asked, const BodyListener& listener) {
  http::response_parser<PartsBody> parser;
  parser.get().body() = listener;
  return receive_by(parser, asked);
}

template <typename Parser>
Response RawConnection::receive_by(Parser& parser, std::string_view asked) {
  Response response;
  response.asked = asked;
  parser.eager(true);
  parser.body_limit(boost::none);
  while (failure_.empty() && !parser.is_done()) {
    boost::system::error_code code;
    const std::size_t used = pending_.empty() ? 0 : parser.put(boost::asio::buffer(pending_), code);
    pending_.erase(0, used);
    response.wire_bytes += used;
    if (code && code != http::error::need_more) {
      fail("not an HTTP response: " + code.message());
    } else if (!parser.is_done() && !receive_some()) {
      if (failure_.empty() && parser.got_some()) parser.put_eof(code);
      if (failure_.empty() && !parser.is_done()) fail("the connection was closed before a whole response");
    }
  }
  response.failure = failure_;
  if (failure_.empty()) take_header(parser, response);
  return response;
}

/// False at the end of the stream and, with failure_ set, when nothing more can come.
bool RawConnection::receive_some() {
  std::array<char, 16 * 1024> bytes;
  for (;;) {
    const ssize_t count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (count > 0) {
      pending_.append(bytes.data(), static_cast<std::size_t>(count));
      // Not sticky: the kernel falls back to delayed acknowledgements by itself. Source: tcp(7),
      // TCP_QUICKACK.
      const int on = 1;
      if (quick_ack_) ::setsockopt(descriptor_, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
      return true;
    }
    if (count == 0 || errno == ECONNRESET) {
      ended_ = true;
      return false;
    }
    if (errno != EAGAIN && errno != EINTR) {
      fail(errno_message("cannot receive", errno));
      return false;
    }
    if (!wait_for(POLLIN)) {
      fail("no answer in time");
      return false;
    }
  }
}

std::string RawConnection::receive_bytes(std::size_t count) {
  while (failure_.empty() && pending_.size() < count && receive_some()) {
  }
  std::string bytes = pending_.substr(0, count);
  pending_.erase(0, bytes.size());
  return bytes;
}

void RawConnection::end_sending() {
  if (descriptor_ >= 0) ::shutdown(descriptor_, SHUT_WR);
}

bool RawConnection::closed_by_peer() {
  if (!failure_.empty() || !pending_.empty()) return false;
  deadline_ = std::min(deadline_, SteadyClock{}.now() + kCloseWait);
  return !receive_some() && ended_;
}

bool RawConnection::is_silent() const {
  if (descriptor_ < 0 || !failure_.empty() || !pending_.empty()) return false;
  pollfd entry{descriptor_, POLLIN, 0};
  return ::poll(&entry, 1, 0) == 0;
}

bool RawConnection::is_silent_until(Instant when) {
  deadline_ = std::max(when, SteadyClock{}.now() + milliseconds(1));  // at least one look
  return failure_.empty() && pending_.empty() && !wait_for(POLLIN);
}

void RawConnection::acknowledge_lazily() {
  quick_ack_ = false;
  const int off = 0;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
}

bool RawConnection::wait_for(short events) {
  for (;;) {
    const auto left = deadline_ - SteadyClock{}.now();
    if (left <= Nanoseconds(0)) return false;
    pollfd entry{descriptor_, events, 0};
    const auto milliseconds_left = std::chrono::ceil<milliseconds>(left).count();
    const int ready = ::poll(&entry, 1, static_cast<int>(milliseconds_left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

void RawConnection::fail(std::string why) {
  if (failure_.empty()) failure_ = std::move(why);
}

}  // namespace harness::verify
