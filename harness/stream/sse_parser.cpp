#include "harness/stream/sse_parser.hpp"

#include <algorithm>
#include <charconv>

namespace harness::stream {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<SseEvent> SseParser::next(std::string_view& bytes) {
  if (after_cr_ && !bytes.empty()) {
    if (bytes.front() == '\n') bytes.remove_prefix(1);
    after_cr_ = false;
  }
  while (!bytes.empty()) {
    const std::size_t end = bytes.find_first_of("\r\n");
    append(bytes.substr(0, end));
    if (end == std::string_view::npos) {
      bytes = {};
      return std::nullopt;
    }
    const bool cr = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    if (cr && !bytes.empty() && bytes.front() == '\n') {
      bytes.remove_prefix(1);
    } else if (cr && bytes.empty()) {
      after_cr_ = true;
    }
    if (end_of_line()) return SseEvent{event_type_, event_data_, event_id_};
  }
  return std::nullopt;
}

void SseParser::append(std::string_view part) {
  const std::size_t room = limit_ - std::min(limit_, line_.size());
  too_large_ = too_large_ || part.size() > room;
  line_.append(part.substr(0, room));
}

bool SseParser::end_of_line() {
  std::string_view line = line_;
  if (first_line_ && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  first_line_ = false;
  bool complete = false;
  if (line.empty()) {
    complete = dispatch();
  } else {
    const std::size_t colon = line.find(':');  // at 0: a comment, which is a field without a name
    std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    field(line.substr(0, colon), value);
  }
  line_.clear();
  return complete;
}

void SseParser::field(std::string_view name, std::string_view value) {
  if (name == "data") {
    if (data_.size() + value.size() >= limit_) {
      too_large_ = true;
    } else {
      data_.append(value).push_back('\n');
    }
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_ = value;
  } else if (name == "retry" && !value.empty() && std::all_of(value.begin(), value.end(), is_digit)) {
    std::uint64_t ms = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), ms).ec == std::errc{}) retry_ms_ = ms;
  }
}

bool SseParser::dispatch() {
  event_id_ = id_;
  oversized_ += too_large_ ? 1U : 0U;
  const bool is_event = !data_.empty() && !too_large_;
  if (is_event) {
    event_data_.assign(data_, 0, data_.size() - 1);
    event_type_ = type_.empty() ? "message" : type_;
  }
  data_.clear();
  type_.clear();
  too_large_ = false;
  return is_event;
}

}  // namespace harness::stream
