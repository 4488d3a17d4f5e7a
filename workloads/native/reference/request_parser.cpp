#include "workloads/native/reference/request_parser.hpp"

#include <algorithm>

#include "workloads/native/reference/contract_echo.hpp"
#include "workloads/native/reference/contract_routes.hpp"
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace harness::reference {
namespace {

constexpr std::uint32_t kHeaderLimit = 16 * 1024;
constexpr std::size_t kKept = contract::kLargestBody + 1;

namespace http = boost::beast::http;

/// Not the extensions: none is ever agreed to.
bool opens_websocket(http::field name) {
  return name == http::field::upgrade || name == http::field::connection ||
         name == http::field::sec_websocket_key || name == http::field::sec_websocket_version;
}

}  // namespace

RequestParser::RequestParser() {
  eager(true);
  header_limit(kHeaderLimit);
  body_limit(boost::none);
}

void RequestParser::on_request_impl(http::verb, Text method, Text target, int version, Code&) {
  method_ = method;
  target_ = target;
  version_ = version;
  if (contract::is_upload(method_, target_)) upload_.emplace();
}

void RequestParser::on_field_impl(http::field name, Text, Text value, Code&) {
  if (name == http::field::host) ++hosts_;
  if (name == http::field::range) range_ = value;
  if (opens_websocket(name)) {
    handshake_fields_.append(http::to_string(name)).append(": ").append(value).append("\r\n");
  }
  if (name == http::field::expect) expects_continue_ = boost::beast::iequals(value, "100-continue");
}

void RequestParser::on_header_impl(Code& code) {
  // Source: RFC 9112 §3.2: a server must answer 400 to HTTP/1.1 without Host and to more than one.
  if (hosts_ > 1 || (hosts_ == 0 && version_ == 11)) code = http::error::bad_field;
}

bool RequestParser::upload_is_too_long() const {
  if (!upload_ || !is_header_done()) return false;
  const auto announced = content_length();
  return upload_->is_too_long() || (announced && *announced > contract::kLargestUpload);
}

std::string RequestParser::handshake() const {
  return "GET / HTTP/1.1\r\nHost: localhost\r\n" + handshake_fields_ + "\r\n";
}

void RequestParser::on_response_impl(int, Text, int, Code&) {}
void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) {}
std::size_t RequestParser::on_body_impl(Text body, Code&) {
  return keep(body);
}
void RequestParser::on_chunk_header_impl(std::uint64_t, Text, Code&) {}
std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, Code&) {
  return keep(body);
}
void RequestParser::on_finish_impl(Code&) {}

/// All of it counts as read, so that the connection stays in step after a body of any length.
std::size_t RequestParser::keep(Text part) {
  if (upload_) {
    upload_->take({part.data(), part.size()});
  } else {
    body_.append(part.data(), std::min(part.size(), kKept - body_.size()));
  }
  return part.size();
}

}  // namespace harness::reference
