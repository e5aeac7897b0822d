#include "commands/signing.h"

#include "commands/passphrase.h"
#include "core/error.h"
#include "identity/key_ring.h"

namespace commands {

identity::SigningSession unlock(const store::ProjectFile& project, const std::string& person) {
  const identity::KeyRing ring(project.installation().home());
  bool enrolled = false;
  for (const core::Enrolment& each : project.enrolled().enrolments()) {
    if (each.person != person || each.revoked) {
      continue;
    }
    enrolled = true;
    if (ring.has(each.key)) {
      return identity::SigningSession(ring.unlock(each.key, askPassphrase(person)));
    }
  }
  throw core::Error(project.path().string(),
                    enrolled ? "The key of " + person + " is not kept on this installation"
                             : "\"" + person + "\" is not enrolled, or their key is revoked",
                    enrolled ? "Sign where it was made, or enrol here with a key of its own"
                             : "`sagitta person FILE list` tells who is");
}

void signWith(const identity::SigningSession& session, const std::string& person, core::EditDraft& draft) {
  core::Signature* signature = core::signatureOf(draft.body);
  core::check(signature != nullptr, "what is signed has a place for the signature");
  core::Signer signer = session.signer();
  draft.person = person;
  signature->key = signer.key;
  draft.sign = std::move(signer.sign);
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
  signWith(unlock(project, draft.person), std::string(draft.person), draft);
}

}  // namespace commands
