#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_lines.hpp"

#include "harness/base/printable.hpp"
#include "harness/verify/probe.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::verify {
namespace {

constexpr std::uint64_t kLargest = 9007199254740991;  // Number.MAX_SAFE_INTEGER

std::string line_of(std::uint64_t sequence, std::int64_t value) {
  return fmt::format(R"({{"d":17,"s":{},"v":{}}})", sequence, value) + '\n';
}

/// With their LF.
std::string acknowledgement_of(std::string_view line) {
  return contract::acknowledgement(line.substr(0, line.size() - 1)).value_or("");
}

std::vector<std::string> some_lines(Probe& probe, int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<std::int64_t>(probe.random().below(2'000'001)) - 1'000'000;
    lines.push_back(line_of(probe.random().below(kLargest), value));
  }
  return lines;
}

std::string acknowledgements_of(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += acknowledgement_of(line);
  return all;
}

Problem wrong_bytes(std::string_view seen, std::string_view expected, std::string_view what) {
  if (seen == expected) return std::nullopt;
  const auto [at, ignored] = std::ranges::mismatch(seen, expected);
  const auto same = static_cast<std::size_t>(at - seen.begin());
  return fmt::format("{}: after {} bytes as expected comes '{}', expected '{}'", what, same,
                     printable(seen.substr(same, 40)), printable(expected.substr(same, 40)));
}

/// When we have ended our direction, whatever is due comes, and then the end.
Problem wrong_end(RawConnection& connection, std::string_view expected, std::string_view what) {
  connection.end_sending();
  if (auto problem = wrong_bytes(connection.receive_bytes(expected.size()), expected, what)) return problem;
  if (connection.closed_by_peer()) return std::nullopt;
  return fmt::format("{}: then we ended our direction, and the server sends more or does not end its own",
                     what);
}

/// Each waits for the one before.
Finding golden(Probe& probe) {
  std::vector<std::string> lines = some_lines(probe, 20);
  lines.push_back(line_of(0, 0));
  lines.push_back(line_of(kLargest, -static_cast<std::int64_t>(kLargest)));
  lines.emplace_back("{ \"more\" : [null, \"\\n\"], \"v\" : 1, \"s\" : 2, \"d\" : 0 }\n");
  std::string longest = line_of(5, 5);
  lines.push_back(longest.insert(1, contract::kLongestLine - longest.size(), ' '));
  auto connection = probe.connect_for_lines();
  for (const std::string& line : lines) {
    connection.send(line);
    const std::string expected = acknowledgement_of(line);
    const std::string seen = connection.receive_bytes(expected.size());
    if (auto problem = wrong_bytes(seen, expected, printable(line.substr(0, 60))))
      return failed("{}", *problem);
  }
  if (auto problem = wrong_end(connection, "", "lines one by one")) return failed("{}", *problem);
  return passed("{} lines one by one, the longest of {} bytes", lines.size(), contract::kLongestLine);
}

Finding in_order(Probe& probe) {
  const auto lines = some_lines(probe, 200);
  auto connection = probe.connect_for_lines();
  connection.send(fmt::format("{}", fmt::join(lines, "")));
  if (auto problem = wrong_end(connection, acknowledgements_of(lines), "200 lines in one write"))
    return failed("{}", *problem);
  return passed("{} lines in one write", lines.size());
}

/// Byte by byte; and in parts that begin and end within lines, of which the last one is no line.
Finding fragmented(Probe& probe) {
  const auto lines = some_lines(probe, 3);
  auto slow = probe.connect_for_lines();
  for (const std::string& line : lines) slow.send_bytewise(line);
  if (auto problem = wrong_end(slow, acknowledgements_of(lines), "3 lines byte by byte"))
    return failed("{}", *problem);

  auto torn = probe.connect_for_lines();
  torn.send(lines[0] + lines[1].substr(0, 9));
  const std::string first = acknowledgement_of(lines[0]);
  if (auto problem =
          wrong_bytes(torn.receive_bytes(first.size()), first, "a line and the beginning of another"))
    return failed("{}", *problem);
  torn.send(lines[1].substr(9) + lines[2].substr(0, lines[2].size() - 1));
  if (auto problem =
          wrong_end(torn, acknowledgement_of(lines[1]), "the rest of it, and a line without its LF"))
    return failed("{}", *problem);
  return passed("{} lines byte by byte, one in two parts, one without its LF", lines.size());
}

std::vector<std::string> no_lines() {
  return {"\n",
          "nonsense\n",
          "[]\n",
          "17\n",
          "null\n",
          "{\"d\":17,\"s\":1,\"v\":2\n",
          "{\"s\":1,\"v\":2}\n",
          "{\"d\":17,\"v\":2}\n",
          "{\"d\":17,\"s\":1}\n",
          "{\"d\":\"17\",\"s\":1,\"v\":2}\n",
          "{\"d\":17,\"s\":-1,\"v\":2}\n",
          "{\"d\":17,\"s\":1,\"v\":null}\n",
          "{\"d\":17,\"s\":true,\"v\":2}\n",
          "{\"d\":17,\"s\":1,\"v\":2.5}\n",
          "{\"d\":17,\"s\":9007199254740992,\"v\":2}\n",
          line_of(1, 2).insert(1, contract::kLongestLine - line_of(1, 2).size() + 1, ' '),
          std::string(contract::kLongestLine, ' ')};
}

/// Behind a line that is one, and before another that nobody answers any more.
Finding refused(Probe& probe) {
  const auto good = some_lines(probe, 2);
  const auto bad = no_lines();
  for (const std::string& line : bad) {
    auto connection = probe.connect_for_lines();
    connection.send(good[0] + line + (line.ends_with('\n') ? good[1] : ""));
    const std::string what = "a line, and then " + printable(line.substr(0, 40));
    const std::string expected = acknowledgement_of(good[0]);
    if (auto problem = wrong_bytes(connection.receive_bytes(expected.size()), expected, what))
      return failed("{}", *problem);
    if (!connection.closed_by_peer()) return failed("{}: the connection goes on", what);
  }
  return passed("{} that are no lines end their connections", bad.size());
}

/// Of three connections: one ends well, one within a line, one by a line that is none.
Finding counted(Probe& probe) {
  const auto count = [&] { return line_counts(probe.get("/__stats").body); };
  const auto lines = some_lines(probe, 12);
  const std::string all = fmt::format("{}", fmt::join(lines, ""));
  const auto before = count();
  for (const char* last : {"", "{\"d\":17,\"s\":1", "nonsense\n"}) {
    auto connection = probe.connect_for_lines();
    connection.send(all + last);
    if (auto problem = wrong_end(connection, acknowledgements_of(lines), "12 lines"))
      return failed("{}", *problem);
  }
  const auto after = count();
  if (!before || !after) return failed("/__stats has no `lines` that is an integer");
  const std::uint64_t expected = 3 * lines.size();
  if (total(*after) - total(*before) != expected)
    return failed("{} lines were acknowledged, /__stats counted {}", expected,
                  total(*after) - total(*before));
  return passed("{} acknowledged, {} counted", expected, expected);
}

}  // namespace

std::vector<Rule> lines_rules() {
  return {{"lines-golden", {"/lines"}, golden},
          {"lines-in-order", {"/lines"}, in_order},
          {"lines-fragmented", {"/lines"}, fragmented},
          {"lines-refused", {"/lines"}, refused},
          {"lines-counted", {"/lines"}, counted}};
}

}  // namespace harness::verify
