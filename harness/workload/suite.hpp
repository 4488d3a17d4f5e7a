#pragma once
// What a suite measures and how long: endpoint × load shape, the arms, and the profiles. Plain data.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/rate.hpp"

namespace harness::workload {

/// Jobs that one more client asks for while a load is measured: a kernel behind a request, one job at a time,
/// at fixed moments. How long a job takes is what all servers have in common, so each is asked for another n.
struct Interference {
  std::string target;  ///< "/cpu/nbody" or "/cpu_off/nbody": no n
  Nanoseconds job{0};  ///< what one takes where nobody else asks for anything
  double duty = 0;     ///< job / the time from one to the next
  [[nodiscard]] Nanoseconds period() const;
  [[nodiscard]] std::string text() const;  ///< "/cpu/nbody 50ms 20%"
};

/// Of a message, unless a suite says otherwise: a line of chat.
inline constexpr int kMessageBytes = 120;

/// One endpoint under loads of several shapes. Each connection count, with each rate if there are any, is a
/// cell; with `beside`, each of those beside each of the jobs.
struct LoadLine {
  std::string target;                            ///< request target with its query: "/delay?ms=50"
  std::vector<int> connections;                  ///< closed loop: this many requests always in flight
  std::vector<int> full_only;                    ///< sizes measured by the `full` profile only
  std::vector<RequestsPerSecond> rates{};        ///< open loop: requests due per second; empty: closed loops
  std::string arrivals{};                        ///< "uniform" | "poisson" when there are rates
  Nanoseconds turn{0};                           ///< of a cell's arms, see Cell::turn
  std::vector<Interference> beside{};            ///< open loop only; empty: nothing else is asked for
  std::vector<Interference> beside_full_only{};  ///< measured by the `full` profile only
  std::vector<int> workers{};                    ///< closed loop: see Cell::workers; empty: the stack's
  std::string body{};                            ///< see Cell::body
  std::vector<int> hops{};                       ///< of /down, closed loop: see Cell::hops; empty: one
  int stalled = 0;                               ///< closed loop: see Cell::stalled
};

/// One size of a kernel in one flavour.
struct Job {
  std::string flavour;
  int n = 0;
  std::string line{};                    ///< what it prints when it did the work
  double tolerance = 0;                  ///< how far each number of it may be off, relatively
  std::vector<std::string> languages{};  ///< that have this flavour of it; empty: it is none of kernels.toml
  /// How many do it at the same time, in one process or several, for a rate; 0: one alone, for its times.
  int workers = 0;
  int visits = 1;  ///< see JobLine::visits
  /// No kernel: the application `flavour` is installed, n is 0, and a wrong result is something to count.
  bool installs = false;
};

/// A CPU-bound kernel in some sizes, done by every arm in a process of its own. Each size in each flavour is
/// a cell, for each number of workers if there are any.
struct JobLine {
  std::string kernel;                 ///< name in kernels.toml
  std::vector<int> sizes;             ///< the kernel's n
  std::vector<std::string> flavours;  ///< "same" | "idiom"
  std::vector<int> workers{};         ///< empty: one alone, see Job::workers
  /// How often a block of a profile that judges comes by each arm, there and back. Each time is a process of
  /// its own: what a compiler makes of the same program differs from one to the next.
  int visits = 1;
  std::vector<Job> jobs{};  ///< sizes × flavours × workers, with what kernels.toml says of them
};

/// What [[install]] reads as in a suite: the task and, as its flavour, the application. There is one cell.
inline constexpr const char* kInstall = "install";
/// What a job prints when each install gave what the lock of the application says.
inline constexpr const char* kAsLocked = "as locked";

/// Servers that are launched and left alone: each number of idle connections is a cell, for the stacks that
/// serve the target.
struct LaunchLine {
  std::string target;            ///< what each connection asks for, once; of a WebSocket row: to be upgraded
  std::vector<int> idle;         ///< connections that stay open
  std::vector<int> full_only{};  ///< numbers measured by the `full` profile only
};

/// One program in two languages. Each is a block: what is read of one says nothing of the next.
struct SourcePair {
  std::string name;
  std::string kernel;  ///< name in kernels.toml; empty: whole files
  int n = 0;           ///< of a kernel: the smallest whose line is known
  std::string line{};
  double tolerance = 0;                                     ///< as in Job
  std::map<std::string, std::vector<std::string>> files{};  ///< by language, paths from its folder
  std::string unequal{};  ///< what one of the two does and the other does not: such a pair feeds no claim
};

/// What is read of each pair that has it, without running a server.
struct Reading {
  std::string what;  ///< "source": how much of it there is; "mutants": what a mistake in it does
  /// Of sources "same", "idiom" or "unequal"; of mutants "indentation", "bracket" or "other".
  std::string which;
  int mutants = 0;  ///< per source
};

[[nodiscard]] bool has(const SourcePair& pair, const Reading& reading);

/// Clients that talk, to the server or by it to each other, or that are sent events. Each number of
/// connections, with each rate if there are any, is a cell.
struct ConversationLine {
  std::string target;  ///< "/ws/echo", "/ws/room/NAME", "/ws/game?hz=20", "/lines" or "/sse?n=1000000&hz=2"
  std::vector<int> connections;
  std::vector<int> full_only;  ///< sizes measured by the `full` profile only
  int members = 0;             ///< of a room: the connections fill as many rooms as that takes; 0: one room
  /// Open loop: what each connection sends a second, of events what it is sent; empty: a closed loop.
  std::vector<RequestsPerSecond> each{};
  std::string arrivals{};  ///< "uniform" | "poisson" | "burst" (all at the same moment) when there are rates
  int message_bytes = kMessageBytes;
};

struct Profile {
  std::string name;  ///< "smoke" | "ci" | "full"
  int blocks = 0;    ///< independent repetitions with fresh processes, at most; spare ones aside
  /// Measured stretch of one arm. Of a job: how long it goes on beginning iterations; of a launch: how long
  /// the server rests before its memory is read.
  Nanoseconds slice{0};
  Nanoseconds lead_in{
      0};              ///< load before each slice that is not measured; the first requests are spread over it
  Nanoseconds gap{0};  ///< idle time between slices
  Nanoseconds warm_up{0};    ///< per arm and block, in bursts with all connections reopened in between
  bool verdicts = false;     ///< smoke proves that everything runs, it never judges
  bool full = false;         ///< also measures LoadLine::full_only
  std::vector<int> looks{};  ///< numbers of blocks at which a run that judges may end; the last is `blocks`
  int spare_blocks = 0;      ///< further ones, for blocks in which a claim lost a row to a gate
  /// How long a fresh server of each arm is watched on each target first, to find out whether `warm_up` is
  /// enough; 0: it is what it is.
  Nanoseconds warm_up_window{0};
  /// Each arm twice in a cell of a block, there and back, so that what drifts meanwhile falls on all alike.
  /// If not: once, in an order that the next block mirrors; half the time, and each block says less.
  bool palindrome = true;
  int mutants = 0;  ///< of a suite of sources: mistakes of each kind that are planted in each
  std::vector<std::string> mutated{};  ///< the kernels that they are planted in; empty: in all
  /// Mistakes in a kernel that is not among those.
  [[nodiscard]] bool leaves_out(const SourcePair& pair, const Reading& reading) const;
};

/// What makes a cell one of a conversation.
struct Talk {
  int rooms = 1;  ///< that the connections are spread over evenly
  int message_bytes = kMessageBytes;
};

/// Requests are due at a rate, whatever the server does.
struct OpenLoop {
  RequestsPerSecond rate;
  std::string arrivals;  ///< "uniform" | "poisson"; of a conversation also "burst"
  friend bool operator==(const OpenLoop&, const OpenLoop&) = default;
};

/// Endpoint × load shape × envelope, named "/delay?ms=50 c=1024" or "/json?k={rand}&n=10 c=64 r=1000/s
/// poisson", "/cpu/fib?n=27 c=4 w=2", "/stream?c=16&b=65536&us=0 c=8 stalled=16", "/plaintext c=64 r=1000/s
/// poisson beside /cpu/nbody 50ms 20%", or "/echo c=64 body=120" (in bytes), or "nbody same n=20000 w=2" for
/// a job, or "install web", or "/down?ms=0&b=512 c=8 h=4", or "/plaintext launch idle=256", or "source
/// idiom", or
/// "/ws/room/chat c=500 r=500/s uniform rooms=50", everywhere (CSV, report, claims).
struct Cell {
  std::string target;  ///< of a job: the kernel
  int connections = 0;
  std::optional<OpenLoop> open_loop{};  ///< absent: a closed loop
  /// The arms are loaded by turns of about this long until each has had its slice, so that all of them meet
  /// the same machine; 0: a slice is one turn. Not part of what the cell is.
  Nanoseconds turn{0};
  std::optional<Job> job{};
  /// Of a load: so many processes serve, and each number is a launch of its own; 0: as many as a stack has.
  int workers = 0;
  /// Of /down: so many of the same server stand in a row, each asking the next and the last one the
  /// harness's. Each number is a launch of its own; 0: one.
  int hops = 0;
  /// Of a load: so many readers beside it have asked for 32 MiB each and do not keep up. Memory is read while
  /// they are there.
  int stalled = 0;
  bool launch = false;                   ///< connections are idle ones, see LaunchLine
  std::optional<Interference> beside{};  ///< jobs that arrive meanwhile
  std::optional<Reading> reading{};      ///< its `what` is the target
  std::optional<Talk> talk{};            ///< of a conversation
  std::string body{};                    ///< JSON that is posted, with {rand} for ten digits; or empty
  std::string named_shape{};             ///< of a stored cell of which only the id is known
  [[nodiscard]] std::string load_shape() const;  ///< the id without the target
  [[nodiscard]] std::string id() const { return target + " " + load_shape(); }
  friend bool operator==(const Cell& a, const Cell& b) { return a.id() == b.id(); }
};

/// The one cell in which a run that judges checks itself: `stack` runs twice more there, once as it is and
/// once with a tenth more to do (Stack::slower_argv).
struct ControlLine {
  std::string stack;
  Cell cell;
  std::string metric;       ///< one that the claims of the suite judge, or the like
  std::string no_slower{};  ///< why a tenth more to do cannot be seen by this metric; then there is only A/A
};

struct Suite {
  std::string id;
  std::string title;
  /// "1cpu": server on one CPU, client on another. "2cpu": jobs or servers with workers on both; the harness
  /// sleeps, or its client takes what little it needs.
  std::string envelope;
  Nanoseconds timeout{0};           ///< per request, from sending
  std::vector<std::string> stacks;  ///< arms, by stack id
  std::vector<LoadLine> load;
  std::vector<JobLine> jobs{};                    ///< instead of load
  std::vector<LaunchLine> launches{};             ///< instead of load
  std::vector<SourcePair> pairs{};                ///< instead of load
  std::vector<ConversationLine> conversations{};  ///< instead of load, or beside it
  std::vector<Profile> profiles;
  std::optional<ControlLine> controls{};  ///< absent: the suite does not check itself
  /// Stacks that are there for one question, with the ids of the cells that ask it; any other stack is
  /// measured in each cell that it can do.
  std::map<std::string, std::vector<std::string>> only{};
  [[nodiscard]] bool runs_jobs() const { return !jobs.empty(); }
  [[nodiscard]] bool drives_load() const { return !load.empty(); }
  [[nodiscard]] bool reads_sources() const { return !pairs.empty(); }
  [[nodiscard]] bool starts_servers() const { return !runs_jobs() && !reads_sources(); }
  [[nodiscard]] bool converses() const { return !conversations.empty(); }
  [[nodiscard]] std::vector<int> workers() const;  ///< every number that a load asks for, ascending
  [[nodiscard]] bool varies_workers() const { return !workers().empty(); }
  /// By `only`, and whether or not the stack can do it.
  [[nodiscard]] bool wants(const std::string& stack, const Cell& cell) const;
  /// Any cell of that target.
  [[nodiscard]] bool wants(const std::string& stack, const std::string& target) const;
  [[nodiscard]] std::vector<int> hops() const;  ///< every number that a load asks for, ascending
};

}  // namespace harness::workload
