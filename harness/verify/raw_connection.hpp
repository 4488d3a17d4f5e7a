#pragma once
// A blocking HTTP connection under the prober's full control: any bytes out, one response at a time back,
// with its size on the wire. Not a client library: no redirects, no pool, no encodings. Threading: one
// thread. Every operation ends at the deadline. Errors: they stick. After the first one sending does nothing
// and every Response says why in `failure`, so a probe reads as what it asks and checks only the answers.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/verify/contract.hpp"

namespace harness::verify {

struct Response {
  std::string asked;    ///< "GET /json?k=1&n=2", for messages
  std::string failure;  ///< empty when a whole response arrived
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< in order of arrival
  std::string body;
  std::size_t wire_bytes = 0;

  /// The first value under that name, without regard to case; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// "GET target HTTP/1.1", Host, then `extra` (whole lines with their CRLF).
[[nodiscard]] std::string get_request(std::string_view target, std::string_view extra = "");

/// Hears a body while it comes: parts end wherever a chunk or a read did.
using BodyListener = std::function<void(std::string_view part)>;

class RawConnection {
 public:
  RawConnection(const Subject& subject, Instant deadline);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(std::string_view bytes);
  void send_bytewise(std::string_view bytes);  ///< each byte a segment of its own
  [[nodiscard]] Response receive(std::string_view asked);
  [[nodiscard]] Response receive_head(
      std::string_view asked);  ///< the answer to HEAD: no body, whatever it says
  /// A body of any length: the listener hears it, and the Response has none.
  [[nodiscard]] Response receive_into(std::string_view asked, const BodyListener& listener);
  [[nodiscard]] Response get(std::string_view target);

  /// Of what is no HTTP so many bytes; fewer when the stream ends, or the time, before.
  [[nodiscard]] std::string receive_bytes(std::size_t count);
  void end_sending();  ///< our direction; the other stays open

  /// Waits at most two seconds for the end of the stream.
  [[nodiscard]] bool closed_by_peer();

  /// Is it open, and has nothing come that was not received?
  [[nodiscard]] bool is_silent() const;
  /// False when anything comes or the connection ends before; then it is no longer the time to wait.
  [[nodiscard]] bool is_silent_until(Instant when);
  void allow_until(Instant deadline) { deadline_ = deadline; }

  /// Acknowledge as an ordinary client does. Otherwise we acknowledge at once, so that a server with Nagle's
  /// algorithm on is slow in the one check that looks for it and not in all of them.
  void acknowledge_lazily();

 private:
  [[nodiscard]] Response receive_response(std::string_view asked, bool head_only);
  template <typename Parser>
  [[nodiscard]] Response receive_by(Parser& parser, std::string_view asked);
  [[nodiscard]] std::string open(const Subject& subject);  ///< why not, or empty
  bool receive_some();
  bool wait_for(short events);
  void fail(std::string why);

  int descriptor_ = -1;
  Instant deadline_;
  std::string pending_;  ///< received, belongs to the next response
  std::string failure_;
  bool ended_ = false;
  bool quick_ack_ = true;
};

}  // namespace harness::verify
