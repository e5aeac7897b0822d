#include "commands/passphrase.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>

#include "core/error.h"

namespace commands {
namespace {

constexpr char kVariable[] = "SAGITTA_PASSPHRASE_FILE";

std::optional<std::string> fromFile() {
  const char* path = std::getenv(kVariable);
  if (path == nullptr || *path == '\0') {
    return std::nullopt;
  }
  std::ifstream stream(path);
  std::string line;
  if (!std::getline(stream, line)) {
    throw core::Error(path, "The passphrase cannot be read from it",
                      std::string("Let ") + kVariable + " name a file whose first line is the passphrase");
  }
  return line;
}

// Shows nothing of what is typed as long as it lives.
class Hidden {
 public:
  explicit Hidden(int terminal) : terminal_(terminal) {
    ::tcgetattr(terminal_, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(terminal_, TCSAFLUSH, &hidden);
  }
  ~Hidden() { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  int terminal_;
  termios before_{};
};

std::string fromTerminal(const std::string& prompt) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> terminal(std::fopen("/dev/tty", "r+e"), &std::fclose);
  if (!terminal) {
    throw core::Error("passphrase", "There is no terminal to ask for it",
                      std::string("Let ") + kVariable + " name a file whose first line is the passphrase");
  }
  std::fprintf(terminal.get(), "%s", prompt.c_str());
  std::fflush(terminal.get());
  std::string line;
  const Hidden hidden(::fileno(terminal.get()));
  for (int c = std::fgetc(terminal.get()); c != EOF && c != '\n'; c = std::fgetc(terminal.get())) {
    line += char(c);
  }
  std::fprintf(terminal.get(), "\n");
  return line;
}

}  // namespace

std::string askPassphrase(const std::string& of) {
  const auto given = fromFile();
  return given ? *given : fromTerminal("Passphrase of " + of + ": ");
}

std::string askNewPassphrase(const std::string& of) {
  if (const auto given = fromFile()) {
    return *given;
  }
  const std::string first = fromTerminal("New passphrase for " + of + ": ");
  if (fromTerminal("Once more: ") != first) {
    throw core::Error("passphrase", "The two were not the same", "Try again");
  }
  return first;
}

}  // namespace commands
