#pragma once
// Method, request target and body → what the contract says the answer is. Pure: no sockets, no clock, no
// waiting; whoever serves the answer waits `delay_ms` first, or has `off` computed. /__info and /__stats are
// the server's own: see identity.hpp. Threading: pure functions. Errors: a bad parameter or body is the reply
// that the contract has for it.
#include <optional>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_cpu.hpp"
#include "workloads/native/reference/contract_down.hpp"
#include "workloads/native/reference/contract_pieces.hpp"
#include "workloads/native/reference/contract_response.hpp"
#include "workloads/native/reference/contract_websocket.hpp"

namespace harness::contract {

struct Answer {
  Reply reply;
  int delay_ms = 0;  ///< wait at least this long before sending, counted from parsing
  /// GET /cpu_off: the body is the cpu_body() of this, for the server to compute where it disturbs nobody.
  std::optional<Computation> off{};
  /// GET /mixed: what was computed and is not sent; empty: nothing was.
  std::string unseen{};
  std::optional<Call> call{};  ///< GET /down: the server asks for this, and answers with what comes of it
  bool info = false;           ///< GET /__info: the server fills in the body
  bool stats = false;          ///< GET /__stats: the server fills in the body
  bool upload = false;         ///< POST /upload: the server fills in the reply, see contract_upload.hpp
  std::optional<std::string> file{};           ///< GET /file/NAME: the server answers with what is there
  std::optional<Pieces> pieces{};              ///< the body: for the server to send each piece when it is due
  std::optional<Conversation> conversation{};  ///< what an upgrade opens instead: see contract_websocket.hpp
  bool observed = true;                        ///< counts as a request in /__stats: every path not under /__
};

/// Of a body longer than the contract allows, kLargestBody + 1 bytes are enough to be refused.
[[nodiscard]] Answer answer(std::string_view method, std::string_view target, std::string_view body = {});

/// Whether the body is to be taken in as it comes instead.
[[nodiscard]] bool is_upload(std::string_view method, std::string_view target);

[[nodiscard]] Reply refusal(int status);  ///< plain text with the status's own reason as body

}  // namespace harness::contract
