// What the tests of an open case share: asking for an undo or redo, and waiting for what comes of it.
#pragma once

#include "session/case_session.h"

namespace session {

inline TakenChanges taken(CaseSession& open) {
  open.flush();
  return open.takeChanges();
}

// The lesions that are not as they were; nothing where there was nothing to act on.
inline std::optional<std::vector<std::size_t>> undone(CaseSession& open) {
  taken(open);
  open.undo();
  TakenChanges changes = taken(open);
  return changes.nothingToUndo ? std::nullopt : std::optional(std::move(changes.lesions));
}

inline std::optional<std::vector<std::size_t>> redone(CaseSession& open) {
  taken(open);
  open.redo();
  TakenChanges changes = taken(open);
  return changes.nothingToRedo ? std::nullopt : std::optional(std::move(changes.lesions));
}

}  // namespace session
