// Whom a project knows: offered wherever somebody is to be named, so that a slip of the keys makes no new person.
// Values; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace core {

struct KnownPeople {
  std::vector<std::string> names;  // sorted, each once
  bool enrolled = false;           // these are enrolled, so nobody else is meant

  bool operator==(const KnownPeople&) const = default;
};

// The known name that one letter more, less, other or exchanged, or two of these, make of `name`; nothing: none is
// near.
std::optional<std::string> nearestName(const std::string& name, std::span<const std::string> names);

// Somebody who was named where only those who are enrolled can be.
struct UnknownPerson {
  std::string name;
  std::optional<std::string> nearest;  // who may be meant
};
std::optional<UnknownPerson> unknownAmong(std::span<const std::string> people, const KnownPeople& known);  // the first
void keepKnown(std::vector<std::string>& people, const KnownPeople& known);  // who can be named stays
std::string inWords(const UnknownPerson& unknown);  // "Emmi is not enrolled here. Is Emmy meant?"

}  // namespace core
