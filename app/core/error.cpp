#include "core/error.h"

#include <cstdio>
#include <cstdlib>

namespace core {
namespace {

std::string sentence(const std::string& subject, const std::string& cause, const std::string& remedy) {
  std::string text = subject.empty() ? cause : subject + ": " + cause;
  if (!remedy.empty()) {
    text += ". " + remedy;
  }
  return text + ".";
}

}  // namespace

Error::Error(std::string subject, std::string cause, std::string remedy)
    : std::runtime_error(sentence(subject, cause, remedy)),
      subject_(std::move(subject)),
      cause_(std::move(cause)),
      remedy_(std::move(remedy)) {}

void invariantBroken(std::string_view what, const std::source_location& where) {
  std::fprintf(stderr, "sagitta: broken invariant: %.*s (%s:%u, %s)\n", static_cast<int>(what.size()), what.data(),
               where.file_name(), static_cast<unsigned>(where.line()), where.function_name());
  std::abort();
}

}  // namespace core
