// What the load engine does per request apart from the kernel: schedule, parse, check, record, patch.
#include <benchmark/benchmark.h>

#include "harness/http/known_header.hpp"
#include "harness/http/request.hpp"
#include "harness/http/response_parser.hpp"
#include "harness/load/expectation.hpp"
#include "harness/load/recorder.hpp"
#include "harness/load/schedule.hpp"

namespace {

using namespace harness;

constexpr std::string_view kResponse =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\nServer: bench\r\n"
    "Date: Sun, 22 Nov 2026 21:04:10 GMT\r\n\r\nHello, World!";

void parse_and_check_plaintext(benchmark::State& state) {
  http::ResponseParser parser;
  const auto expected = load::Expectation::exact("Hello, World!");
  for (auto _ : state) {
    parser.expect(false);
    benchmark::DoNotOptimize(parser.feed(kResponse));
    benchmark::DoNotOptimize(expected.check(parser.status_code(), parser.body(), parser.body_length(), 0));
  }
}
BENCHMARK(parse_and_check_plaintext);

void recognise_and_check_plaintext(benchmark::State& state) {
  http::KnownHeader known;
  http::ResponseParser parser(1024, &known);
  const auto expected = load::Expectation::exact("Hello, World!");
  for (auto _ : state) {
    parser.expect(false);
    benchmark::DoNotOptimize(parser.feed(kResponse));
    benchmark::DoNotOptimize(expected.check(parser.status_code(), parser.body(), parser.body_length(), 0));
  }
}
BENCHMARK(recognise_and_check_plaintext);

void record_one_request(benchmark::State& state) {
  load::Recorder recorder({{Nanoseconds(0)}, {seconds(3600)}, {seconds(3600)}});
  std::int64_t now = 0;
  for (auto _ : state) {
    const Instant sent{Nanoseconds(now)};
    recorder.scheduled(sent);
    recorder.sent();
    recorder.finished({sent, sent, sent + Nanoseconds(50'000 + (now & 0xffff))}, load::Outcome::kOk);
    now += 1000;
  }
}
BENCHMARK(record_one_request);

void schedule_the_next_request(benchmark::State& state, load::Arrivals arrivals) {
  const load::Schedule schedule({.arrivals = arrivals, .rate = {10'000}});
  load::Cursor cursor(schedule, 0, 1);
  for (auto _ : state) {
    cursor.advance();
    benchmark::DoNotOptimize(cursor.due());
  }
}
BENCHMARK_CAPTURE(schedule_the_next_request, uniform, load::Arrivals::kUniform);
BENCHMARK_CAPTURE(schedule_the_next_request, poisson, load::Arrivals::kPoisson);

void patch_a_random_number(benchmark::State& state) {
  http::RequestSpec spec;
  spec.target = "/json?k={rand}&n=10";
  spec.host = "127.0.0.1";
  auto request = http::make_template(spec);
  std::uint32_t k = 0;
  for (auto _ : state) {
    request->patch(k += 2654435761U);
    benchmark::DoNotOptimize(request->bytes().data());
  }
}
BENCHMARK(patch_a_random_number);

}  // namespace
