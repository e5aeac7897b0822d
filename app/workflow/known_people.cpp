#include "workflow/known_people.h"

namespace workflow {

namespace {

template <typename Has>
core::KnownPeople thoseWhere(const core::KnownPeople& known, const core::People& people, const Has& has) {
  core::KnownPeople with{.enrolled = known.enrolled};
  for (const std::string& each : known.names) {
    const std::optional<core::Enrolment> enrolment = people.enrolmentOf(each);
    if (enrolment && has(*enrolment)) {
      with.names.push_back(each);
    }
  }
  return with.names.empty() ? known : with;
}

}  // namespace

core::KnownPeople knownPeople(const Record& record, const core::People& people) {
  std::set<std::string> names;
  for (const core::Enrolment& each : people.enrolments()) {
    if (!each.revoked) {
      names.insert(each.person);
    }
  }
  if (people.isOpen()) {
    for (const LesionFacts& each : record.lesions) {
      names.insert(each.lesion.author);
    }
    for (const core::Edit& each : record.edits) {
      names.insert(each.header.person);
    }
    for (const GuidelineVersion& each : record.guidelines) {
      names.insert(each.person);
    }
    record.each<core::Assigned>([&](const core::Edit&, const core::Assigned& body) { names.insert(body.reader); });
    record.each<core::CalibrationOpened>([&](const core::Edit&, const core::CalibrationOpened& body) {
      names.insert(body.readers.begin(), body.readers.end());
    });
    const std::vector<std::string> resolvers = record.policy().resolvers;
    names.insert(resolvers.begin(), resolvers.end());
    names.erase("");
  }
  return {{names.begin(), names.end()}, !people.isOpen()};
}

core::KnownPeople thoseWith(const core::KnownPeople& known, const core::People& people, core::Role role) {
  return thoseWhere(known, people, [&](const core::Enrolment& each) { return each.roles.contains(role); });
}

core::KnownPeople thoseWith(const core::KnownPeople& known, const core::People& people, core::Right right) {
  return thoseWhere(known, people, [&](const core::Enrolment& each) { return each.gives(right); });
}

}  // namespace workflow
