#include "harness/process/listening.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <unistd.h>

namespace harness::process {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProblem = "cannot ask the kernel who listens";

struct Found {
  ListeningSocket socket;
  std::uint32_t inode = 0;
};

class Diagnosis {
 public:
  Diagnosis() : fd_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}
  ~Diagnosis() {
    if (fd_ >= 0) ::close(fd_);
  }
  Diagnosis(const Diagnosis&) = delete;
  Diagnosis& operator=(const Diagnosis&) = delete;

  /// Source: sock_diag(7), "TCP": for a socket in LISTEN idiag_wqueue is its backlog.
  [[nodiscard]] Result<std::vector<Found>> listeners(std::uint8_t family, std::uint16_t port) const {
    if (auto sent = ask(family); !sent) return tl::unexpected(sent.error());
    std::vector<Found> found;
    for (;;) {
      alignas(nlmsghdr) std::array<char, 32 * 1024> buffer;
      const ssize_t size = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (size <= 0) return environment_error("{}", errno_message(kProblem, errno));
      auto left = static_cast<unsigned>(size);
      for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(header, left);
           header = NLMSG_NEXT(header, left)) {
        if (header->nlmsg_type == NLMSG_DONE) return found;
        if (header->nlmsg_type == NLMSG_ERROR) {
          const auto* error = static_cast<const nlmsgerr*>(NLMSG_DATA(header));
          return environment_error("{}", errno_message(kProblem, -error->error));
        }
        add(*static_cast<const inet_diag_msg*>(NLMSG_DATA(header)), port, found);
      }
    }
  }

 private:
  [[nodiscard]] Result<void> ask(std::uint8_t family) const {
    struct {
      nlmsghdr header;
      inet_diag_req_v2 request;
    } question{};
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    question.request.sdiag_family = family;
    question.request.sdiag_protocol = IPPROTO_TCP;
    question.request.idiag_states = 1U << TCP_LISTEN;
    if (fd_ < 0 || ::send(fd_, &question, sizeof question, 0) < 0)
      return environment_error("{}", errno_message(kProblem, errno));
    return {};
  }

  static void add(const inet_diag_msg& message, std::uint16_t port, std::vector<Found>& found) {
    if (ntohs(message.id.idiag_sport) != port) return;
    std::array<char, INET6_ADDRSTRLEN> address{};
    ::inet_ntop(message.idiag_family, message.id.idiag_src, address.data(), address.size());
    found.push_back({{address.data(), message.idiag_wqueue, {}}, message.idiag_inode});
  }

  int fd_;
};

bool is_number(const std::string& text, int& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && end == text.data() + text.size();
}

/// Once, also when it has the socket twice.
void note_holder(const std::string& open_file, int pid, std::vector<Found>& found) {
  for (Found& each : found) {
    auto& holders = each.socket.holders;
    const bool holds = open_file == fmt::format("socket:[{}]", each.inode);
    if (holds && (holders.empty() || holders.back() != pid)) holders.push_back(pid);
  }
}

void add_holders(std::vector<Found>& found) {
  std::error_code gone;  // processes end while they are listed, and those of others are closed to us
  const fs::directory_iterator end;
  for (fs::directory_iterator process("/proc", gone); !gone && process != end; process.increment(gone)) {
    int pid = 0;
    if (!is_number(process->path().filename().string(), pid)) continue;
    std::error_code closed;
    for (fs::directory_iterator file(process->path() / "fd", closed); !closed && file != end;
         file.increment(closed))
      note_holder(fs::read_symlink(file->path(), closed).string(), pid, found);
  }
}

std::vector<std::string> words_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(stream, word, '\0');) words.push_back(word);
  return words;
}

fs::path page_of(int pid, const char* page) {
  return fs::path("/proc") / std::to_string(pid) / page;
}

}  // namespace

Result<std::vector<ListeningSocket>> listening_on(std::uint16_t port) {
  std::vector<Found> found;
  for (const auto family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}}) {
    auto some = Diagnosis().listeners(family, port);
    if (!some) return tl::unexpected(some.error());
    std::move(some->begin(), some->end(), std::back_inserter(found));
  }
  if (!found.empty()) add_holders(found);
  std::vector<ListeningSocket> sockets;
  for (Found& each : found) {
    std::sort(each.socket.holders.begin(), each.socket.holders.end());
    sockets.push_back(std::move(each.socket));
  }
  return sockets;
}

std::uint32_t largest_backlog() {
  std::uint32_t limit = SOMAXCONN;
  std::ifstream("/proc/sys/net/core/somaxconn") >> limit;
  return limit;
}

std::vector<std::string> arguments_of(int pid) {
  return words_of(page_of(pid, "cmdline"));
}

std::vector<std::string> environment_of(int pid) {
  return words_of(page_of(pid, "environ"));
}

}  // namespace harness::process
