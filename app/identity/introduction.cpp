#include "identity/introduction.h"

#include <unistd.h>

#include <array>
#include <utility>

namespace identity {
namespace {

core::EditDraft saidBy(const Signatory& who, core::EditBody body) {
  core::EditDraft draft{.body = std::move(body)};
  signWith(who.session, who.person, draft);
  return draft;
}

}  // namespace

core::EditDraft enrolment(const Signatory& who) {
  return saidBy(who, core::PersonEnrolled{.name = who.person, .signature = {.meaning = "This is my name and my key"}});
}

core::EditDraft endorsement(const Signatory& who, const core::PublicKey& device, const std::string& deviceName,
                            bool endorsed) {
  return saidBy(who,
                core::DeviceEndorsed{.device = device,
                                     .name = deviceName,
                                     .endorsed = endorsed,
                                     .signature = {.meaning = endorsed ? "This device works in my name"
                                                                       : "This device works in my name no longer"}});
}

core::EditDraft roleChange(const Signatory& who, const core::Enrolment& of, core::Role role, bool granted) {
  const std::string meaning = of.person + (granted ? " is " : " is no longer ") + std::string(core::name(role));
  return saidBy(
      who, core::RoleChanged{.enrolment = of.id, .role = role, .granted = granted, .signature = {.meaning = meaning}});
}

core::EditDraft revocation(const Signatory& who, const core::Enrolment& of, const std::string& reason) {
  return saidBy(who, core::KeyRevoked{.enrolment = of.id,
                                      .reason = reason,
                                      .signature = {.meaning = "The key of " + of.person + " is revoked"}});
}

std::string computerName() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace identity
