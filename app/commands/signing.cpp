#include "commands/signing.h"

#include "commands/passphrase.h"
#include "identity/signing.h"

namespace commands {

identity::SigningSession unlock(const store::ProjectFile& project, const std::string& person) {
  const identity::KeyRing ring(project.installation().home());
  const core::PublicKey key = identity::signingKeyOf(project.enrolled(), person, ring, project.path().string());
  return identity::SigningSession(ring.unlock(key, askPassphrase(person)));
}

void signInOwnName(const store::ProjectFile& project, const std::string& meaning, core::EditDraft& draft) {
  if (project.enrolled().enrolments().empty()) {
    return;
  }
  const core::Signature toBeMade{.meaning = meaning};
  if (auto* decided = std::get_if<core::Decided>(&draft.body)) {
    decided->signature = toBeMade;
  } else {
    std::get<core::ReleaseMade>(draft.body).signature = toBeMade;
  }
  identity::signWith(unlock(project, draft.person), std::string(draft.person), draft);
}

}  // namespace commands
