#include "harness/cli/load_arguments.hpp"

#include <CLI/CLI.hpp>

namespace harness::cli {
namespace {

constexpr const char* kLoadFooter =
    "Example: harness load http://127.0.0.1:8080/plaintext -c 64 -d 5s --format json\n"
    "Without --rate a closed loop: each connection sends its next request when the answer is complete, so "
    "this "
    "measures\n"
    "capacity and service time at a concurrency. With --rate, what users see: response time counts from\n"
    "when a request was due, service time from when it was sent, lateness is the difference.\n"
    "Example: harness load http://127.0.0.1:8080/json --slo 'p99<50ms, errors<0.1%' --slo-start 200/s\n"
    "With --slo the highest rate that meets the objective: doubles until one fails, then probes around the "
    "limit\n"
    "again and again until 95 % sure of it within 5 %. p50, p90, p99, p99.9, max and mean are response "
    "times;\n"
    "errors are requests without an ok answer. Exit code 3 when not even the lowest rate meets it, or all "
    "do.";

void add_requests(CLI::App& command, LoadOptions& options) {
  auto* url = command.add_option("url", options.url,
                                 "http://host:port/target; {rand} in it is a new number in each request; "
                                 "ws://… for WebSocket, with the target /ws/room/<r> for fan-out, "
                                 "/ws/game?hz=20 for a game; tcp://host:port for lines of devices");
  command.option_defaults()->group("What is asked");
  command
      .add_option("--urls", options.urls_file,
                  "File with one URL per line ('#' starts a comment), asked in turn; all of one server")
      ->excludes(url);
  command.add_option("-m,--method", options.method, "HTTP method")->capture_default_str();
  command.add_option("-H,--header", options.headers, "Additional header, e.g. 'Accept: */*'");
  command.add_option("--body-file", options.body_file, "File sent as the body of each request");
  command
      .add_option("--check", options.check,
                  "status (any 2xx) or contract (every byte of a known endpoint's answer)")
      ->check(CLI::IsMember({"status", "contract"}))
      ->capture_default_str();
  command
      .add_option("--rooms", options.rooms,
                  "Spread the connections to ws://…/ws/room/NAME over so many rooms, NAME-0, NAME-1, …")
      ->capture_default_str();
  command.add_option("--message-bytes", options.message_bytes, "Payload of a WebSocket message")
      ->capture_default_str();
  command.add_flag("--sse", options.sse, "Read event streams of http://…/sse?n=100&hz=10 to their end");
}

void add_shape(CLI::App& command, LoadOptions& options) {
  command.option_defaults()->group("How much, and for how long");
  command
      .add_option("-c,--connections", options.connections,
                  "Connections; in a closed loop, requests always in flight")
      ->capture_default_str();
  command.add_option("-t,--threads", options.threads, "Client threads")->capture_default_str();
  command.add_option("--cpus", options.cpus, "Pin client threads, e.g. 1 or 0,2-3");
  command.add_option("-d,--duration", options.duration, "Measured window, e.g. 10s")->capture_default_str();
  command.add_option("--warm-up", options.warm_up, "Load before the window that is not measured")
      ->capture_default_str();
  command.add_option("--connect-rate", options.connect_rate,
                     "Open connections at this rate before the load, e.g. 500/s");
  command.add_option("--connect-timeout", options.connect_timeout, "Per connection that is opened")
      ->capture_default_str();
  command.add_option("--timeout", options.timeout, "Per request, from sending")->capture_default_str();
  command.add_option("--seed", options.seed, "Of the {rand} numbers and the poisson arrivals")
      ->capture_default_str();
}

void add_open_loop(CLI::App& command, LoadOptions& options) {
  command.option_defaults()->group("Open loop");
  auto* rate = command.add_option("-r,--rate", options.rate,
                                  "Requests are due at this rate whatever the server does, e.g. 1000/s");
  command
      .add_option(
          "--arrivals", options.arrivals,
          "uniform (equally spaced), poisson (independent users) or burst (one for each connection at "
          "the same moment)")
      ->check(CLI::IsMember({"uniform", "poisson", "burst"}))
      ->capture_default_str();
  command
      .add_option("--dispatch", options.dispatch,
                  "pooled (any free connection) or sticky (request k waits for connection k mod N)")
      ->check(CLI::IsMember({"pooled", "sticky"}))
      ->capture_default_str();
  command
      .add_option("--spin", options.spin,
                  "Ask for events without sleeping: never, due (shortly before a request is due) or always "
                  "(needs a core of its own)")
      ->check(CLI::IsMember({"never", "due", "always"}))
      ->capture_default_str();
  command.add_option("--ramp", options.ramp, "Climb from 0 to the rate over this long before the window")
      ->needs(rate);
  command.add_option("--deadline", options.deadline,
                     "Drop a request that is older than this before it could be sent");
}

void add_slo(CLI::App& command, LoadOptions& options) {
  command.option_defaults()->group("Search for a rate, or over WebSockets for a number of clients");
  auto* slo = command.add_option(
      "--slo", options.slo,
      "Find the highest open-loop rate that meets this, e.g. 'p99<50ms, errors<0.1%'; of ws://… the most "
      "clients, with nothing lost and order kept");
  for (const char* other : {"--rate", "--duration", "--floor", "--hdr-log", "--hgrm"}) slo->excludes(other);
  command.add_option("--slo-probe", options.slo_probe, "Measured window of one probe, after its --warm-up")
      ->needs(slo)
      ->capture_default_str();
  command.add_option("--slo-start", options.slo_start, "The lowest rate or number, where the search starts")
      ->needs(slo)
      ->capture_default_str();
  command.add_option("--slo-max", options.slo_max, "The highest rate or number it tries")
      ->needs(slo)
      ->capture_default_str();
  command.add_option("--each", options.each, "Over WebSockets: what each client sends, e.g. 1/s")->needs(slo);
  command
      .add_option("--members", options.members, "Of ws://…/ws/room/NAME: clients in each room; 0: one room")
      ->needs(slo)
      ->capture_default_str();
}

void add_output(CLI::App& command, LoadOptions& options) {
  command.option_defaults()->group("What is reported");
  command.add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command
      .add_option("--interval", options.interval,
                  "Of the series that json output and the HDR log hold; 0s: none. A load of over an hour has "
                  "at most 3,600 of them")
      ->default_str("1s");
  command
      .add_option(
          "--stamp-one-in", options.stamp_one_in,
          "Kernel timestamps for one request in so many, to tell the client's part of a latency; 0: none")
      ->capture_default_str();
  command.add_option(
      "--floor", options.floor,
      "First the same load, as GET, at a server that does nothing, e.g. for 2s: what the client itself adds");
  command.add_option("--hdr-log", options.hdr_log, "Also write the intervals as an HdrHistogram log");
  command.add_option("--hgrm", options.hgrm, "Also write the percentile table of the HDR viewers");
}

}  // namespace

void add_load_arguments(CLI::App& command, LoadOptions& options) {
  add_requests(command, options);
  add_shape(command, options);
  add_open_loop(command, options);
  add_output(command, options);
  add_slo(command, options);
  command.footer(kLoadFooter);
}

void check_load_arguments(const CLI::App& command) {
  if (command.count("--rate") + command.count("--slo") > 0) return;
  for (const char* option : {"--arrivals", "--dispatch", "--spin", "--deadline"}) {
    if (command.count(option) > 0) throw CLI::RequiresError(option, "--rate or --slo");
  }
}

}  // namespace harness::cli
