#include "harness/http/url.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace harness::http {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

bool starts_ignoring_case(std::string_view text, std::string_view lower_case_prefix) {
  return text.size() >= lower_case_prefix.size() &&
         std::equal(
             lower_case_prefix.begin(), lower_case_prefix.end(), text.begin(),
             [](char expected, char c) { return expected == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
}

bool is_address(int family, const std::string& host) {
  in6_addr ignored{};  // large enough for both families
  // inet_pton would take what stands before a zero byte for the whole.
  return host.find('\0') == std::string::npos && ::inet_pton(family, host.c_str(), &ignored) == 1;
}

/// A host whose last label is a number can only be an IPv4 address. Source: WHATWG URL, "ends in a number".
bool ends_in_a_number(std::string_view host) {
  const std::string_view last = host.substr(host.find_last_of('.') + 1);
  return !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
}

Result<std::string> parse_host(std::string_view text, bool bracketed) {
  std::string host(text);
  if (bracketed) {
    if (!is_address(AF_INET6, host)) return usage_error("'{}' is not an IPv6 address", host);
    return host;
  }
  if (host.empty()) return usage_error("the host is missing");
  if (!std::all_of(host.begin(), host.end(), is_name_character)) {
    return usage_error("'{}' is not a host name or address", host);
  }
  if (ends_in_a_number(host) && !is_address(AF_INET, host))
    return usage_error("'{}' is not an IPv4 address", host);
  return host;
}

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure != std::errc{} || end != text.data() + text.size() || port == 0) {
    return usage_error("port '{}' is not a number from 1 to 65535", text);
  }
  return port;
}

struct Authority {
  std::string_view host;
  bool bracketed = false;
  std::optional<std::string_view> port;
};

Result<Authority> split_authority(std::string_view text) {
  if (text.find('@') != std::string_view::npos) {
    return usage_error("user:password@ is not supported; send an Authorization header instead");
  }
  Authority authority;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t closing = text.find(']');
    if (closing == std::string_view::npos) return usage_error("']' is missing after the IPv6 address");
    authority = {text.substr(1, closing - 1), true, std::nullopt};
    rest = text.substr(closing + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    authority = {text.substr(0, colon), false, std::nullopt};
    rest = text.substr(colon);
    if (rest.find(':', 1) != std::string_view::npos)
      return usage_error("an IPv6 address needs brackets: http://[::1]/");
  }
  if (rest.empty()) return authority;
  if (!rest.starts_with(':')) return usage_error("'{}' after the IPv6 address is not a port", rest);
  authority.port = rest.substr(1);
  return authority;
}

Result<std::string> parse_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto bad = std::find_if(text.begin(), text.end(), [](char c) { return c <= ' ' || c >= '\x7f'; });
  if (bad != text.end()) {
    return usage_error("byte 0x{:02x} in the target must be percent-encoded",
                       static_cast<unsigned char>(*bad));
  }
  return text.starts_with('/') ? std::string(text) : fmt::format("/{}", text);
}

Result<Url> parse_after_scheme(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  const auto authority = split_authority(text.substr(0, end));
  if (!authority) return tl::unexpected(authority.error());
  auto host = parse_host(authority->host, authority->bracketed);
  if (!host) return tl::unexpected(host.error());
  const auto port = authority->port ? parse_port(*authority->port) : Result<std::uint16_t>(Url{}.port);
  if (!port) return tl::unexpected(port.error());
  auto target = parse_target(text.substr(end));
  if (!target) return tl::unexpected(target.error());
  return Url{*std::move(host), *port, *std::move(target)};
}

/// `scheme` without TLS: "http", "ws" or "tcp".
Result<Url> parse_with(std::string_view scheme, std::string_view text) {
  const std::string prefix = fmt::format("{}://", scheme);
  const std::string form = fmt::format("write {}host:port/path", prefix);
  if (starts_ignoring_case(text, fmt::format("{}s://", scheme))) {
    return usage_error("'{}': {}s is not supported, TLS would be measured with the server; {}", text, scheme,
                       form);
  }
  if (!starts_ignoring_case(text, prefix))
    return usage_error("'{}' is not {} {} URL; {}", text, scheme == "http" ? "an" : "a", prefix, form);
  auto url = parse_after_scheme(text.substr(prefix.size()));
  if (!url) return tl::unexpected(url.error().within(fmt::format("URL '{}'", text)));
  return url;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  return parse_with("http", text);
}

Result<Url> parse_websocket_url(std::string_view text) {
  return parse_with("ws", text);
}

Result<Url> parse_tcp_url(std::string_view text) {
  return parse_with("tcp", text);
}

bool is_tcp_url(std::string_view text) {
  return starts_ignoring_case(text, "tcp://");
}

bool is_websocket_url(std::string_view text) {
  return starts_ignoring_case(text, "ws://") || starts_ignoring_case(text, "wss://");
}

std::string host_header(const Url& url) {
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? fmt::format("[{}]", url.host) : url.host;
  return url.port == 80 ? host : fmt::format("{}:{}", host, url.port);
}

}  // namespace harness::http
