// Asks for a passphrase: on the terminal, without showing it, or from the file that SAGITTA_PASSPHRASE_FILE names, for
// scripts (its first line). It is never an option, which others could read in the list of processes.
#pragma once

#include <string>

namespace commands {

// `of`: whose, for the prompt. Throws core::Error where there is neither terminal nor file.
std::string askPassphrase(const std::string& of);
// Asks for a new one, twice; throws core::Error where the two differ.
std::string askNewPassphrase(const std::string& of);

}  // namespace commands
