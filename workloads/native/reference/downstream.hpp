#pragma once
// The client behind GET /down: asks the server at DOWN_PORT for blobs over connections that are kept, at most
// 256. Threading: the server's one thread. Errors: whatever goes wrong is the reply that the contract has for
// it.
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workloads/native/reference/contract_down.hpp"
#include "workloads/native/reference/sockets.hpp"

namespace harness::reference {

class Downstream {
 public:
  using Done = std::function<void(contract::Reply)>;

  Downstream(Executor executor, std::uint16_t port, std::string path)
      : executor_(std::move(executor)), port_(port), path_(std::move(path)) {}

  [[nodiscard]] bool is_there() const { return port_ != 0; }
  void ask(contract::Call call, Done done);

 private:
  class Exchange;
  void begin(contract::Call call, Done done);
  void ended(std::optional<Socket> reusable);
  [[nodiscard]] std::optional<Socket> idle_connection();

  Executor executor_;
  std::uint16_t port_;
  std::string path_;
  std::size_t under_way_ = 0;
  std::vector<Socket> idle_;  ///< the last one used is the first to be used again
  std::deque<std::pair<contract::Call, Done>> waiting_;
};

}  // namespace harness::reference
