// What README.md shows, typed: every example of `harness load` against a server that is there. Shorter than
// shown, and to the port the server has; otherwise as it stands. (That commands and options exist:
// tests/repo.)
#include <fstream>

#include "with_reference_server.hpp"
#include <gmock/gmock.h>

namespace harness::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

using Words = std::vector<std::string>;

/// As a shell would split it: single quotes group, '#' begins a comment.
Words words_of(const std::string& line) {
  Words words;
  std::string word;
  bool quoted = false;
  for (const char c : line + " ") {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(std::exchange(word, ""));
    } else if (c == '#' && !quoted && word.empty()) {
      break;
    } else {
      word += c;
    }
  }
  return words;
}

std::vector<Words> examples() {
  std::ifstream readme(std::string(HARNESS_SOURCE_DIR) + "/README.md");
  const std::string prompt = "    ./scripts/harness load ";
  std::vector<Words> found;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with(prompt)) found.push_back(words_of(line.substr(prompt.size())));
  }
  return found;
}

class ReadmeExamples : public WithReferenceServer {
 protected:
  Words made_short(const Words& shown, const std::filesystem::path& folder) const {
    Words words{"load"};
    bool searches = false;
    for (std::string word : shown) {
      for (const auto& [shown_port, port] :
           {std::pair("8080", server_->port()), std::pair("8081", server_->line_port())}) {
        const std::string address = std::string("127.0.0.1:") + shown_port;
        if (const auto at = word.find(address); at != std::string::npos)
          word.replace(at, address.size(), "127.0.0.1:" + std::to_string(port));
      }
      if (word.ends_with(".hlog")) word = (folder / word).string();
      if (word == "5s") word = "200ms";
      searches = searches || word == "--slo";
      words.push_back(word);
    }
    const char* most = shown.front().starts_with("ws://") ? "40" : "400/s";  // clients, or a rate
    const Words less = searches ? Words{"--slo-probe", "50ms", "--slo-max", most, "--warm-up", "20ms"}
                       : std::find(words.begin(), words.end(), "-d") == words.end()
                           ? Words{"-d", "200ms", "--warm-up", "50ms"}
                           : Words{"--warm-up", "50ms"};
    words.insert(words.end(), less.begin(), less.end());
    return words;
  }
};

TEST_F(ReadmeExamples, OfLoadDoWhatTheyShow) {
  const auto folder = fresh_folder("readme");
  const auto shown = examples();
  ASSERT_GE(shown.size(), 3U);
  for (const Words& words : shown) {
    const Ran ran = run_harness(made_short(words, folder));
    const std::string all = testing::PrintToString(words);
    if (words[0].starts_with("ws://") || words[0].starts_with("tcp://")) {
      EXPECT_THAT(ran.code, AnyOf(0, 3)) << all << ran.err;
      EXPECT_THAT(ran.out, AnyOf(HasSubstr("each once, in order"), HasSubstr("nothing lost, order kept")))
          << all << ran.out;
      continue;
    }
    EXPECT_THAT(ran.code, AnyOf(0, 3))
        << all << ran.err;  // 3: the machine was busy, or all rates met the objective
    EXPECT_THAT(ran.out, AnyOf(HasSubstr("requests/s"), HasSubstr("throughput_rps"), HasSubstr("probes of")))
        << all << ran.out;
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "out.hlog"));
}

}  // namespace
}  // namespace harness::test
