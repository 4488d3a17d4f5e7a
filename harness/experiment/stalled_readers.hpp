#pragma once
// Readers who cannot keep up, beside a load: each asks for a stream of 32 MiB on a connection of its own. The
// first half of them takes 256 KiB a second, in eight portions, the others nothing at all. What they have not
// taken is somewhere: in the kernel's buffers, not made yet, or in the server's memory, which is read
// meanwhile. Threading: open() and describe() on the caller's thread; one of its own reads. Errors: open(),
// when the server does not begin to answer; what goes wrong later is in describe().
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"
#include "harness/load/socket.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

class StalledReaders {
 public:
  /// Returns when each of them has been begun to be answered, so that the server has counted it.
  [[nodiscard]] static Result<std::unique_ptr<StalledReaders>> open(std::uint16_t port, int count,
                                                                    Nanoseconds patience);
  StalledReaders(const StalledReaders&) = delete;
  StalledReaders& operator=(const StalledReaders&) = delete;
  ~StalledReaders();

  /// While they are there. A row whose server ended one of them, or left those that read without anything to
  /// read, is invalid.
  void describe(results::SliceRow& row);

 private:
  StalledReaders() = default;
  void begin_reading();
  void end_reading();
  void read_slowly();
  [[nodiscard]] std::string what_is_wrong() const;

  std::vector<load::Socket> sockets_;  ///< the first half of them reads
  std::atomic<bool> ending_{false};
  std::thread thread_;
  std::uint64_t portions_due_ = 0;  ///< of one reader
  std::vector<std::uint64_t> bytes_taken_;
};

}  // namespace harness::experiment
