// Who may do what: folded from what edits say of people (core/people.h). An edit is judged by what its author could
// know of when the work on it began, by causal heads, never by a clock; so every copy of a project judges it alike, in
// whatever order edits came. A judgement changes no state: the log keeps every edit, the program makes none that is not
// allowed, and `verify` names those that came from elsewhere all the same. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/edit.h"
#include "core/fold.h"

namespace core {

enum class Right : std::uint8_t {
  None,       // needs none: enrolling, and what a device does for itself
  Annotate,   // paint, create, change and take out lesions; undo
  Decide,     // accept, reject, ask for changes, comment, escalate
  Settle,     // choose where readings contradict each other; adjudicate
  Teach,      // calibration sessions, who reads what, opening blind tracks
  Guideline,  // publish a version
  Import,     // add cases
  Release,    // freeze and sign a release
  Manage,     // people, roles, policies, automation
};
std::string_view name(Right right);  // "annotate"

// The one table of which role gives which right.
bool gives(Role role, Right right);
std::vector<Right> rightsOf(Role role);

// The right that an edit of this kind asks for.
Right rightFor(EditKind kind);

// How an edit stands to the rights that its author had.
enum class Judgement : std::uint8_t {
  Open,     // nobody was enrolled, as far as its author could know: everyone may do everything
  Allowed,  // the author had a role that gives the right
  Lapsed,   // the same, but the key or the role was taken away at the same time, unknown to the author: for a lead
  Denied,   // the author had no role that gives it
};

// One key under which a person is enrolled.
struct Enrolment {
  EditId id;  // of the edit of PersonEnrolled
  std::string person;
  PublicKey key;
  bool founded = false;  // made when nobody was enrolled, as far as it knew: lead from the start
  std::set<Role> roles;  // that stand now
  bool revoked = false;  // now

  bool gives(Right right) const;  // whether one of the roles does
};

class People {
 public:
  // edits: all of the kinds PersonEnrolled, RoleChanged, KeyRevoked and DeviceEndorsed, in any order; others are left
  // out. Those whose signature is not true, or whose signer had not the right, have no effect.
  explicit People(std::vector<Edit> edits = {});

  bool isOpen() const { return enrolments_.empty(); }                     // nobody is enrolled
  std::vector<Enrolment> enrolments() const;                              // as they stand now, in total order
  std::optional<Enrolment> enrolmentOf(const std::string& person) const;  // the latest that is not revoked
  std::optional<Enrolment> enrolmentOf(const PublicKey& key) const;
  bool isLead(const std::string& person) const;  // now

  // What the edits of others say that does not count: in words, with the edit's id in front.
  const std::vector<std::string>& faults() const { return faults_; }

  // Whether the author of an edit had the right. signer: the key in its signature, where it has one: then that key has
  // to be the author's and to have the right. The signature itself is checked by isSigned().
  Judgement judge(const EditHeader& edit, Right right, const std::optional<PublicKey>& signer = {}) const;
  // Whether a person let a device work in their name, as far as an edit could know.
  bool isEndorsed(const PublicKey& device, const std::string& person, const EditHeader& edit) const;
  bool isEndorsedNow(const PublicKey& device, const std::string& person) const;

 private:
  // `as`: what this edit could know; null: all that is here.
  std::set<Role> rolesOf(const Edit& enrolment, const EditHeader* as) const;
  bool isRevoked(const Edit& enrolment, const EditHeader* as) const;
  bool endorses(const PublicKey& device, const std::string& person, const EditHeader* as) const;
  bool lapsed(const EditHeader& edit, const Edit& enrolment, Right right) const;
  Enrolment described(const Edit& enrolment) const;
  void take(Edit edit);
  std::optional<std::string> faultOf(const Edit& edit) const;

  std::vector<Edit> enrolments_;  // each list in total order, and only what has effect
  std::vector<Edit> roles_;
  std::vector<Edit> revocations_;
  std::vector<Edit> endorsements_;
  std::set<EditId> founders_;
  std::vector<std::string> faults_;
};

}  // namespace core
