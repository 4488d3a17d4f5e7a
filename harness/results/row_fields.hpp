#pragma once
// Each column next to the member it is stored in: the one list that dictionary, writer, reader and metric
// share, so that they cannot disagree. Private to this module.
#include <tuple>
#include <type_traits>

#include "harness/results/env_row.hpp"
#include "harness/results/field.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_fields.hpp"

namespace harness::results {

// clang-format off: one column per line reads as the table it is
inline constexpr auto kSliceFields = std::tuple{
    field(&SliceRow::schema, "schema", "", "version of these columns"),
    field(&SliceRow::run_id, "run_id", "", "the run this row belongs to"),
    field(&SliceRow::suite, "suite", "", "suite id"),
    field(&SliceRow::profile, "profile", "", "smoke, ci or full"),
    field(&SliceRow::block, "block", "", "fresh launch of every arm; the only independent unit"),
    field(&SliceRow::order, "order", "", "position within the block, from 0"),
    field(&SliceRow::cell, "cell", "", "target and load shape: `/delay?ms=50 c=1024`"),
    field(&SliceRow::target, "target", "", "request target with its query; the kernel of a job"),
    field(&SliceRow::connections, "connections", "", "closed loop: requests always in flight; launch: idle"),
    since(2, field(&SliceRow::rate_rps, "rate_rps", "1/s", "requests due per second (open loop)")),
    since(2, remark(&SliceRow::arrivals, "arrivals", "open loop: uniform, poisson or burst")),
    since(2, remark(&SliceRow::dispatch, "dispatch", "open loop: pooled (any free connection) or sticky")),
    since(8,
          remark(&SliceRow::conversation, "conversation",
                 "echo, room or game, over WebSockets: what is counted as requests are messages, in a room "
                 "their deliveries to each member, in a game those of the ticks; bytes are those of the "
                 "messages alone; lines: the same over TCP, one message a line; events: event streams, of "
                 "which each event that is due counts; empty: requests and their answers")),
    since(8,
          field(&SliceRow::rooms, "rooms", "", "conversation: rooms that the connections are spread over")),
    remark(&SliceRow::envelope, "envelope",
           "CPUs: `1cpu`, one for each side; `2cpu`, both for a job, or for workers and client"),
    field(&SliceRow::stack, "stack", "", "server implementation: `node/http`"),
    remark(&SliceRow::runtime, "runtime", "interpreter build: `node`, `cpython`, `native`"),
    remark(&SliceRow::runtime_version, "runtime_version", "as the server itself reported it"),
    field(&SliceRow::workers, "workers", "",
          "server processes asked for; workers that do a job at the same time"),
    field(&SliceRow::status, "status", "",
          "ok, invalid (a gate failed), failed (gave up) or absent (cannot run here)"),
    remark(&SliceRow::reason, "reason", "why status is not ok"),
    field(&SliceRow::start_mono_ns, "start_mono_ns", "ns",
          "start of the measured stretch on CLOCK_MONOTONIC"),
    field(&SliceRow::lead_in_s, "lead_in_s", "s", "load before the measured stretch, not measured"),
    field(&SliceRow::duration_s, "duration_s", "s", "measured stretch"),
    since(5, field(&SliceRow::turns, "turns", "",
                   "windows it consists of, by turns with the other servers of the cell; 1: all at once")),
    field(&SliceRow::scheduled, "scheduled", "requests",
          "due in the measured stretch; the sum of the ten columns that follow"),
    field(&SliceRow::ok, "ok", "requests", "answered completely and correctly; iterations of a job"),
    field(&SliceRow::http_error, "http_error", "requests", "answered with another status than expected"),
    field(&SliceRow::connect_failed, "connect_failed", "requests", "no connection"),
    field(&SliceRow::reset_before_byte, "reset_before_byte", "requests",
          "connection lost before the first byte of the answer"),
    field(&SliceRow::reset_mid_body, "reset_mid_body", "requests", "connection lost within the answer"),
    field(&SliceRow::bad_response, "bad_response", "requests", "answer is not HTTP or not the agreed bytes"),
    field(&SliceRow::timeout, "timeout", "requests", "no complete answer in time"),
    field(&SliceRow::shed, "shed", "requests", "dropped by the client because every connection was busy"),
    field(&SliceRow::in_flight_at_end, "in_flight_at_end", "requests",
          "sent, not answered when the stretch ended"),
    field(&SliceRow::never_dispatched, "never_dispatched", "requests", "due, but never sent"),
    field(&SliceRow::throughput_rps, "throughput_rps", "1/s",
          "ok answers per second of the measured stretch"),
    field(&SliceRow::service_min_us, "service_min_us", "µs", "least time from sending to the last byte"),
    field(&SliceRow::service_mean_us, "service_mean_us", "µs", "mean of the same"),
    field(&SliceRow::service_p50_us, "service_p50_us", "µs", "median of the same"),
    field(&SliceRow::service_p90_us, "service_p90_us", "µs", "90th percentile of the same"),
    field(&SliceRow::service_p99_us, "service_p99_us", "µs", "99th percentile of the same"),
    field(&SliceRow::service_p99_9_us, "service_p99_9_us", "µs", "99.9th percentile of the same"),
    field(&SliceRow::service_max_us, "service_max_us", "µs", "most of the same"),
    since(2, field(&SliceRow::response_mean_us, "response_mean_us", "µs",
                   "open loop: mean time from when a request was due to the last byte")),
    since(2, field(&SliceRow::response_p50_us, "response_p50_us", "µs", "median of the same")),
    since(2, field(&SliceRow::response_p90_us, "response_p90_us", "µs", "90th percentile of the same")),
    since(2, field(&SliceRow::response_p99_us, "response_p99_us", "µs", "99th percentile of the same")),
    since(2, field(&SliceRow::response_p99_9_us, "response_p99_9_us", "µs", "99.9th percentile of the same")),
    since(2, field(&SliceRow::response_max_us, "response_max_us", "µs", "most of the same")),
    since(2, field(&SliceRow::lateness_p50_us, "lateness_p50_us", "µs",
                   "open loop: median time from when a request was due to its sending")),
    since(2, field(&SliceRow::lateness_p99_us, "lateness_p99_us", "µs", "99th percentile of the same")),
    since(2, field(&SliceRow::lateness_max_us, "lateness_max_us", "µs", "most of the same")),
    since(8, field(&SliceRow::last_member_p50_us, "last_member_p50_us", "µs",
                   "room or game: median time from when a message was due until the last of its members had "
                   "it")),
    since(2, field(&SliceRow::exact_up_to_quantile, "exact_up_to_quantile", "",
                   "higher quantiles are lower bounds: that share of the requests due has its answer")),
    since(2, field(&SliceRow::stamp_one_in, "stamp_one_in", "requests",
                   "of so many, one has the kernel's timestamps")),
    since(2, field(&SliceRow::wire_p50_us, "wire_p50_us", "µs",
                   "median time between the kernel's stamps, request out to answer in")),
    since(2, field(&SliceRow::client_out_p50_us, "client_out_p50_us", "µs",
                   "median of what the client adds before: sending to the kernel's stamp")),
    since(2, field(&SliceRow::client_in_p50_us, "client_in_p50_us", "µs",
                   "median of what the client adds behind: the kernel's stamp to reading")),
    field(&SliceRow::bytes_in, "bytes_in", "B", "received by the client"),
    field(&SliceRow::bytes_out, "bytes_out", "B", "sent by the client"),
    field(&SliceRow::new_connections, "new_connections", "",
          "connections opened during the measured stretch"),
    field(&SliceRow::connections_without_response, "connections_without_response", "",
          "connections that got no answer at all: starved"),
    since(2, field(&SliceRow::jain_index, "jain_index", "",
                   "Jain's index of the answers per connection: 1 when all got equally many")),
    since(2,
          field(&SliceRow::connect_max_us, "connect_max_us", "µs", "longest time to establish a connection")),
    since(2, field(&SliceRow::sent_in_all, "sent_in_all", "requests",
                   "sent with what came before and after the measured stretch")),
    since(2, field(&SliceRow::server_requests, "server_requests", "requests",
                   "the same by the server's own count")),
    field(&SliceRow::server_cpu_s, "server_cpu_s", "s",
          "CPU time of the server's whole process tree, user and system"),
    field(&SliceRow::server_cpu_us_per_request, "server_cpu_us_per_request", "µs",
          "server_cpu_s per ok answer"),
    field(&SliceRow::server_busy_share, "server_busy_share", "",
          "server_cpu_s / (duration_s × CPUs of the server)"),
    field(&SliceRow::server_pss_kib, "server_pss_kib", "KiB", "proportional set size of the whole tree"),
    field(&SliceRow::server_processes, "server_processes", "", "processes of the tree"),
    field(&SliceRow::server_threads, "server_threads", "", "threads of the tree"),
    field(&SliceRow::client_cpu_s, "client_cpu_s", "s", "CPU time of the load threads"),
    field(&SliceRow::client_cpu_us_per_request, "client_cpu_us_per_request", "µs",
          "client_cpu_s per ok answer"),
    field(&SliceRow::client_busy_share, "client_busy_share", "",
          "client_cpu_s / (duration_s × load threads)"),
    field(&SliceRow::little_ratio, "little_ratio", "",
          "throughput × mean service time / connections (open loop: / measured requests in flight), 1 by "
          "Little's law; mean over requests sent and over requests answered in the window"),
    since(6, field(&SliceRow::job_wall_s, "job_wall_s", "s",
                   "a job: its process from exec to end, interpreter start included")),
    since(6, field(&SliceRow::job_setup_s, "job_setup_s", "s",
                   "making its input; in no other time but job_wall_s")),
    since(9, field(&SliceRow::job_work_s, "job_work_s", "s",
                   "all its iterations together, as it says itself; not of several workers")),
    since(9, field(&SliceRow::job_checks_s, "job_checks_s", "s",
                   "between them, making the line of each result and comparing it; in no other time but "
                   "job_wall_s: what is left of that besides input, work and checks is the start and the end "
                   "of the interpreter")),
    since(6, field(&SliceRow::job_iterations, "job_iterations", "", "how often it did its work")),
    since(6, field(&SliceRow::job_first_s, "job_first_s", "s", "the first time, cold")),
    since(6, field(&SliceRow::job_steady_s, "job_steady_s", "s", "median of the second half of the times")),
    since(6, field(&SliceRow::job_steady_cpu_s, "job_steady_cpu_s", "s",
                   "the same in CPU time of all its threads: JIT and garbage collection included")),
    since(6, field(&SliceRow::job_cpu_s, "job_cpu_s", "s",
                   "CPU time of its process and the children it waited for")),
    since(6, field(&SliceRow::job_max_rss_kib, "job_max_rss_kib", "KiB",
                   "most memory its process held resident")),
    since(6, remark(&SliceRow::job_tag, "job_tag",
                    "pure_script, or native_ext: the work is done by a library in C; of installs the tool")),
    since(7, field(&SliceRow::job_rate_per_s, "job_rate_per_s", "1/s",
                   "iterations per second of all workers together, while all of them work")),
    since(7, field(&SliceRow::start_ready_s, "start_ready_s", "s", "launch: from exec to the ready line")),
    since(7, field(&SliceRow::start_first_s, "start_first_s", "s", "from exec to the first answer")),
    since(8,
          remark(&SliceRow::beside_target, "beside_target",
                 "jobs that one more client asked for meanwhile, with the n that was found for this server")),
    since(8,
          field(&SliceRow::beside_asked_us, "beside_asked_us", "µs", "how long such a job is to take alone")),
    since(8, field(&SliceRow::beside_alone_us, "beside_alone_us", "µs",
                   "how long it took alone, just before: the median of a few")),
    since(8, field(&SliceRow::beside_job_us, "beside_job_us", "µs",
                   "how long it took beside the load: the median")),
    since(8, field(&SliceRow::beside_jobs, "beside_jobs", "requests",
                   "jobs due in the measured stretch, in server_requests but not in sent_in_all")),
    since(8, field(&SliceRow::beside_failed, "beside_failed", "requests",
                   "of them, those without a right answer")),
    since(
        8,
        field(&SliceRow::calm_response_p50_us, "calm_response_p50_us", "µs",
              "response_p50_us of the same load without the jobs, in a stretch of its own beside this one")),
    since(8, field(&SliceRow::calm_response_p99_us, "calm_response_p99_us", "µs",
                   "response_p99_us of the same")),
    since(9,
          field(&SliceRow::loop_lag_max_us, "loop_lag_max_us", "µs",
                "most that the server's event loop was late for a timer due every 10 ms, by its own clock, "
                "from before the load came until it was over; empty of who has no loop")),
    since(8, remark(&SliceRow::pair, "pair", "sources: the program that is there in both languages")),
    since(8, field(&SliceRow::code_lines, "code_lines", "",
                   "lines that are not blank, in canonical form: without comments, formatted")),
    since(8, field(&SliceRow::code_lines_beside_brackets, "code_lines_beside_brackets", "",
                   "those on which more stands than brackets, commas and semicolons")),
    since(8, field(&SliceRow::code_lines_with_braces, "code_lines_with_braces", "",
                   "those on which a curly bracket stands")),
    since(8, field(&SliceRow::code_tokens, "code_tokens", "",
                   "what the lexer hands to the parser; a string is one, whatever stands in it")),
    since(8, field(&SliceRow::code_gzip_bytes, "code_gzip_bytes", "B", "the canonical form, compressed")),
    since(8,
          field(&SliceRow::code_blocks, "code_blocks", "", "bodies of functions, classes, loops, branches")),
    since(8, field(&SliceRow::code_braced_blocks, "code_braced_blocks", "", "those in curly brackets")),
    since(8, remark(&SliceRow::code_sources, "code_sources",
                    "what was read: `path@sha256` of each file, from the folder of its language")),
    since(8, remark(&SliceRow::code_sha256, "code_sha256", "of the canonical form")),
    since(8, field(&SliceRow::mutants, "mutants", "", "copies of the source with one mistake each")),
    since(8, field(&SliceRow::mutants_rejected_near, "mutants_rejected_near", "",
                   "not parsed, and the message names the line of the mistake or one beside it")),
    since(8, field(&SliceRow::mutants_rejected_elsewhere, "mutants_rejected_elsewhere", "",
                   "not parsed, and the message names another line or none")),
    since(8, field(&SliceRow::mutants_crashed_near, "mutants_crashed_near", "",
                   "parsed, then stopped by an error raised on the line of the mistake or beside it")),
    since(8, field(&SliceRow::mutants_crashed_elsewhere, "mutants_crashed_elsewhere", "",
                   "parsed, then stopped by an error raised elsewhere, or did not end in time")),
    since(8, field(&SliceRow::mutants_wrong, "mutants_wrong", "", "ran to the end and gave another result")),
    since(8, field(&SliceRow::mutants_unchanged, "mutants_unchanged", "", "gave the right result")),
    field(&SliceRow::gate_contract, "gate_contract", "",
          "pass, fail or na: the server kept the contract, set up as its peers, when the run began"),
    field(&SliceRow::gate_ledger, "gate_ledger", "",
          "pass, fail or na: every scheduled request is accounted for"),
    field(&SliceRow::gate_responses, "gate_responses", "", "pass, fail or na: the answers were right"),
    since(8, field(&SliceRow::gate_order, "gate_order", "",
                   "pass, fail or na: a conversation in which everything came once and in one order")),
    field(&SliceRow::gate_little, "gate_little", "", "pass, fail or na: little_ratio is near 1"),
    field(&SliceRow::gate_early, "gate_early", "",
          "pass, fail or na: no answer came before the wait it promised"),
    field(&SliceRow::gate_client, "gate_client", "", "pass, fail or na: the client was not the bottleneck"),
    since(6, field(&SliceRow::gate_nodelay, "gate_nodelay", "",
                   "pass, fail or na: small answers leave at once (TCP_NODELAY)")),
    since(6, field(&SliceRow::gate_keepalive, "gate_keepalive", "",
                   "pass, fail or na: connections stay open, in the contract's checks and during the slice")),
    since(6, field(&SliceRow::gate_bytes, "gate_bytes", "",
                   "pass, fail or na: an answer has as many bytes as those of the peers, within 16")),
    since(6, field(&SliceRow::gate_headers, "gate_headers", "",
                   "pass, fail or na: exactly the agreed headers, and a Date that moves")),
    since(6, field(&SliceRow::gate_log, "gate_log", "",
                   "pass, fail or na: nothing was logged during the slice")),
    since(6, field(&SliceRow::gate_info, "gate_info", "",
                   "pass, fail or na: what /__info observes, and how it was started, is what the manifest "
                   "declares")),
    since(6, field(&SliceRow::gate_backlog, "gate_backlog", "",
                   "pass, fail or na: no connection was dropped because a listen queue was full")),
    since(6, field(&SliceRow::gate_saturation, "gate_saturation", "",
                   "pass, warn or na: the server's CPUs were at least 90 % busy, so the rate is its limit")),
    since(6, field(&SliceRow::gate_two_regimes, "gate_two_regimes", "",
                   "pass, warn or na: this launch kept its level within 25 % from slice to slice")),
    since(6, field(&SliceRow::gate_vintage, "gate_vintage", "",
                   "pass or warn: the runtimes of the run are at most 18 months apart")),
    since(6, field(&SliceRow::gate_build_class, "gate_build_class", "",
                   "pass, warn or na: the interpreter was built with the optimisations its vendor ships")),
    since(8, field(&SliceRow::gate_accept, "gate_accept", "",
                   "pass, fail or na: several workers shared the requests, Jain's index at least 0.9")),
    since(8,
          field(&SliceRow::gate_tie, "gate_tie", "",
                "pass, warn or na: no three servers of the cell had the same rate within 1 %, which would be "
                "the rate of what they all run into")),
    since(8, field(&SliceRow::gate_beside, "gate_beside", "",
                   "every job was answered rightly, took alone what it should, and the stretch without jobs "
                   "is valid")),
    since(2, remark(&SliceRow::guards, "guards",
                    "codes of what speaks against the row, joined by blanks; SUSPECT ones leave it ok")),
    remark(&SliceRow::limited_by, "limited_by",
           "what bounded the throughput: server_cpu, client_cpu, wait, mixed"),
    field(&SliceRow::steal_share, "steal_share", "", "CPU time the hypervisor gave to others, of all CPUs"),
    field(&SliceRow::psi_cpu_share, "psi_cpu_share", "",
          "share of the stretch in which some task waited for a CPU"),
    since(
        6,
        field(&SliceRow::throttled_share, "throttled_share", "",
              "time the cgroup's CPU quota stopped us, per second of the stretch; of several CPUs together")),
    since(6, field(&SliceRow::listen_overflows, "listen_overflows", "",
                   "connections the kernel dropped because a listen queue was full, of all servers here")),
    since(2, field(&SliceRow::longest_stall_us, "longest_stall_us", "µs",
                   "longest time the machine stood still")),
    since(2, field(&SliceRow::client_in_line_share, "client_in_line_share", "",
                   "share of the window a load thread stood ready and had no CPU")),
    since(4,
          field(&SliceRow::canary_before_us, "canary_before_us", "µs",
                "CPU time of a fixed loop on the server's CPU before the slice, server idle: a neighbour on "
                "the core makes it longer, which steal_share does not show")),
    since(4, field(&SliceRow::canary_after_us, "canary_after_us", "µs", "the same after it")),
    field(&SliceRow::load_1m, "load_1m", "", "load average over one minute at the end"),
    remark(&SliceRow::histogram, "histogram", "file within histograms/"),
};

inline constexpr auto kEnvFields = std::tuple{
    field(&EnvRow::key, "key", "", "what the fact is about: `cpu.model`"),
    remark(&EnvRow::value, "value", "the fact, as its source says it"),
    remark(&EnvRow::source, "source", "file or command it was read from"),
};

inline constexpr auto kMutationFields = all_since(
    5,
    std::tuple{
        field(&MutationRow::mutation, "mutation", "", "id in `workloads/mutations/`"),
        field(&MutationRow::stack, "stack", "", "the healthy stack it was planted in a copy of"),
        field(&MutationRow::title, "title", "", "what was changed"),
        field(&MutationRow::pitfall, "pitfall", "", "how that moves a verdict"),
        field(&MutationRow::outcome, "outcome", "",
              "caught (every check of `caught_by` failed), MISSED, blind spot (known that no check sees it), "
              "failed (could "
              "not be planted, or the healthy copy was caught as well) or absent (its runtime is not here)"),
        remark(&MutationRow::caught_by, "caught_by",
               "checks of `harness verify` that must fail, separated by blanks"),
        remark(&MutationRow::fired, "fired", "all that did"),
        remark(&MutationRow::detail, "detail",
               "what the first of `caught_by` saw, or why there is no outcome"),
        field(&MutationRow::target, "target", "",
              "request target of the load that follows: short, closed, by turns"),
        field(&MutationRow::connections, "connections", "", "requests always in flight"),
        remark(&MutationRow::peer, "peer", "stack of the other language, measured by turns with the two"),
        field(&MutationRow::healthy_requests_per_server_cpu_s, "healthy_requests_per_server_cpu_s", "1/s",
              "answers per second of CPU time, of the healthy copy"),
        field(&MutationRow::mutant_requests_per_server_cpu_s, "mutant_requests_per_server_cpu_s", "1/s",
              "the same with the pitfall"),
        field(&MutationRow::healthy_throughput_rps, "healthy_throughput_rps", "1/s", "answers per second"),
        field(&MutationRow::mutant_throughput_rps, "mutant_throughput_rps", "1/s",
              "the same with the pitfall"),
        field(&MutationRow::healthy_service_p50_us, "healthy_service_p50_us", "µs",
              "median time to an answer"),
        field(&MutationRow::mutant_service_p50_us, "mutant_service_p50_us", "µs",
              "the same with the pitfall"),
        field(&MutationRow::node_python_healthy, "node_python_healthy", "",
              "answers per second of CPU time, Node.js over Python, with the healthy copy on its side and "
              "`peer` on the "
              "other"),
        field(&MutationRow::node_python_mutant, "node_python_mutant", "", "the same with the pitfall"),
        field(&MutationRow::moved, "moved", "", "node_python_mutant / node_python_healthy: the peer cancels"),
        field(&MutationRow::moved_throughput, "moved_throughput", "", "the same of answers per second"),
        field(&MutationRow::moved_service_p50, "moved_service_p50", "", "the same of the median time"),
    });
// clang-format on

template <typename Row>
constexpr const auto& fields_of() {
  if constexpr (std::is_same_v<Row, SliceRow>) {
    return kSliceFields;
  } else if constexpr (std::is_same_v<Row, EnvRow>) {
    return kEnvFields;
  } else if constexpr (std::is_same_v<Row, ControlRow>) {
    return kControlFields;
  } else if constexpr (std::is_same_v<Row, CauseRow>) {
    return kCauseFields;
  } else if constexpr (std::is_same_v<Row, MutationRow>) {
    return kMutationFields;
  } else {
    static_assert(std::is_same_v<Row, VerdictRow>);
    return kVerdictFields;
  }
}

/// Calls visit(field) for each column in stored order.
template <typename Row, typename Visit>
constexpr void for_each_field(Visit&& visit) {
  std::apply([&](const auto&... each) { (visit(each), ...); }, fields_of<Row>());
}

}  // namespace harness::results
