#pragma once
// A server that keeps the contract except in one chosen way. In this process, a thread per connection,
// blocking: small enough to see that nothing else is wrong with it. Threading: construct and destroy from one
// thread; destruction ends every connection and joins.
#include <atomic>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "workloads/native/reference/contract_routes.hpp"
#include "workloads/native/reference/request_parser.hpp"

#include "harness/verify/raw_connection.hpp"
#include "harness/workload/stack.hpp"

namespace harness::test {

enum class Fault {
  kNone,
  kWrongLetter,         ///< "Hello, world!": what TechEmpower lets pass
  kWrongSum,            ///< a long /json sums without wrapping
  kCachedJson,          ///< /json answers from a cache whose key has no k
  kWrongDelayBody,      ///< {"ms": 7} with a blank, as json.dumps has it
  kEarlyDelay,          ///< waits four fifths
  kLenientNumbers,      ///< k=+1 and the like are read as int() reads them
  kUnknownPathIsFine,   ///< answers 404s with 200
  kBodyLeftUnread,      ///< 405 without consuming the body
  kMalformedStaysOpen,  ///< 400 and goes on listening
  kExtraHeader,         ///< ETag
  kPaddedHeader,        ///< the right headers, with 20 blanks before a value
  kAnswersOutOfOrder,   ///< pipelined answers in order of completion
  kOneReadOneRequest,   ///< takes every read for a whole request
  kNagle,               ///< header and body in two writes, TCP_NODELAY off
  kClosesAfterEach,     ///< HTTP/1.0 manners
  kClosesAfterHundred,  ///< as nginx's keepalive_requests
  kIgnoresClose,        ///< Connection: close is not honoured
  kSaysOtherParser,     ///< /__info says h11: the silent fall-back
  kMiscounts,           ///< /__stats counts every request twice
  kFrozenDate,          ///< Date is rendered once
  kEchoesAscii,         ///< escapes what is beyond ASCII, as json.dumps does
  kCountsUtf16,         ///< a name's length is JavaScript's .length
  kCachedEcho,          ///< /echo answers from a cache whose key has neither name nor cents
  kTrueIsOne,           ///< a bool passes for an integer, as isinstance(True, int) has it
  kNaNIsJson,           ///< as json.loads has it
  kNoBodyLimit,         ///< accepts what is longer
  kLimitOffByOne,       ///< refuses what is just as long as allowed
  kTiresOfPieces,       ///< what comes of a body after 20 reads is lost
  kAllowsOnlyGet,       ///< Allow: GET on every 405
  kClosesWhenIdle,      ///< after half a second, as short keep-alive times do
  kStaleDate,           ///< Date is three seconds old
  kResolvesDots,        ///< answers what lies behind /../
  kBodyAfterHead,       ///< answers HEAD as it answers GET
  kCompresses,          ///< says gzip to who accepts it
  kShortHeaderLimit,    ///< refuses a header of 4 KiB
  kCpuIgnoresN,         ///< /cpu answers from a cache whose key has no n
  kCachedCpu,           ///< /cpu computes each n only once
  kMixesUpThePool,      ///< each /cpu_off gets the answer to the one before
  kComputesInline,      ///< nobody else is served while /cpu_off computes
  kNeverMixes,          ///< /mixed is /plaintext
  kMixesAsItLikes,      ///< /mixed computes for every other request
  kLenientSizes,        ///< takes an n that is no size of the kernel for the nearest that is
  kWrongEvent,          ///< {"i": 0,… with a blank, as json.dumps has it
  kEarlyPieces,         ///< pieces come after nine tenths of their time
  kDrifts,              ///< waits one period after each piece
  kHoldsBack,           ///< sends all pieces when the last is made, as a proxy that buffers
  kStreamsToNobody,     ///< goes on for a client that has left, and serves nobody else meanwhile
  kFillsByNumber,       ///< chunks behind the first 256 have the next one's bytes
  kNoBackPressure,      ///< keeps in memory what a client does not take
  kIgnoresRange,        ///< answers with the whole file
  kRangeEndExcluded,    ///< takes the last octet of a range for the first behind it
  kRefusesNoRange,      ///< answers with the whole file where it has no such part
  kDecodesSlashes,      ///< reads %2f in a name as a slash
  kCachedFile,          ///< reads each file once
  kSaysLastModified,    ///< a header more on files
  kCachedUpload,        ///< /upload answers from a cache whose key is the length
  kHashesTheChunks,     ///< of a chunked upload the framing is hashed as well
  kNeverContinues,      ///< sends no 100
  kWaitsForTooMuch,     ///< refuses an upload that is too large only when that much has come
  kNoUploadLimit,       ///< takes uploads of any size
  kSmallUploadLimit,    ///< refuses an upload that is just as long as allowed
  kKeepsUploads,        ///< holds all of an upload until its end
  kCollectsLate,        ///< two workers, each of which holds the last 60 MiB it has read of uploads
  kMakesUpDown,         ///< knows what /down is answered with, and asks nobody
  kHurriesDown,         ///< asks for /down to be answered after four fifths
  kCutsDown,            ///< takes at most 64 KiB of what /down brings
  kReconnects,          ///< a connection for each /down
  kWaitsForEver,        ///< for what /down brings
  kAsksOneByOne,        ///< nobody else's /down is asked for meanwhile
};

class FaultyServer {
 public:
  /// `down_port`: whom it asks for /down.
  explicit FaultyServer(Fault fault, std::filesystem::path data_dir = {}, std::uint16_t down_port = 0);
  ~FaultyServer();
  FaultyServer(const FaultyServer&) = delete;
  FaultyServer& operator=(const FaultyServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] static workload::Stack stack();  ///< the manifest it would keep without its fault

 private:
  enum class Read { kRequest, kMalformed, kClosed };
  void accept_all();
  void serve(int descriptor);
  contract::Answer answer(const std::string& method, const std::string& target, std::string body);
  Read read_request(int descriptor, std::string& in, reference::RequestParser& parser, std::string& begin);
  [[nodiscard]] std::size_t held_kib() const;
  [[nodiscard]] bool refuses_upload(const reference::RequestParser& parser) const;
  contract::Reply upload_reply(const reference::RequestParser& parser);
  void distort(contract::Answer& answer, const std::string& target) const;
  contract::Answer answer_of(const std::string& method, const std::string& target, const std::string& body);
  void compute(contract::Answer& answer);
  contract::Answer file_answer(const std::string& target, const std::string& name, std::string range);
  contract::Reply down(contract::Call call);
  contract::Reply cached(const std::string& key, contract::Reply fresh);
  void pour(int descriptor, const contract::Answer& answer);
  void send_response(int descriptor, const contract::Reply& reply, contract::Framing framing,
                     bool gzip = false);
  [[nodiscard]] bool has(Fault fault) const { return fault_ == fault; }

  const Fault fault_;
  const std::filesystem::path data_dir_;
  std::atomic<bool> ending_{false};
  const std::uint16_t down_port_;
  const std::time_t started_ = std::time(nullptr);
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_{0};
  std::atomic<std::size_t> uploaded_{0};  ///< bytes
  std::mutex one_at_a_time_;
  std::mutex mutex_;  // guards what follows
  std::map<std::string, contract::Reply> cache_;
  std::string last_computed_;
  std::vector<std::unique_ptr<verify::RawConnection>> idle_;
  std::vector<int> descriptors_;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace harness::test
