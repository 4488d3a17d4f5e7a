#pragma once
// One server under test, from exec to the last of its descendants gone. It runs below a supervisor process
// that ends the whole tree when we ask, when we crash and when we are killed: nothing survives us. Not a load
// generator; the readiness probe is the only request it sends. Threading: one thread at a time per Server.
// Errors: kEnvironment naming the stack, what happened, the end of its log, the log's path and the remedy;
// kInterrupted when a StopRequest came while waiting.
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"
#include "harness/process/tree.hpp"

namespace harness::process {

struct LaunchSpec {
  std::string name;               ///< the stack's id, for messages
  std::filesystem::path program;  ///< without a '/' it is looked up in PATH
  std::vector<std::string> arguments;
  std::map<std::string, std::string>
      environment;                          ///< added to PATH, HOME, LANG=C.UTF-8 and TZ; nothing else leaks
  std::filesystem::path working_directory;  ///< empty: ours
  std::vector<int> cpus;                    ///< empty: not pinned
  std::uint16_t port = 0;
  std::uint16_t line_port = 0;  ///< where it takes lines, as its environment tells it; 0: nowhere
  std::filesystem::path stdout_log, stderr_log;  ///< emptied at launch: give each launch its own
  Nanoseconds ready_timeout{seconds(15)};
  Nanoseconds stop_grace{seconds(5)};  ///< between SIGTERM and SIGKILL
  std::string probe_target = "/plaintext";
};

struct Exit {
  bool signaled = false;
  int code_or_signal = 0;
  friend bool operator==(const Exit&, const Exit&) = default;
};

/// "exited with code 1", "was killed by signal 9 (Killed)".
[[nodiscard]] std::string to_text(const Exit& exit);

class Server {
 public:
  /// Returns when the server printed {"ready":true,"pids":[…],"port":N} and answered the probe with 200.
  [[nodiscard]] static Result<Server> launch(const LaunchSpec& spec);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();  ///< stops

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t line_port() const;  ///< as it was launched with
  [[nodiscard]] int pid() const;
  [[nodiscard]] std::vector<int> pids() const;  ///< as the ready line gave them
  [[nodiscard]] Nanoseconds exec_to_ready() const;
  [[nodiscard]] Nanoseconds ready_to_first_200() const;

  /// CPU time of the whole tree since exec; fast enough for slice borders. See tree_cpu_time for its
  /// resolution.
  [[nodiscard]] Result<Nanoseconds> cpu_time() const;
  [[nodiscard]] TreeClock cpu_clock() const;      ///< the same for the processes it has now, faster
  [[nodiscard]] Result<Memory> memory() const;    ///< slow, see tree_memory
  [[nodiscard]] Result<TreeUsage> usage() const;  ///< both

  /// The next server of a chain, which this one asks, and which ends after it. To all that follows the two
  /// are one: CPU time, memory, log, their end. Ports and times of a start are those of the first.
  void go_on_with(Server next);
  [[nodiscard]] const Server& last() const;  ///< of the chain; itself when it is none

  /// Another server that it needs, which ends after it and is no part of it.
  void accompany(Server companion);
  [[nodiscard]] const Server* companion() const;

  /// How the server ended, if it did; never blocks.
  [[nodiscard]] std::optional<Exit> exited();
  [[nodiscard]] std::string log_tail(int lines) const;        ///< of stderr, then stdout
  [[nodiscard]] std::uint64_t log_bytes_since_ready() const;  ///< both logs; a fair server is silent

  /// SIGTERM, grace, SIGKILL, descendants too; waits until all are gone. Asking again gives the same answer.
  [[nodiscard]] Result<Exit> stop();
  /// Of a server that has been stopped: processes that outlived it by 200 ms and had to be killed.
  [[nodiscard]] int left_behind() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A port nobody listens on at 127.0.0.1 now. Somebody may take it before the server binds it: launch then
/// fails with an error for which is_port_taken holds; relaunch once on a fresh port.
[[nodiscard]] Result<std::uint16_t> free_port();
[[nodiscard]] bool is_port_taken(const Error& error);

/// The harness-supervisor executable: $HARNESS_SUPERVISOR if set, else beside our own executable.
[[nodiscard]] std::filesystem::path supervisor_path();

}  // namespace harness::process
