#include "tests/component/verify/faulty_pieces.hpp"

#include <chrono>
#include <string>
#include <thread>

#include "workloads/native/reference/pour.hpp"

namespace harness::test {
namespace {

using contract::BodyFollows;
using std::chrono::nanoseconds;

void replace(std::string& text, std::string_view what, std::string_view with) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

/// The pieces as this server makes them.
contract::Pieces made_wrong(contract::Pieces right, Fault fault) {
  contract::Pieces pieces = right;
  if (fault == Fault::kEarlyPieces)
    pieces.due_ns = [right](std::uint64_t index) { return right.due_ns(index) / 10 * 9; };
  if (fault == Fault::kWrongEvent) {
    pieces.make = [right](std::uint64_t index, std::int64_t now_ns) {
      std::string piece = right.make(index, now_ns);
      replace(piece, "{\"i\":", "{\"i\": ");
      return piece;
    };
  }
  if (fault == Fault::kFillsByNumber) {
    pieces.make = [right](std::uint64_t index, std::int64_t now_ns) {
      return right.make(index > 256 && !right.length ? index + 1 : index, now_ns);
    };
  }
  return pieces;
}

}  // namespace

void pour(const contract::Answer& answer, Fault fault, const Send& send, const std::function<bool()>& ends) {
  const auto pieces = made_wrong(*answer.pieces, fault);
  reference::Pour pour(pieces, pieces.length ? BodyFollows::kSized : BodyFollows::kInChunks, true);
  std::string kept;
  const bool as_fast_as_taken = !pieces.length && pieces.due_ns(1) == 0;
  const bool keeps_all = fault == Fault::kHoldsBack || (fault == Fault::kNoBackPressure && as_fast_as_taken);
  std::uint64_t made = 0;
  while (!pour.is_over() && !ends()) {
    if (fault == Fault::kDrifts && made++ > 0) {
      // As one that waits one period after each piece, with what a busy server adds.
      std::this_thread::sleep_for(nanoseconds(pieces.due_ns(1)) + std::chrono::microseconds(300));
    } else {
      std::this_thread::sleep_until(pour.next_due());
    }
    pour.append_next(kept);
    if (keeps_all) continue;
    if (!send(kept) && fault != Fault::kStreamsToNobody) return;
    kept.clear();
  }
  send(kept);
}

}  // namespace harness::test
