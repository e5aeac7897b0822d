// Edits signed in a person's own name. Any thread.
#pragma once

#include <string>

#include "core/edit.h"
#include "core/rights.h"
#include "identity/key_ring.h"
#include "identity/signing_session.h"

namespace identity {

// The key under which a person is enrolled and that is kept on this installation. Throws core::Error that names
// `subject` where they are not enrolled, or none of their keys is here.
core::PublicKey signingKeyOf(const core::People& people, const std::string& person, const KeyRing& ring,
                             const std::string& subject);

// Lets a draft, whose body has a signature with its meaning filled in, be signed by a person when it is appended.
void signWith(const SigningSession& session, const std::string& person, core::EditDraft& draft);

}  // namespace identity
