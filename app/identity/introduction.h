// What people say in a project of themselves and of each other, each in a signed edit: who they are, which devices work
// in their name, who has which role, which key is no longer anyone's. Any thread.
#pragma once

#include <string>

#include "identity/signing.h"

namespace identity {

// Who says it, with the key that is open for it.
struct Signatory {
  const SigningSession& session;
  std::string person;
};

// That this is my name and my key.
core::EditDraft enrolment(const Signatory& who);
// That a device, called so among people, works in my name, or no longer does.
core::EditDraft endorsement(const Signatory& who, const core::PublicKey& device, const std::string& deviceName,
                            bool endorsed);
// That somebody has a role, or no longer has it. Takes the right to manage.
core::EditDraft roleChange(const Signatory& who, const core::Enrolment& of, core::Role role, bool granted);
// That a key is no longer its person's alone. Takes the right to manage where it is another's.
core::EditDraft revocation(const Signatory& who, const core::Enrolment& of, const std::string& reason);

// What this computer is called, for people.
std::string computerName();

}  // namespace identity
