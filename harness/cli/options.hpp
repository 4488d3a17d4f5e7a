#pragma once
// What the user asked for, one plain struct per subcommand. Texts are kept as typed; each command parses its
// own, so that an error can name the option and the value.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace harness::cli {

struct RunOptions {
  std::string suite;  ///< "all": one after the other; empty: that of the claims, or concurrency
  std::string profile = "ci";
  std::vector<std::string> stacks;    ///< ids or paths of stack.toml; empty: the suite's own
  std::vector<std::string> runtimes;  ///< "NAME=PATH"
  std::vector<std::string> claims;    ///< claim ids; empty: all of the suite
  std::optional<std::uint64_t> seed;
  std::string cpus;                 ///< "server=0,client=1"; empty: first and last usable
  std::string out;                  ///< empty: results/runs/<utc>_<machine>_<sha8>
  std::string check;                ///< a stored run whose verdicts this one is held against; empty: none
  std::string budget;               ///< "10m": what does not fit is left out; empty: everything is measured
  std::optional<int> spare_blocks;  ///< at most so many of the profile's; absent: all of them
  std::string resume;  ///< an interrupted run to go on with; then only `check` may be given beside it
};

struct LoadOptions {
  std::string url;        ///< empty: see urls_file
  std::string urls_file;  ///< one URL per line, asked in turn
  int connections = 64;
  int threads = 1;
  std::string duration = "10s";
  std::string warm_up = "1s";
  std::string timeout = "10s";
  std::string connect_timeout = "5s";
  std::string connect_rate;  ///< empty: as fast as the server accepts
  std::string interval;      ///< of the series; empty: 1s, or longer for more than an hour
  int stamp_one_in = 128;
  std::string floor;    ///< "2s": how long the null server is loaded first; empty: not at all
  std::string hdr_log;  ///< a file; empty: none is written
  std::string hgrm;
  std::string rate;  ///< empty: closed loop
  std::string arrivals = "uniform";
  std::string dispatch = "pooled";
  std::string spin = "due";
  std::string ramp;
  std::string deadline;
  std::string method = "GET";
  std::string body_file;
  std::vector<std::string> headers;
  std::string cpus;
  std::string check = "status";
  std::string format = "text";
  std::uint64_t seed = 1;
  bool sse = false;                ///< read event streams
  std::size_t message_bytes = 64;  ///< of a WebSocket message
  int rooms = 1;                   ///< that the connections to /ws/room/NAME are spread over
  std::string each;                ///< "1/s": what each client of a search over clients sends
  int members = 0;                 ///< of a room, in such a search; 0: all are in one
  std::optional<std::string> slo;  ///< "p99<50ms": search for the highest rate that meets it, or most clients
  std::string slo_probe = "1s";
  std::string slo_start = "100/s";
  std::string slo_max = "100000/s";
};

struct VerifyOptions {
  std::vector<std::string> stacks;
  std::vector<std::string> runtimes;  ///< "NAME=PATH"
  std::string format = "text";
  int starts = 0;          ///< so often each is started and stopped; 0: the contract is checked instead
  bool mutations = false;  ///< plant pitfalls in copies of stacks instead
  std::vector<std::string> mutation_ids;  ///< empty: all
  bool measure = true;                    ///< how far each moves the figures
  std::string out;                        ///< a CSV file; empty: none is written
};

struct ListOptions {
  std::string what;
  std::vector<std::string> runtimes;  ///< "NAME=PATH"
};

struct ReportOptions {
  std::string run;                  ///< a run folder, or one that holds run folders
  std::string format = "terminal";  ///< terminal | markdown
  std::string out;                  ///< a file; empty: standard output
};

struct VerdictOptions {
  std::string run;    ///< a run folder
  std::string check;  ///< another one whose verdicts this one is held against; empty: none
};

struct CompareOptions {
  std::vector<std::string> runs;  ///< run folders, two or more
  std::string format = "text";    ///< text | markdown | csv | json
};

struct ScoreboardOptions {
  std::vector<std::string> runs;  ///< run folders, or those that hold them; none: only what is not measured
  std::string format = "text";    ///< text | markdown
};

struct ExportOptions {
  std::string run;     ///< a run folder
  std::string format;  ///< google-benchmark | hdr
  bool median = false;
  std::string out;  ///< a file; empty: standard output
};

[[nodiscard]] int run_command(const RunOptions& options);
[[nodiscard]] int load_command(const LoadOptions& options);
[[nodiscard]] int verify_command(const VerifyOptions& options);
[[nodiscard]] int mutations_command(const VerifyOptions& options);
[[nodiscard]] int doctor_command();
[[nodiscard]] int list_command(const ListOptions& options);
[[nodiscard]] int report_command(const ReportOptions& options);
[[nodiscard]] int verdict_command(const VerdictOptions& options);
[[nodiscard]] int compare_command(const CompareOptions& options);
[[nodiscard]] int scoreboard_command(const ScoreboardOptions& options);
[[nodiscard]] int export_command(const ExportOptions& options);

}  // namespace harness::cli
