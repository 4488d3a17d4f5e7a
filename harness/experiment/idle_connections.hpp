#pragma once
// Clients that are connected and say nothing: each has been answered once, or upgraded to a WebSocket where
// that is what the target is for, or had one line acknowledged where it is /lines, and is left alone. They
// are opened some dozens at a time. Threading: one thread. Errors: kEnvironment, which connection of how
// many, and what it saw.
#include <memory>
#include <string>
#include <vector>

#include "harness/verify/raw_connection.hpp"

namespace harness::experiment {

class IdleConnections {
 public:
  [[nodiscard]] static Result<IdleConnections> open(const verify::Subject& subject, const std::string& target,
                                                    int connections);

  /// Has the server left every one of them open, and has it said nothing? One that closes them holds less in
  /// memory than one that keeps them.
  [[nodiscard]] Result<void> still_open() const;

 private:
  std::vector<std::unique_ptr<verify::RawConnection>> connections_;
};

}  // namespace harness::experiment
