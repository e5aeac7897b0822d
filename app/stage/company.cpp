#include "stage/company.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace stage {

Company::Company(const std::filesystem::path& project, const core::SiteId& session, store::Presence own, HubLink* hub,
                 std::function<void()> changed)
    : session_(session),
      own_(std::move(own)),
      hub_(hub),
      local_(store::LocalPresence::of(project, session, std::move(changed))) {
  tell({});
}

void Company::tell(store::Presence where) {
  where.person = own_.person;
  where.caseId = own_.caseId;
  where.track = own_.track;
  if (hub_ != nullptr) {
    hub_->tell(where);
  }
  if (local_ != nullptr) {
    local_->tell(where);
  }
}

std::vector<store::PresenceMessage> Company::others() const {
  std::map<core::SiteId, store::Presence> bySession;
  if (hub_ != nullptr) {
    for (store::PresenceMessage& each : hub_->others()) {
      bySession[each.session] = std::move(each.presence);
    }
  }
  if (local_ != nullptr) {
    for (store::PresenceMessage& each : local_->others()) {
      bySession[each.session] = std::move(each.presence);  // the nearer way is the faster one
    }
  }
  bySession.erase(session_);
  std::vector<store::PresenceMessage> others;
  for (auto& [session, presence] : bySession) {
    others.push_back({session, std::move(presence)});
  }
  std::stable_sort(others.begin(), others.end(),
                   [](const auto& a, const auto& b) { return a.presence.person < b.presence.person; });
  return others;
}

bool Company::isHere(const store::Presence& other) const {
  return other.caseId == own_.caseId && other.track == own_.track;
}

std::optional<std::string> Company::followedView() const {
  for (store::PresenceMessage& other : others()) {
    if (other.session.hex() == followed_ && isHere(other.presence) && !other.presence.view.empty()) {
      return std::move(other.presence.view);
    }
  }
  return std::nullopt;
}

std::vector<ui::PersonItem> Company::people(const CaseName& caseName) const {
  std::vector<ui::PersonItem> people;
  for (const auto& [session, presence] : others()) {
    ui::PersonItem person{.session = session.hex(), .name = presence.person, .color = colorOfPerson(presence.person)};
    const bool here = isHere(presence);
    person.where = here                             ? "here"
                   : presence.caseId == own_.caseId ? "here, in another reading"
                                                    : "in " + caseName(presence.caseId);
    person.canFollow = here && !presence.view.empty();
    person.followed = person.session == followed_;
    if (here) {  // of another reading nobody sees where its reader looks
      person.cursorMm = presence.cursorMm;
      if (presence.head) {
        person.head = {presence.head->positionMm, presence.head->orientation * glm::dvec3(0, 0, -1)};
      }
      for (const store::Pose& hand : presence.hands) {
        person.handsMm.push_back(hand.positionMm);
      }
    }
    people.push_back(std::move(person));
  }
  return people;
}

glm::vec3 colorOfPerson(const std::string& name) {
  // Tints, which lesions' full colours are not; names stand beside them, so that colour is never the sole cue.
  constexpr std::array<std::uint32_t, 6> kTints = {0xFFB3C7, 0xB9E0FF, 0xC9F2B0, 0xE3C8FF, 0xFFE2A8, 0xA8F0E6};
  std::uint32_t sum = 2'166'136'261u;  // FNV-1a
  for (const char letter : name) {
    sum = (sum ^ std::uint8_t(letter)) * 16'777'619u;
  }
  const std::uint32_t tint = kTints[sum % kTints.size()];
  return glm::vec3(tint >> 16 & 255u, tint >> 8 & 255u, tint & 255u) / 255.f;
}

}  // namespace stage
