#pragma once
// One answer on its way in pieces: which is next, when it is due, and how it is framed. Not a socket: whoever
// has one writes what is appended here. Threading: one connection's.
#include <chrono>
#include <cstdint>
#include <string>

#include "workloads/native/reference/contract_pieces.hpp"
#include "workloads/native/reference/contract_response.hpp"

namespace harness::reference {

class Pour {
 public:
  Pour(contract::Pieces pieces, contract::BodyFollows framing, bool keep_alive);

  [[nodiscard]] bool is_over() const { return next_ == pieces_.count; }
  [[nodiscard]] bool keeps_alive() const { return keep_alive_; }
  /// When the next piece may be made.
  [[nodiscard]] std::chrono::steady_clock::time_point next_due() const;
  /// The next piece; with the last one, the end of the body.
  void append_next(std::string& out);

 private:
  void end_early();

  contract::Pieces pieces_;
  bool chunked_;
  bool keep_alive_;
  std::uint64_t next_ = 0;
  std::uint64_t sent_ = 0;                       ///< bytes, where there are no chunks
  std::chrono::steady_clock::time_point began_;  ///< when the first was made
};

}  // namespace harness::reference
