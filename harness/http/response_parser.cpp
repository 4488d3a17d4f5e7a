#include "harness/http/response_parser.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "harness/http/known_header.hpp"

namespace harness::http {
namespace {

namespace beast = boost::beast;

const char* explain(const beast::error_code& code) {
  using beast::http::error;
  if (code == error::bad_version) return "bad HTTP version or status line";
  if (code == error::bad_status) return "bad status code";
  if (code == error::bad_reason) return "bad reason phrase";
  if (code == error::bad_line_ending) return "line does not end in CR LF";
  if (code == error::bad_field) return "bad header name";
  if (code == error::bad_value) return "bad header value";
  if (code == error::bad_obs_fold) return "bad folded header";
  if (code == error::bad_content_length) return "bad Content-Length";
  if (code == error::multiple_content_length) return "contradicting Content-Length headers";
  if (code == error::bad_transfer_encoding) return "bad Transfer-Encoding";
  if (code == error::bad_chunk) return "bad chunk size";
  if (code == error::bad_chunk_extension) return "bad chunk extension";
  if (code == error::header_limit) return "header longer than 64 KiB";
  return "malformed response";
}

/// Beast 1.81 asserts that four bytes never begin with the last chunk of an empty body, though it could wait
/// for the fifth, without which no message ends. Source: https://github.com/boostorg/beast/pull/2861
bool fails_an_assertion_of_beast(std::string_view bytes) {
  return bytes.size() == 4 && bytes.starts_with("0\r\n");
}

/// Beast's grammar for one message; keeps the body and no fields.
class Message final : public beast::http::basic_parser<false> {
 public:
  Message(bool head_request, std::string& body, std::size_t keep_limit)
      : body_(body), keep_limit_(keep_limit) {
    skip(head_request);
    body_limit(boost::none);
    // Ours counts the whole header, Beast's only what it has not consumed yet; ours must be the first to act.
    header_limit(ResponseParser::kHeaderLimit + 16);
  }

  [[nodiscard]] int status_code() const { return status_code_; }
  [[nodiscard]] std::uint64_t body_length() const { return body_length_; }

 private:
  using Text = beast::string_view;
  using Code = beast::error_code;

  void on_request_impl(beast::http::verb, Text, Text, int, Code&) override {}
  void on_response_impl(int code, Text, int, Code&) override { status_code_ = code; }
  void on_field_impl(beast::http::field, Text, Text, Code&) override {}
  void on_header_impl(Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(Text bytes, Code&) override { return keep(bytes); }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Code&) override { return keep(bytes); }
  void on_finish_impl(Code&) override {}

  std::size_t keep(Text bytes) {
    body_length_ += bytes.size();
    body_.append(bytes.data(), std::min(bytes.size(), keep_limit_ - body_.size()));
    return bytes.size();
  }

  std::string& body_;
  std::size_t keep_limit_;
  std::uint64_t body_length_ = 0;
  int status_code_ = 0;
};

}  // namespace

/// What lies between expect() and kComplete: any number of interim messages, then the response.
class ResponseParser::Exchange {
 public:
  Exchange(std::size_t body_keep_limit, KnownHeader* known) : keep_limit_(body_keep_limit), known_(known) {
    expect(false);
  }

  void expect(bool head_request) {
    head_request_ = head_request;
    status = Status::kNeedMore;
    problem = "";
    started = false;
    keep_alive = false;
    had_interim_ = false;
    status_code = 0;
    body_length = 0;
    unconsumed_.clear();
    body_.clear();
    message_.reset();
  }

  std::size_t feed(std::string_view bytes) {
    if (status != Status::kNeedMore || bytes.empty()) return 0;
    const bool from_the_first_byte = !std::exchange(started, true);
    if (from_the_first_byte) {
      if (const std::size_t used = recognise(bytes)) return used;
      start_message();
    }
    const std::size_t used = parse(bytes);
    if (from_the_first_byte && status == Status::kComplete) remember(bytes.substr(0, used));
    return used;
  }

  void finish_at_eof() {
    if (status != Status::kNeedMore) return;
    if (!started) return fail("closed before the first byte");
    if (!message_->got_some() || !message_->is_header_done()) return fail("closed inside the header");
    beast::error_code code;
    message_->put_eof(code);
    if (code) return fail("closed inside the body");
    complete();
  }

  [[nodiscard]] std::string_view body() const { return body_; }

  Status status = Status::kNeedMore;
  const char* problem = "";
  bool started = false;
  bool keep_alive = false;
  int status_code = 0;
  std::uint64_t body_length = 0;

 private:
  /// The whole response, when its header is the known one and its body is here too; 0 otherwise.
  std::size_t recognise(std::string_view bytes) {
    if (known_ == nullptr || head_request_) return 0;
    const auto match = known_->match(bytes);
    if (!match || bytes.size() - match->header_length < match->meaning->body_length) return 0;
    body_.assign(bytes.substr(match->header_length, std::min(match->meaning->body_length, keep_limit_)));
    status_code = match->meaning->status_code;
    body_length = match->meaning->body_length;
    keep_alive = match->meaning->keep_alive;
    status = Status::kComplete;
    return match->header_length + match->meaning->body_length;
  }

  void remember(std::string_view response) const {
    const bool framed_by_length = !message_->chunked() && message_->content_length().has_value();
    if (known_ == nullptr || head_request_ || had_interim_ || !framed_by_length) return;
    if (response.size() < body_length || *message_->content_length() != body_length) return;
    known_->learn(response.substr(0, response.size() - body_length), {status_code, keep_alive, body_length});
  }

  std::size_t parse(std::string_view bytes) {
    std::size_t used = unconsumed_.empty() ? 0 : feed_unconsumed(bytes);
    while (status == Status::kNeedMore && used < bytes.size()) {
      const std::string_view rest = bytes.substr(used);
      const std::size_t taken = offer(rest);
      used += taken;
      if (starved_) {
        unconsumed_.assign(rest.substr(taken));
        return bytes.size();
      }
    }
    return used;
  }

  void start_message() {
    body_.clear();
    header_bytes_ = 0;
    starved_ = false;
    message_.emplace(head_request_, body_, keep_limit_);
  }

  /// One element (header, body part, chunk header) from `bytes`; returns how many it took. Beast wants the
  /// elements other than bodies in one piece: starved_ then says that the rest must be offered again, longer.
  std::size_t offer(std::string_view bytes) {
    const bool in_header = !message_->is_header_done();
    const std::uint64_t body_before = message_->body_length();
    beast::error_code code;
    const std::size_t taken = message_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), code);
    starved_ = code == beast::http::error::need_more;
    if (code && !starved_) {
      fail(explain(code));
    } else if (in_header && exceeds_header_limit(taken, bytes.size() - taken)) {
      fail(explain(beast::http::error::header_limit));
    } else if (!in_header && message_->body_length() == body_before &&
               (starved_ ? bytes.size() : taken) > kHeaderLimit) {
      fail("chunk header or trailer longer than 64 KiB");
    } else if (message_->is_done()) {
      finish_message();
    }
    return taken;
  }

  /// Source: RFC 9110 §15.2: interim responses precede the final one; after 101 the bytes are not HTTP.
  void finish_message() {
    const int code = message_->status_code();
    if (code / 100 == 1 && code != 101) {
      had_interim_ = true;
      return start_message();
    }
    complete();
  }

  bool exceeds_header_limit(std::size_t taken, std::size_t left) {
    header_bytes_ += taken;
    return header_bytes_ + (starved_ ? left : 0) > kHeaderLimit;
  }

  /// Prolongs what could not be consumed before by new bytes, in small steps: a body behind it is not copied.
  std::size_t feed_unconsumed(std::string_view bytes) {
    constexpr std::size_t kStep = 1024;
    std::size_t used = 0;
    while (status == Status::kNeedMore && !unconsumed_.empty() && used < bytes.size()) {
      const std::string_view step = bytes.substr(used, kStep);
      unconsumed_.append(step);
      used += step.size();
      if (!fails_an_assertion_of_beast(unconsumed_)) used -= drain_unconsumed();
    }
    return used;
  }

  /// Returns how many bytes at the end of unconsumed_ were given back because the response ended before them.
  std::size_t drain_unconsumed() {
    std::size_t offered = 0;
    do {
      offered += offer(std::string_view(unconsumed_).substr(offered));
    } while (status == Status::kNeedMore && !starved_ && offered < unconsumed_.size());
    // After an error nothing is given back: the stream has no next response, and Beast may have stopped
    // before bytes of an earlier feed().
    const std::size_t left = status == Status::kComplete ? unconsumed_.size() - offered : 0;
    unconsumed_.erase(0, status == Status::kNeedMore ? offered : std::string::npos);
    return left;
  }

  void complete() {
    status_code = message_->status_code();
    body_length = message_->body_length();
    const bool switches_protocol = status_code == 101;
    keep_alive = message_->keep_alive() && !switches_protocol;
    status = Status::kComplete;
  }

  void fail(const char* why) {
    problem = why;
    status = Status::kMalformed;
  }

  const std::size_t keep_limit_;
  KnownHeader* const known_;
  bool head_request_ = false;
  bool had_interim_ = false;
  bool starved_ = false;
  std::size_t header_bytes_ = 0;
  std::string body_;
  std::string unconsumed_;
  std::optional<Message> message_;
};

ResponseParser::ResponseParser(std::size_t body_keep_limit, KnownHeader* known)
    : exchange_(std::make_unique<Exchange>(body_keep_limit, known)) {}
ResponseParser::~ResponseParser() = default;
ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;

void ResponseParser::expect(bool head_request) {
  exchange_->expect(head_request);
}

ResponseParser::Fed ResponseParser::feed(std::string_view bytes) {
  const std::size_t consumed = exchange_->feed(bytes);
  return {exchange_->status, consumed};
}

ResponseParser::Status ResponseParser::finish_at_eof() {
  exchange_->finish_at_eof();
  return exchange_->status;
}

bool ResponseParser::started() const {
  return exchange_->started;
}
int ResponseParser::status_code() const {
  return exchange_->status_code;
}
bool ResponseParser::keep_alive() const {
  return exchange_->keep_alive;
}
std::string_view ResponseParser::body() const {
  return exchange_->body();
}
std::uint64_t ResponseParser::body_length() const {
  return exchange_->body_length;
}
const char* ResponseParser::problem() const {
  return exchange_->problem;
}

}  // namespace harness::http
