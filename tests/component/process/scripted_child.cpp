// A tiny HTTP server for the process tests. Flags say how it misbehaves:
//   --port N            listen there; print the ready line
//   --ready-port N      …with this port in it
//   --listen-late       print the ready line first, never listen
//   --never-ready       listen, but say nothing
//   --exit N TEXT       print TEXT to stderr and exit
//   --ignore-term       SIGTERM has no effect
//   --children          start one child, and one that leaves the session with setsid
//   --shout N           print N lines to stdout before the ready line
// Requests: /plaintext, /environment, /files, /burn?ms=N, /burn-in-child?ms=N, /chatter, anything else 404.
#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <vector>

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

extern char** environ;

namespace {

volatile sig_atomic_t asked_to_stop = 0;

long cpu_ns() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * 1'000'000'000L + used.tv_nsec;
}

void burn(long ms) {
  const long until = cpu_ns() + ms * 1'000'000;
  while (cpu_ns() < until) {
  }
}

void burn_in_child(long ms) {
  const pid_t child = fork();
  if (child == 0) {
    burn(ms);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

/// Ends only when killed; holds on for ten minutes at most, should a test leak it.
pid_t start_child(bool leave_session) {
  const pid_t child = fork();
  if (child != 0) return child;
  if (leave_session) setsid();
  signal(SIGTERM, SIG_IGN);
  sleep(600);
  _exit(0);
}

std::string environment() {
  std::string text;
  for (char** entry = environ; *entry != nullptr; ++entry) text += std::string(*entry) + "\n";
  return text;
}

std::string open_files() {
  std::string text;
  DIR* folder = opendir("/proc/self/fd");
  for (const dirent* entry = readdir(folder); entry != nullptr; entry = readdir(folder)) {
    char target[256] = {};
    if (readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1) > 0) {
      text += std::string(entry->d_name) + " " + target + "\n";
    }
  }
  closedir(folder);
  return text;
}

std::string answer_to(const std::string& target) {
  const auto equals = target.find("ms=");
  const long ms = equals == std::string::npos ? 0 : atol(target.c_str() + equals + 3);
  if (target.starts_with("/burn-in-child"))
    burn_in_child(ms);
  else if (target.starts_with("/burn"))
    burn(ms);
  else if (target == "/chatter")
    puts("twelve bytes");
  else if (target == "/environment")
    return environment();
  else if (target == "/files")
    return open_files();
  else if (target != "/plaintext")
    return {};
  return "ok";
}

void serve(int connection) {
  char request[4096] = {};
  if (read(connection, request, sizeof request - 1) > 0) {
    const std::string line(request);
    const auto start = line.find(' ') + 1;
    const std::string body = answer_to(line.substr(start, line.find(' ', start) - start));
    const std::string head = body.empty() ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK";
    const std::string reply =
        head + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    [[maybe_unused]] const ssize_t written = write(connection, reply.data(), reply.size());
  }
  close(connection);
}

int listen_on(int port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, 64) != 0) {
    perror("bind");
    exit(1);
  }
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> flags(argv + 1, argv + argc);
  const auto has = [&](const char* flag) {
    for (const std::string& given : flags) {
      if (given == flag) return true;
    }
    return false;
  };
  const auto value = [&](const char* flag, std::size_t offset = 1) -> std::string {
    for (std::size_t i = 0; i + offset < flags.size(); ++i) {
      if (flags[i] == flag) return flags[i + offset];
    }
    return {};
  };
  if (has("--exit")) {
    fprintf(stderr, "%s\n", value("--exit", 2).c_str());
    return atoi(value("--exit").c_str());
  }
  struct sigaction on_term {};
  on_term.sa_handler = [](int) { asked_to_stop = 1; };
  if (has("--ignore-term")) on_term.sa_handler = SIG_IGN;
  sigaction(SIGTERM, &on_term, nullptr);

  const int port = atoi(value("--port").c_str());
  const int listener = has("--listen-late") ? -1 : listen_on(port);
  std::string pids = std::to_string(getpid());
  if (has("--children")) {
    pids += "," + std::to_string(start_child(false));
    pids += "," + std::to_string(start_child(true));
  }
  for (int i = 0; i < atoi(value("--shout").c_str()); ++i) printf("{\"ready\":false} line %d\n", i);
  setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string told = has("--ready-port") ? value("--ready-port") : std::to_string(port);
  if (!has("--never-ready"))
    printf("{\"ready\":true,\"pids\":[%s],\"port\":%s}\n", pids.c_str(), told.c_str());
  fflush(stdout);
  while (asked_to_stop == 0) {
    const int connection = listener < 0 ? (pause(), -1) : accept(listener, nullptr, nullptr);
    if (connection >= 0) serve(connection);
  }
  return 0;
}
