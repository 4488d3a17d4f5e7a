#include "workloads/native/reference/files.hpp"

#include <algorithm>
#include <memory>
#include <sys/stat.h>

#include "workloads/native/reference/contract_file.hpp"
#include <fcntl.h>
#include <unistd.h>

namespace harness::reference {
namespace {

constexpr std::uint64_t kPiece = 128 * 1024;

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] std::optional<std::uint64_t> size() const {
    struct stat status {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode))
      return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
  }

  [[nodiscard]] std::string read(std::uint64_t at, std::uint64_t length) const {
    std::string bytes(length, '\0');
    const ssize_t count = ::pread(descriptor_, bytes.data(), length, static_cast<off_t>(at));
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return bytes;
  }

 private:
  int descriptor_;
};

contract::Pieces pieces_of(std::shared_ptr<OpenFile> file, const contract::Span& span) {
  contract::Pieces pieces;
  pieces.count = (span.length + kPiece - 1) / kPiece;
  pieces.length = span.length;
  pieces.due_ns = [](std::uint64_t) { return std::int64_t{0}; };
  pieces.make = [file = std::move(file), span](std::uint64_t index, std::int64_t) {
    const std::uint64_t done = index * kPiece;
    return file->read(span.first + done, std::min(kPiece, span.length - done));
  };
  return pieces;
}

}  // namespace

contract::Answer file_answer(const std::filesystem::path& folder, const std::string& name,
                             std::string_view range) {
  if (folder.empty()) return {contract::refusal(404)};
  auto file = std::make_shared<OpenFile>(folder / name);
  const auto size = file->size();
  if (!size) return {contract::refusal(404)};
  const auto [reply, span] = contract::file_head(range, *size);
  contract::Answer answer{reply};
  if (span.length > 0) answer.pieces = pieces_of(std::move(file), span);
  return answer;
}

}  // namespace harness::reference
