#include "harness/base/file.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

#include "workloads/native/reference/contract_file.hpp"
#include "workloads/native/reference/contract_response.hpp"
#include <fcntl.h>

#include "harness/verify/head.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

namespace fs = std::filesystem;

/// Compares a body, while it comes, with what the file has from `first` on.
class Comparison {
 public:
  Comparison(const fs::path& file, const contract::Span& span)
      : stream_(file, std::ios::binary), span_(span) {
    stream_.seekg(static_cast<std::streamoff>(span.first));
  }

  void hear(std::string_view part) {
    if (problem_) return;
    std::string expected(part.size(), '\0');
    stream_.read(expected.data(), static_cast<std::streamsize>(expected.size()));
    expected.resize(static_cast<std::size_t>(stream_.gcount()));
    const auto other = std::mismatch(part.begin(), part.end(), expected.begin(), expected.end()).first;
    if (other != part.end()) {
      problem_ = fmt::format("octet {} differs from the file's",
                             span_.first + heard_ + static_cast<std::uint64_t>(other - part.begin()));
    }
    heard_ += part.size();
  }

  [[nodiscard]] Problem problem() const {
    if (problem_ || heard_ == span_.length) return problem_;
    return fmt::format("{} octets came, expected {}", heard_, span_.length);
  }

 private:
  std::ifstream stream_;
  contract::Span span_;
  std::uint64_t heard_ = 0;
  Problem problem_;
};

constexpr std::string_view kChanging = "changing-";

/// The smallest first, without those that a check of another server is changing just now.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().filename().string().starts_with(kChanging)) continue;
    if (entry.is_regular_file(failure)) files.push_back(entry.path());
  }
  std::ranges::sort(files, {}, [](const fs::path& file) { return fs::file_size(file); });
  return files;
}

struct Question {
  fs::path file;
  std::string range{};  ///< the header's value; empty: none
  [[nodiscard]] std::string target() const { return "/file/" + file.filename().string(); }
  [[nodiscard]] std::string in_words() const {
    return fmt::format("GET {}{}", target(), range.empty() ? "" : fmt::format(" with Range: {}", range));
  }
};

Problem wrong_file(RawConnection& connection, const Question& question) {
  const auto size = fs::file_size(question.file);
  const auto [reply, span] = contract::file_head(question.range, size);
  Comparison comparison(question.file, span);
  connection.send(get_request(question.target(),
                              question.range.empty() ? "" : fmt::format("Range: {}\r\n", question.range)));
  const auto head =
      connection.receive_into(question.in_words(), [&](std::string_view part) { comparison.hear(part); });
  auto problem =
      reply.status == 200
          ? wrong_head(head, 200, contract::kBytes, {"accept-ranges", "content-length"})
          : wrong_head(head, 206, contract::kBytes, {"accept-ranges", "content-length", "content-range"});
  if (problem) return problem;
  const auto range = fmt::format("bytes {}-{}/{}", span.first, span.first + span.length - 1, size);
  if (head.header("Accept-Ranges") != "bytes")
    return fmt::format("{}: Accept-Ranges is '{}', expected 'bytes'", head.asked,
                       head.header("Accept-Ranges"));
  if (reply.status == 206 && head.header("Content-Range") != range)
    return fmt::format("{}: Content-Range is '{}', expected '{}'", head.asked, head.header("Content-Range"),
                       range);
  if (auto other = comparison.problem()) return fmt::format("{}: {}", head.asked, *other);
  return std::nullopt;
}

/// Without files there is nothing to ask for; that is nothing the server could do about.
Problem no_files(const Probe& probe) {
  if (!files_in(probe.subject().data_dir).empty()) return std::nullopt;
  return fmt::format("there are no files in its DATA_DIR '{}'", probe.subject().data_dir.string());
}

Finding golden(Probe& probe) {
  if (auto problem = no_files(probe)) return failed("{}", *problem);
  auto connection = probe.connect();
  std::uint64_t bytes = 0;
  const auto files = files_in(probe.subject().data_dir);
  for (const fs::path& file : files) {
    if (auto problem = wrong_file(connection, {file})) return failed("{}", *problem);
    bytes += fs::file_size(file);
  }
  if (auto problem = wrong_status(connection.get("/plaintext"), 200))
    return failed("after a file the connection is out of step: {}", *problem);
  return passed("{} octets of {} files, and the connection goes on", bytes, files.size());
}

/// Of every file, at places drawn anew: ends, single octets, one that ends behind the file.
std::vector<Question> some_parts(Probe& probe) {
  std::vector<Question> all;
  for (const fs::path& file : files_in(probe.subject().data_dir)) {
    const auto size = fs::file_size(file);
    const auto at = probe.random().below(size / 2);
    const auto length = 1 + probe.random().below(std::min<std::uint64_t>(size / 2, 200'000));
    for (const auto& range :
         {fmt::format("bytes={}-{}", at, at + length - 1), fmt::format("bytes={}-", size - length),
          fmt::format("bytes=-{}", length), fmt::format("bytes={0}-{0}", at), std::string("bytes=0-0"),
          fmt::format("bytes={}-{}", size - length, size + length), fmt::format("bytes={0}-{0}", size - 1)})
      all.push_back({file, range});
  }
  return all;
}

Finding parts(Probe& probe) {
  if (auto problem = no_files(probe)) return failed("{}", *problem);
  auto connection = probe.connect();
  const auto all = some_parts(probe);
  for (const Question& question : all) {
    if (auto problem = wrong_file(connection, question)) return failed("{}", *problem);
  }
  if (auto problem = wrong_status(connection.get("/plaintext"), 200))
    return failed("after a part of a file the connection is out of step: {}", *problem);
  return passed("{} ranges answered with 206 and their octets, on one connection", all.size());
}

Finding unsatisfiable(Probe& probe) {
  if (auto problem = no_files(probe)) return failed("{}", *problem);
  const fs::path file = files_in(probe.subject().data_dir).front();
  const auto size = fs::file_size(file);
  auto connection = probe.connect();
  for (const auto& range : {fmt::format("bytes={}-", size), fmt::format("bytes={}-", size + 5),
                            fmt::format("bytes={}-{}", size + 7, size + 9)}) {
    const Question question{file, range};
    connection.send(get_request(question.target(), fmt::format("Range: {}\r\n", range)));
    const auto response = connection.receive(question.in_words());
    if (auto problem = wrong_head(response, 416, contract::kPlainText, {"content-length", "content-range"}))
      return failed("{}", *problem);
    if (auto problem = wrong_answer(response, 416, contract::reason(416))) return failed("{}", *problem);
    if (const auto expected = fmt::format("bytes */{}", size); response.header("Content-Range") != expected)
      return failed("{}: Content-Range is '{}', expected '{}'", response.asked,
                    response.header("Content-Range"), expected);
  }
  return passed("3 ranges beyond the end answered with 416, on one connection");
}

/// secret.bin lies beside DATA_DIR, where there is one.
Finding unknown_files(Probe& probe) {
  if (auto problem = no_files(probe)) return failed("{}", *problem);
  const std::string known = files_in(probe.subject().data_dir).front().filename().string();
  std::vector<std::string> targets = {
      "/file",   "/file/",  "/file/nope.bin", "/file/" + known + "/", "/file/" + known + "/x",
      "/file/.", "/file/.."};
  for (const char* out : {"../secret.bin", "..%2fsecret.bin", "..%2Fsecret.bin", "%2e%2e/secret.bin",
                          "%2e%2e%2fsecret.bin", "..%5csecret.bin", "%252e%252e%252fsecret.bin",
                          ".%2e/secret.bin", "x/../../secret.bin", "x%2f..%2f..%2fsecret.bin", "/etc/passwd",
                          "%2fetc%2fpasswd", "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd"})
    targets.push_back(fmt::format("/file/{}", out));
  for (const auto& target : targets) {
    if (auto problem = wrong_answer(probe.get(target), 404, "Not Found")) return failed("{}", *problem);
  }
  return passed("{} that are no file of its folder answered with 404", targets.size());
}

/// A file of our own, gone with the check.
class ChangingFile {
 public:
  ChangingFile(const fs::path& folder, std::uint64_t number)
      : path_(folder / fmt::format("{}{:x}.bin", kChanging, number)) {}
  ~ChangingFile() { remove(); }
  ChangingFile(const ChangingFile&) = delete;
  ChangingFile& operator=(const ChangingFile&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  /// In place, with the time of its last change as it was: only who reads it again sees that.
  void rewrite(std::string_view content) const {
    struct stat before {};
    const bool known = ::stat(path_.c_str(), &before) == 0;
    std::fstream(path_,
                 known ? std::ios::in | std::ios::out | std::ios::binary : std::ios::out | std::ios::binary)
        << content;
    const timespec times[] = {before.st_atim, before.st_mtim};
    if (known) ::utimensat(AT_FDCWD, path_.c_str(), times, 0);
  }

  [[nodiscard]] Result<void> replace(std::string_view content) const {
    return write_file_atomically(path_, content);
  }

  void remove() const {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }

 private:
  fs::path path_;
};

Finding not_cached(Probe& probe) {
  if (auto problem = no_files(probe)) return failed("{}", *problem);
  const ChangingFile file(probe.subject().data_dir, probe.random().next());
  const Question question{file.path()};
  const auto asked_twice = [&](std::string_view what) -> Problem {
    auto connection = probe.connect();
    for (int i = 0; i < 2; ++i) {
      if (auto problem = wrong_file(connection, question)) return fmt::format("{}: {}", what, *problem);
    }
    return std::nullopt;
  };
  file.rewrite(std::string(3000, 'a'));
  if (auto problem = asked_twice("a new file")) return failed("{}", *problem);
  file.rewrite(std::string(3000, 'b'));
  if (auto problem = asked_twice("written anew in place")) return failed("{}", *problem);
  if (auto replaced = file.replace(std::string(5000, 'c')); !replaced)
    return failed("{}", replaced.error().message);
  if (auto problem = asked_twice("replaced by another")) return failed("{}", *problem);
  if (auto replaced = file.replace(""); !replaced) return failed("{}", replaced.error().message);
  if (auto problem = asked_twice("replaced by an empty one")) return failed("{}", *problem);
  file.remove();
  if (auto problem = wrong_answer(probe.get(question.target()), 404, "Not Found"))
    return failed("removed: {}", *problem);
  return passed("new, written anew, replaced and removed: the answer was always the file's");
}

}  // namespace

std::vector<Rule> file_rules() {
  return {{"file-golden", {"/file", "/plaintext"}, golden},
          {"file-ranges", {"/file", "/plaintext"}, parts},
          {"file-range-416", {"/file"}, unsatisfiable},
          {"file-unknown-404", {"/file"}, unknown_files},
          {"file-not-cached", {"/file"}, not_cached}};
}

}  // namespace harness::verify
