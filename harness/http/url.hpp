#pragma once
// The URLs a load generator takes: http://, ws:// or tcp://, host[:port][/path][?query]. Not a general URL
// library: no TLS, no user:password@, no percent-decoding; a #fragment is dropped, as it is never sent.
// {rand} stays. Errors: kUsage, naming the URL and what to write instead.
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"

namespace harness::http {

struct Url {
  std::string host;  ///< name or address to connect to; IPv6 without its brackets
  std::uint16_t port = 80;
  std::string target = "/";
  friend bool operator==(const Url&, const Url&) = default;
};

[[nodiscard]] Result<Url> parse_url(std::string_view text);            ///< http:// only
[[nodiscard]] Result<Url> parse_websocket_url(std::string_view text);  ///< ws:// only
[[nodiscard]] Result<Url> parse_tcp_url(std::string_view text);        ///< tcp:// only
[[nodiscard]] bool is_tcp_url(std::string_view text);
/// ws:// or wss://: to be parsed as such, whatever comes of it.
[[nodiscard]] bool is_websocket_url(std::string_view text);

/// What belongs into the Host header: brackets around IPv6, the port unless it is 80.
[[nodiscard]] std::string host_header(const Url& url);

}  // namespace harness::http
