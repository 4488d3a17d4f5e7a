#include "harness/http/known_header.hpp"

#include <algorithm>
#include <cstring>

namespace harness::http {
namespace {

constexpr std::string_view kDate = "\r\nDate: ";
constexpr std::size_t kDateLength = 29;  // "Sun, 06 Nov 1994 08:49:37 GMT"; source: RFC 9110 §5.6.7

/// Source: RFC 9110 §5.5, field-value without obs-text and tabs.
bool may_stand_in_a_value(char c) {
  return c >= 0x20 && c <= 0x7e;
}

}  // namespace

void KnownHeader::learn(std::string_view header, const Meaning& meaning) {
  header_.clear();
  if (header.size() > kLongest) return;
  header_ = header;
  meaning_ = meaning;
  date_begin_ = date_end_ = header_.size();
  const std::size_t date = header_.find(kDate);
  if (date == std::string::npos) return;
  const std::size_t value = date + kDate.size();
  if (header_.find("\r\n", value) != value + kDateLength) return;
  date_begin_ = value;
  date_end_ = value + kDateLength;
}

std::optional<KnownHeader::Match> KnownHeader::match(std::string_view bytes) const {
  if (header_.empty() || bytes.size() < header_.size()) return std::nullopt;
  const char* known = header_.data();
  if (std::memcmp(bytes.data(), known, date_begin_) != 0) return std::nullopt;
  if (std::memcmp(bytes.data() + date_end_, known + date_end_, header_.size() - date_end_) != 0)
    return std::nullopt;
  const auto date = bytes.substr(date_begin_, date_end_ - date_begin_);
  if (!std::all_of(date.begin(), date.end(), may_stand_in_a_value)) return std::nullopt;
  return Match{header_.size(), &meaning_};
}

}  // namespace harness::http
