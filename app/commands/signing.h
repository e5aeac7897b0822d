// Signing from the command line: the passphrase is asked for once per command.
#pragma once

#include <string>

#include "core/edit.h"
#include "identity/signing.h"
#include "store/project_file.h"

namespace commands {

// Opens a signing session with the key under which a person is enrolled; asks for the passphrase. Throws core::Error
// where they are not enrolled, none of their keys is on this installation, or the passphrase is another.
identity::SigningSession unlock(const store::ProjectFile& project, const std::string& person);

// What counts in a person's own name, a decision or a release: signed by the draft's person where anyone is enrolled in
// the project, and left as it is where nobody is. `meaning` is for people. Throws as unlock() does.
void signInOwnName(const store::ProjectFile& project, const std::string& meaning, core::EditDraft& draft);

}  // namespace commands
