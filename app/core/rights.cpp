#include "core/rights.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core {
namespace {

struct RoleRights {
  Role role;
  std::vector<Right> rights;
};

const std::vector<RoleRights>& roleRights() {
  static const std::vector<RoleRights> table{
      {Role::Reader, {Right::Annotate}},
      {Role::Reviewer, {Right::Annotate, Right::Decide}},
      {Role::Adjudicator, {Right::Annotate, Right::Decide, Right::Settle}},
      {Role::Lead,
       {Right::Annotate, Right::Decide, Right::Settle, Right::Teach, Right::Guideline, Right::Import, Right::Release,
        Right::Manage}},
      {Role::Teacher, {Right::Annotate, Right::Decide, Right::Settle, Right::Teach, Right::Guideline, Right::Import}},
      {Role::Observer, {}},
  };
  return table;
}

constexpr std::array<std::pair<Right, std::string_view>, 9> kNames{{{Right::None, "take part"},
                                                                    {Right::Annotate, "annotate"},
                                                                    {Right::Decide, "decide on findings"},
                                                                    {Right::Settle, "settle contradictions"},
                                                                    {Right::Teach, "teach"},
                                                                    {Right::Guideline, "publish guidelines"},
                                                                    {Right::Import, "import images"},
                                                                    {Right::Release, "make releases"},
                                                                    {Right::Manage, "manage people"}}};

bool give(const std::set<Role>& roles, Right right) {
  return std::any_of(roles.begin(), roles.end(), [&](Role role) { return gives(role, right); });
}

bool knew(const EditHeader* as, const Edit& of) {
  return as == nullptr || knewOf(*as, EditPlace::of(of.header));
}

std::string nameOf(const Edit& edit) {
  return "Edit " + edit.id.hex().substr(0, 12) + " (" + std::string(name(edit.header.kind)) + " by " +
         edit.header.person + ")";
}

}  // namespace

std::string_view name(Right right) {
  const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const auto& each) { return each.first == right; });
  return found->second;
}

std::vector<Right> rightsOf(Role role) {
  for (const RoleRights& each : roleRights()) {
    if (each.role == role) {
      return each.rights;
    }
  }
  return {};
}

bool gives(Role role, Right right) {
  const std::vector<Right> rights = rightsOf(role);
  return right == Right::None || std::find(rights.begin(), rights.end(), right) != rights.end();
}

bool Enrolment::gives(Right right) const {
  return give(roles, right);
}

Right rightFor(EditKind kind) {
  switch (kind) {
    case EditKind::ProjectCreated:
    case EditKind::PersonEnrolled:
    case EditKind::DeviceEndorsed:
    case EditKind::Checkpoint:
    case EditKind::CaseConsulted:
      return Right::None;
    case EditKind::CaseAdded:
    case EditKind::CaseRenamed:
      return Right::Import;
    case EditKind::GuidelinePublished:
      return Right::Guideline;
    case EditKind::LesionCreated:
    case EditKind::MaskChanged:
    case EditKind::Undone:
    case EditKind::Redone:
    case EditKind::LesionChanged:
      return Right::Annotate;
    case EditKind::ReadingSubmitted:
    case EditKind::Commented:
      return Right::Annotate;
    case EditKind::Decided:
      return Right::Decide;
    case EditKind::ContestSettled:
      return Right::Settle;
    case EditKind::CalibrationOpened:
    case EditKind::CalibrationRevealed:
    case EditKind::Assigned:  // who opens a session hands out its readings
      return Right::Teach;
    case EditKind::ReleaseMade:
      return Right::Release;
    case EditKind::RoleChanged:
    case EditKind::KeyRevoked:
    case EditKind::PolicySet:
    case EditKind::CaseSequestered:
    case EditKind::AutomationReleased:
      return Right::Manage;
  }
  return Right::Manage;
}

People::People(std::vector<Edit> edits) {
  // The order respects who knew of what: an edit's time is later than all that its author had seen.
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return isBefore(a.header, a.id, b.header, b.id); });
  for (Edit& edit : edits) {
    if (edit.header.kind >= EditKind::PersonEnrolled && edit.header.kind <= EditKind::DeviceEndorsed) {
      take(std::move(edit));
    }
  }
}

void People::take(Edit edit) {
  if (const auto fault = faultOf(edit)) {
    faults_.push_back(nameOf(edit) + " " + *fault + "; it has no effect");
    return;
  }
  switch (edit.header.kind) {
    case EditKind::PersonEnrolled:
      if (std::none_of(enrolments_.begin(), enrolments_.end(),
                       [&](const Edit& other) { return knew(&edit.header, other); })) {
        founders_.insert(edit.id);
      }
      enrolments_.push_back(std::move(edit));
      break;
    case EditKind::RoleChanged:
      roles_.push_back(std::move(edit));
      break;
    case EditKind::KeyRevoked:
      revocations_.push_back(std::move(edit));
      break;
    default:
      endorsements_.push_back(std::move(edit));
  }
}

std::optional<std::string> People::faultOf(const Edit& edit) const {
  if (!isSigned(edit.header, edit.body)) {
    return "is not signed by whom it names";
  }
  const PublicKey& key = signatureOf(edit.body)->key;
  if (const auto* enrolled = std::get_if<PersonEnrolled>(&edit.body)) {
    if (enrolled->name != edit.header.person) {
      return "enrols another than its author";
    }
    if (enrolmentOf(key)) {
      return "enrols a key a second time";
    }
    return std::nullopt;
  }
  if (const auto* revoked = std::get_if<KeyRevoked>(&edit.body)) {
    const auto own = enrolmentOf(key);
    if (own && own->id == revoked->enrolment && own->person == edit.header.person) {
      return std::nullopt;  // everyone may give up their own key
    }
  }
  const bool manages = rightFor(edit.header.kind) == Right::Manage;
  const Judgement judgement = judge(edit.header, manages ? Right::Manage : Right::None, key);
  if (judgement == Judgement::Denied || judgement == Judgement::Open) {
    return manages ? "changes rights, and its author was no lead" : "is signed with a key that is not its author's";
  }
  return std::nullopt;
}

std::set<Role> People::rolesOf(const Edit& enrolment, const EditHeader* as) const {
  // A withdrawal takes away what it knew of; what is granted again, or unknown to it, stands.
  const auto withdrawn = [&](Role role, const Edit& grant) {
    return std::any_of(roles_.begin(), roles_.end(), [&](const Edit& other) {
      const auto& change = std::get<RoleChanged>(other.body);
      return !change.granted && change.role == role && change.enrolment == enrolment.id && knew(as, other) &&
             knew(&other.header, grant);
    });
  };
  std::set<Role> roles;
  if (founders_.contains(enrolment.id) && !withdrawn(Role::Lead, enrolment)) {
    roles.insert(Role::Lead);
  }
  for (const Edit& each : roles_) {
    const auto& change = std::get<RoleChanged>(each.body);
    if (change.granted && change.enrolment == enrolment.id && knew(as, each) && !withdrawn(change.role, each)) {
      roles.insert(change.role);
    }
  }
  return roles;
}

bool People::isRevoked(const Edit& enrolment, const EditHeader* as) const {
  return std::any_of(revocations_.begin(), revocations_.end(), [&](const Edit& each) {
    return std::get<KeyRevoked>(each.body).enrolment == enrolment.id && knew(as, each);
  });
}

// Whether what gave the right was taken away by an edit that neither knew of this one nor was known to it.
bool People::lapsed(const EditHeader& edit, const Edit& enrolment, Right right) const {
  const auto isApart = [&](const Edit& other) {
    return !knewOf(edit, EditPlace::of(other.header)) && !knewOf(other.header, EditPlace::of(edit));
  };
  for (const Edit& each : revocations_) {
    if (std::get<KeyRevoked>(each.body).enrolment == enrolment.id && isApart(each)) {
      return true;
    }
  }
  if (right == Right::None) {
    return false;  // which hangs on no role
  }
  std::set<Role> roles = rolesOf(enrolment, &edit);
  for (const Edit& each : roles_) {
    const auto& change = std::get<RoleChanged>(each.body);
    if (!change.granted && change.enrolment == enrolment.id && isApart(each)) {
      roles.erase(change.role);
    }
  }
  return !give(roles, right);
}

Judgement People::judge(const EditHeader& edit, Right right, const std::optional<PublicKey>& signer) const {
  bool enrolledAny = false, lapsedAny = false;
  for (const Edit& enrolment : enrolments_) {
    if (!knew(&edit, enrolment)) {
      continue;
    }
    enrolledAny = true;
    const auto& body = std::get<PersonEnrolled>(enrolment.body);
    if (body.name != edit.person || (signer && *signer != body.signature.key) || isRevoked(enrolment, &edit) ||
        (right != Right::None && !give(rolesOf(enrolment, &edit), right))) {
      continue;
    }
    if (!lapsed(edit, enrolment, right)) {
      return Judgement::Allowed;
    }
    lapsedAny = true;
  }
  if (lapsedAny) {
    return Judgement::Lapsed;
  }
  return enrolledAny ? Judgement::Denied : Judgement::Open;
}

bool People::endorses(const PublicKey& device, const std::string& person, const EditHeader* as) const {
  const auto withdrawn = [&](const Edit& endorsement) {
    return std::any_of(endorsements_.begin(), endorsements_.end(), [&](const Edit& other) {
      const auto& body = std::get<DeviceEndorsed>(other.body);
      return !body.endorsed && body.device == device && other.header.person == person && knew(as, other) &&
             knew(&other.header, endorsement);
    });
  };
  return std::any_of(endorsements_.begin(), endorsements_.end(), [&](const Edit& each) {
    const auto& body = std::get<DeviceEndorsed>(each.body);
    return body.endorsed && body.device == device && each.header.person == person && knew(as, each) && !withdrawn(each);
  });
}

bool People::isEndorsed(const PublicKey& device, const std::string& person, const EditHeader& edit) const {
  return endorses(device, person, &edit);
}

bool People::isEndorsedNow(const PublicKey& device, const std::string& person) const {
  return endorses(device, person, nullptr);
}

Enrolment People::described(const Edit& enrolment) const {
  const auto& body = std::get<PersonEnrolled>(enrolment.body);
  return {.id = enrolment.id,
          .person = body.name,
          .key = body.signature.key,
          .founded = founders_.contains(enrolment.id),
          .roles = rolesOf(enrolment, nullptr),
          .revoked = isRevoked(enrolment, nullptr)};
}

std::vector<Enrolment> People::enrolments() const {
  std::vector<Enrolment> all;
  for (const Edit& each : enrolments_) {
    all.push_back(described(each));
  }
  return all;
}

std::optional<Enrolment> People::enrolmentOf(const std::string& person) const {
  for (auto each = enrolments_.rbegin(); each != enrolments_.rend(); ++each) {
    if (std::get<PersonEnrolled>(each->body).name == person && !isRevoked(*each, nullptr)) {
      return described(*each);
    }
  }
  return std::nullopt;
}

std::optional<Enrolment> People::enrolmentOf(const PublicKey& key) const {
  for (const Edit& each : enrolments_) {
    if (std::get<PersonEnrolled>(each.body).signature.key == key) {
      return described(each);
    }
  }
  return std::nullopt;
}

bool People::isLead(const std::string& person) const {
  const std::vector<Enrolment> all = enrolments();
  return std::any_of(all.begin(), all.end(), [&](const Enrolment& each) {
    return each.person == person && !each.revoked && each.roles.contains(Role::Lead);
  });
}

}  // namespace core
