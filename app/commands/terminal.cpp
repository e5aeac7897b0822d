#include "commands/terminal.h"

#include <unistd.h>

#include <cstdio>

namespace commands {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kLine = std::chrono::seconds(5);

}  // namespace

void printJson(const Json& document) {
  // Invalid UTF-8 in a name from outside must not fail the whole answer.
  const std::string text = document.dump(2, ' ', false, Json::error_handler_t::replace);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void printNote(const std::string& note) {
  std::fprintf(stderr, "note: %s\n", note.c_str());
}

TerminalProgress::TerminalProgress()
    : interactive_(isatty(STDERR_FILENO) != 0),
      next_(std::chrono::steady_clock::now() + (interactive_ ? std::chrono::milliseconds(0) : kLine)) {}

TerminalProgress::~TerminalProgress() {
  if (lineOpen_) {
    std::fputs("\r\033[K", stderr);
  }
}

core::ProgressSink TerminalProgress::sink() {
  return [this](const core::Progress& progress) { show(progress); };
}

void TerminalProgress::show(const core::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) {
    return;
  }
  next_ = now + (interactive_ ? std::chrono::steady_clock::duration(kRedraw) : kLine);
  std::string text = progress.what;
  if (progress.total > 0) {
    text += ": " + std::to_string(100 * progress.done / progress.total) + " %";
  }
  if (interactive_) {
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    lineOpen_ = true;
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
  std::fflush(stderr);
}

}  // namespace commands
