#pragma once
// One server implementation with its manifest (stack.toml). Every declared value must be what the running
// server reports in /__info; the verify module compares the two. Plain data.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace harness::workload {

/// Why a stack that belongs into the comparison cannot run here, and what would run it.
struct NotTestable {
  std::string reason;
  std::string command;
};

struct Stack {
  std::string id;  ///< "node/http"
  std::string title;
  std::string language;           ///< "node" | "python" | "native" | anything for a stack of your own
  std::string runtime;            ///< id in runtimes.toml
  std::string tier;               ///< "T0" … "T3", "TX"
  std::string layer;              ///< "bare" | "server" | "framework"
  std::string flavour;            ///< "as_shipped" | "idiomatic" | "tuned"
  std::string concurrency_model;  ///< "event_loop" | "threads" | "prefork" | "threads_nogil"
  std::string accept_mode;        ///< "single" | "shared" | "reuseport" | "rr"
  int workers = 1;                ///< processes that serve: WORKERS of its environment
  bool scales = false;            ///< its manifest has `workers`: it may be asked for another number of them
  std::string loop;
  std::string http_parser;
  std::string json_lib;
  std::string ws_impl;
  std::string offload = "none";  ///< what /cpu_off computes in: "none" | "thread" | "process"
  int keep_alive_s = 0;
  std::vector<std::string> third_party;  ///< packages outside the standard library, sorted
  std::vector<std::string> argv;  ///< "{runtime}" and "{port}" are replaced at launch, "{build}" when read
  /// The same server with a tenth more to do per request, for the +10 % control of a run; empty: there is
  /// none.
  std::vector<std::string> slower_argv;
  std::map<std::string, std::string> env;
  std::vector<std::string> endpoints;  ///< contract paths it implements: "/plaintext", …
  /// Flavours of kernels it does as jobs, or applications it installs; not empty: it is no server, and argv
  /// is followed by kernel, flavour, n, least number of iterations and seconds to go on for.
  std::vector<std::string> jobs{};
  /// How several do a job at the same time: "threads" | "processes" | "promises". Not empty: argv is followed
  /// by the number of workers and the seconds of warm-up as well. See workloads/README.md.
  std::string workers_as{};
  std::optional<NotTestable> not_testable_here{};  ///< a manifest without a server: a row with the reason
  std::vector<std::string> needs{};    ///< files without which it is absent, from the manifest's folder
  std::vector<std::string> also_on{};  ///< further runtimes of runtimes.toml: each makes another arm
  /// Checks of `harness verify` that it cannot pass, with the reason. Only of a stack that no claim compares
  /// with another.
  std::map<std::string, std::string> cannot{};
  /// Why it is absent though its runtime is there: a package that could not be installed.
  std::optional<std::string> lost{};
  std::string variant_of{};        ///< on a further runtime: the id of the stack it is otherwise
  std::string reported_runtime{};  ///< what /__info calls its runtime; empty: `runtime`
  std::string guide;               ///< production guide whose advice it follows
  std::string notes;
  std::filesystem::path file;  ///< the manifest; its folder is the server's working directory
};

}  // namespace harness::workload
