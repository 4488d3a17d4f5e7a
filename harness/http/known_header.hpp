#pragma once
// The header of the last response, so that the next one need not be parsed when it is the same but for its
// Date. A server that is asked one thing repeats its header byte for byte; comparing costs a tenth of
// parsing, and what is not equal goes to the parser as if this did not exist. It never decides what is
// well-formed: it only repeats what the parser has said of equal bytes. Threading: one per thread, shared by
// its connections. Memory: at most kLongest bytes.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace harness::http {

class KnownHeader {
 public:
  static constexpr std::size_t kLongest = 1024;  ///< longer headers are not remembered, bytes

  /// What the parser found; `body_length` is the Content-Length that frames the body.
  struct Meaning {
    int status_code = 0;
    bool keep_alive = false;
    std::size_t body_length = 0;
  };
  struct Match {
    std::size_t header_length = 0;  ///< with the empty line that ends it
    const Meaning* meaning = nullptr;
  };

  /// `header` is all of it, and was accepted by the parser. Not for interim or chunked responses, and not for
  /// those that have no body whatever they declare.
  void learn(std::string_view header, const Meaning& meaning);

  /// Does `bytes` begin with the known header? The value of its Date may be any other text of the same length
  /// that a header value may hold.
  [[nodiscard]] std::optional<Match> match(std::string_view bytes) const;

 private:
  std::string header_;
  std::size_t date_begin_ = 0;  ///< the value of Date is [begin, end); empty without one
  std::size_t date_end_ = 0;
  Meaning meaning_;
};

}  // namespace harness::http
