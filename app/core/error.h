// What can go wrong, in three kinds (DESIGN: conventions):
//   a broken invariant   -> check(), an assertion that release builds keep; it aborts.
//   a failure            -> throw Error: what happened, to what, and what the user can do. Caught where a command or a
//                           user's action ends, with the state unchanged.
//   an expected outcome  -> an enum or std::optional; nothing here.
// Used by every layer, on any thread.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace core {

// A failure that a person reads: "SUBJECT: CAUSE. REMEDY".
class Error : public std::runtime_error {
 public:
  // subject: the file, device or name that it happened to; cause: what happened; remedy: what the user can do (may be
  // empty where nothing helps). Cause and remedy are given without a closing full stop.
  Error(std::string subject, std::string cause, std::string remedy = {});

  const std::string& subject() const { return subject_; }
  const std::string& cause() const { return cause_; }
  const std::string& remedy() const { return remedy_; }

 private:
  std::string subject_;
  std::string cause_;
  std::string remedy_;
};

[[noreturn]] void invariantBroken(std::string_view what, const std::source_location& where);

// Aborts with a message when an invariant of the program itself does not hold. Never for input: input gets an Error.
inline void check(bool holds, std::string_view what,
                  const std::source_location& where = std::source_location::current()) {
  if (!holds) {
    invariantBroken(what, where);
  }
}

}  // namespace core
