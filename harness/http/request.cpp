#include "harness/http/request.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/base/printable.hpp"

namespace harness::http {
namespace {

constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Source: RFC 9110 §5.6.2, tchar.
bool is_token_character(char c) {
  return is_alphanumeric(c) || kTokenPunctuation.find(c) != std::string_view::npos;
}

/// Printable ASCII without space: everything else splits the request line or must be percent-encoded.
bool is_target_character(char c) {
  return c > ' ' && c < '\x7f' && c != '#';
}

/// Source: RFC 9110 §5.5, field-content: VCHAR, obs-text, SP and HTAB.
bool is_value_character(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

template <typename Allowed>
Result<void> check_characters(std::string_view field, std::string_view text, Allowed allowed,
                              std::string_view remedy) {
  const auto bad = std::find_if_not(text.begin(), text.end(), allowed);
  if (bad == text.end()) return {};
  return usage_error("{}: byte 0x{:02x} at position {} is not allowed; {}", field,
                     static_cast<unsigned char>(*bad), bad - text.begin(), remedy);
}

Result<void> check_token(std::string_view field, std::string_view text) {
  if (text.empty()) return usage_error("{} is empty", field);
  return check_characters(field, text, is_token_character, "letters, digits and !#$%&'*+-.^_`|~ only");
}

Result<void> check_host(std::string_view host) {
  if (host.empty()) return usage_error("host is empty; HTTP/1.1 requires one, such as localhost:8080");
  return check_characters("host", host, is_target_character, "printable ASCII without spaces only");
}

Result<void> check_target(std::string_view target) {
  auto checked = check_characters("target", target, is_target_character, "percent-encode it");
  if (!checked) return checked;
  if (!target.starts_with('/') && target != "*")
    return usage_error("target '{}' must start with '/'", target);
  return {};
}

Result<void> check_header(std::string_view name, std::string_view value) {
  if (auto checked = check_token("header name", name); !checked) {
    return tl::unexpected(checked.error().within(fmt::format("header '{}'", printable(name))));
  }
  for (const std::string_view framing : {"Content-Length", "Transfer-Encoding"}) {
    if (equal_ignoring_case(name, framing)) {
      return usage_error("header '{}' is decided by the body; leave it out", name);
    }
  }
  return check_characters(fmt::format("value of header '{}'", name), value, is_value_character,
                          "no control characters");
}

bool is_host(const std::pair<std::string, std::string>& header) {
  return equal_ignoring_case(header.first, "Host");
}

Result<std::string_view> host_of(const RequestSpec& spec) {
  const auto given = std::count_if(spec.headers.begin(), spec.headers.end(), is_host);
  if (given > 1) return usage_error("header 'Host' is given {} times", given);
  const auto header = std::find_if(spec.headers.begin(), spec.headers.end(), is_host);
  const std::string_view host = header != spec.headers.end() ? header->second : spec.host;
  if (auto checked = check_host(host); !checked) return tl::unexpected(checked.error());
  return host;
}

Result<void> check_request(const RequestSpec& spec) {
  if (auto checked = check_token("method", spec.method); !checked) return checked;
  if (auto checked = check_target(spec.target); !checked) return checked;
  for (const auto& [name, value] : spec.headers) {
    if (auto checked = check_header(name, value); !checked) return checked;
  }
  return {};
}

/// Source: RFC 9110 §8.6: a user agent says the length, even 0, when the method anticipates a body.
bool announces_length(const RequestSpec& spec) {
  return !spec.body.empty() || spec.method == "POST" || spec.method == "PUT" || spec.method == "PATCH";
}

}  // namespace

Result<std::string> render(const RequestSpec& spec) {
  if (auto checked = check_request(spec); !checked) return tl::unexpected(checked.error());
  const auto host = host_of(spec);
  if (!host) return tl::unexpected(host.error());
  std::string bytes = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", spec.method, spec.target, *host);
  for (const auto& header : spec.headers) {
    if (!is_host(header)) bytes += fmt::format("{}: {}\r\n", header.first, header.second);
  }
  if (announces_length(spec)) bytes += fmt::format("Content-Length: {}\r\n", spec.body.size());
  bytes += "\r\n";
  bytes += spec.body;
  return bytes;
}

Result<RequestTemplate> make_template(const RequestSpec& spec) {
  std::vector<std::size_t> in_target;
  std::vector<std::size_t> in_body;
  RequestSpec filled = spec;
  filled.target = with_digits(spec.target, in_target);
  if (spec.varies_in_body) filled.body = with_digits(spec.body, in_body);
  auto bytes = render(filled);
  if (!bytes) return tl::unexpected(bytes.error());
  RequestTemplate request;
  request.bytes_ = *std::move(bytes);
  const std::size_t target_at = filled.method.size() + 1;
  const std::size_t body_at = request.bytes_.size() - filled.body.size();
  for (const std::size_t position : in_target) request.positions_.push_back(target_at + position);
  for (const std::size_t position : in_body) request.positions_.push_back(body_at + position);
  return request;
}

std::string with_digits(std::string text, std::vector<std::size_t>& positions) {
  constexpr std::string_view kPlaceholder = RequestTemplate::kPlaceholder;
  std::size_t from = 0;
  while ((from = text.find(kPlaceholder, from)) != std::string::npos) {
    text.replace(from, kPlaceholder.size(), RequestTemplate::kDigits, '0');
    positions.push_back(from);
    from += RequestTemplate::kDigits;
  }
  return text;
}

RequestTemplate::Digits RequestTemplate::digits_of(std::uint32_t value) {
  Digits digits;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value /= 10) {
    *digit = static_cast<char>('0' + value % 10);
  }
  return digits;
}

void RequestTemplate::patch(std::uint32_t value) {
  const Digits digits = digits_of(value);
  for (const std::size_t position : positions_)
    std::copy(digits.begin(), digits.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(position));
}

}  // namespace harness::http
