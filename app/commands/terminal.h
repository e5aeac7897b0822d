// What commands say to a person (stderr) and to a script (stdout).
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "core/progress.h"

namespace commands {

// Keeps the keys in the order written, so that documents read well.
using Json = nlohmann::ordered_json;

void printJson(const Json& document);     // one document and a newline, on stdout
void printNote(const std::string& note);  // on stderr

// Progress on stderr: one line that rewrites itself on a terminal, a line every few seconds elsewhere. Called from any
// one thread at a time.
class TerminalProgress {
 public:
  TerminalProgress();
  ~TerminalProgress();
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  core::ProgressSink sink();

 private:
  void show(const core::Progress& progress);

  bool interactive_;
  bool lineOpen_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace commands
