#include "workloads/native/reference/contract_response.hpp"

#include <array>
#include <charconv>

namespace harness::contract {
namespace {

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_length(std::string& out, const Reply& reply, const Framing& framing) {
  if (framing.follows == BodyFollows::kUntilTheEnd) return;
  if (framing.follows == BodyFollows::kInChunks) {
    out.append("\r\nTransfer-Encoding: chunked");
    return;
  }
  const std::uint64_t length = framing.follows == BodyFollows::kSized ? framing.length : reply.body.size();
  char digits[20];
  const auto digits_end = std::to_chars(digits, digits + sizeof digits, length).ptr;
  out.append("\r\nContent-Length: ").append(digits, digits_end);
}

}  // namespace

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 206:
      return "Partial Content";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 431:
      return "Request Header Fields Too Large";
    case 502:
      return "Bad Gateway";
    case 504:
      return "Gateway Timeout";
    default:
      return "Unknown";
  }
}

void append_response(std::string& out, const Reply& reply, std::string_view date, Framing framing) {
  char status[8];
  const auto status_end = std::to_chars(status, status + sizeof status, reply.status).ptr;
  out.append("HTTP/1.1 ").append(status, status_end).append(" ").append(reason(reply.status));
  out.append("\r\nContent-Type: ").append(reply.content_type);
  append_length(out, reply, framing);
  out.append("\r\nServer: bench\r\nDate: ").append(date);
  if (!reply.allow.empty()) out.append("\r\nAllow: ").append(reply.allow);
  if (framing.connection != nullptr) out.append("\r\nConnection: ").append(framing.connection);
  out.append("\r\n").append(reply.fields).append("\r\n");
  if (!framing.head_only) out.append(reply.body);
}

std::string imf_fixdate(std::time_t time) {
  std::tm utc{};
  gmtime_r(&time, &utc);
  // Not strftime: its names follow the locale.
  char text[40];
  const auto two = [](char* at, int value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
  };
  std::string_view("Sun, 06 Nov 1994 08:49:37 GMT").copy(text, kDateLength);
  std::string_view(kDays[static_cast<std::size_t>(utc.tm_wday)]).copy(text, 3);
  two(text + 5, utc.tm_mday);
  std::string_view(kMonths[static_cast<std::size_t>(utc.tm_mon)]).copy(text + 8, 3);
  two(text + 12, (utc.tm_year + 1900) / 100);
  two(text + 14, utc.tm_year % 100);
  two(text + 17, utc.tm_hour);
  two(text + 20, utc.tm_min);
  two(text + 23, utc.tm_sec);
  return {text, kDateLength};
}

std::optional<std::time_t> parse_imf_fixdate(std::string_view text) {
  if (text.size() != kDateLength) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    std::from_chars(text.data() + at, text.data() + at + digits, value);
    return value;
  };
  std::tm utc{};
  utc.tm_mday = number(5, 2);
  utc.tm_year = number(12, 4) - 1900;
  utc.tm_hour = number(17, 2);
  utc.tm_min = number(20, 2);
  utc.tm_sec = number(23, 2);
  while (utc.tm_mon < 12 && text.substr(8, 3) != kMonths[static_cast<std::size_t>(utc.tm_mon)]) ++utc.tm_mon;
  const std::time_t time = timegm(&utc);
  // Writing it again finds every wrong weekday, separator, day of month and digit at once.
  if (imf_fixdate(time) != text) return std::nullopt;
  return time;
}

}  // namespace harness::contract
