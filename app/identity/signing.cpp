#include "identity/signing.h"

#include <utility>

#include "core/error.h"

namespace identity {

core::PublicKey signingKeyOf(const core::People& people, const std::string& person, const KeyRing& ring,
                             const std::string& subject) {
  bool enrolled = false;
  for (const core::Enrolment& each : people.enrolments()) {
    if (each.person != person || each.revoked) {
      continue;
    }
    enrolled = true;
    if (ring.has(each.key)) {
      return each.key;
    }
  }
  throw core::Error(subject,
                    enrolled ? "The key of " + person + " is not kept on this installation"
                             : "\"" + person + "\" is not enrolled, or their key is revoked",
                    enrolled ? "Sign where it was made, or enrol here with a key of its own"
                             : "`sagitta person FILE list` tells who is");
}

void signWith(const SigningSession& session, const std::string& person, core::EditDraft& draft) {
  core::Signature* signature = core::signatureOf(draft.body);
  core::check(signature != nullptr, "what is signed has a place for the signature");
  core::Signer signer = session.signer();
  draft.person = person;
  signature->key = signer.key;
  draft.sign = std::move(signer.sign);
}

}  // namespace identity
