#include "workloads/native/reference/pour.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace harness::reference {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

void append_chunk(std::string& out, std::string_view bytes) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, bytes.size(), 16).ptr;
  out.append(digits, end).append("\r\n").append(bytes).append("\r\n");
}

}  // namespace

Pour::Pour(contract::Pieces pieces, contract::BodyFollows framing, bool keep_alive)
    : pieces_(std::move(pieces)),
      chunked_(framing == contract::BodyFollows::kInChunks),
      keep_alive_(keep_alive) {}

steady_clock::time_point Pour::next_due() const {
  return next_ == 0 ? began_ : began_ + nanoseconds(pieces_.due_ns(next_));
}

void Pour::append_next(std::string& out) {
  const auto now = steady_clock::now();
  if (next_ == 0) began_ = now;
  const auto since_boot = std::chrono::duration_cast<nanoseconds>(now.time_since_epoch());
  const std::string piece = pieces_.make(next_++, since_boot.count());
  if (!chunked_) {
    out.append(piece);
    sent_ += piece.size();
    if (piece.empty() || (is_over() && sent_ < pieces_.length.value_or(0))) end_early();
    return;
  }
  append_chunk(out, piece);
  if (is_over()) append_chunk(out, "");
}

/// What was promised is not there any more: only the end of the connection can say so.
void Pour::end_early() {
  next_ = pieces_.count;
  keep_alive_ = false;
}

}  // namespace harness::reference
