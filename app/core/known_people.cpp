#include "core/known_people.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace core {
namespace {

constexpr std::size_t kNear = 2;

// How many letters have to be added, left out, replaced or exchanged with the next one (optimal string alignment).
std::size_t stepsBetween(const std::string& a, const std::string& b) {
  std::vector<std::size_t> beforeLast, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = std::exchange(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> nearestName(const std::string& name, std::span<const std::string> names) {
  const std::string wanted = lowered(name);
  const std::string* nearest = nullptr;
  std::size_t least = std::min(kNear, wanted.size() / 2) + 1;
  for (const std::string& each : names) {
    if (const std::size_t steps = stepsBetween(wanted, lowered(each)); steps < least) {
      nearest = &each;
      least = steps;
    }
  }
  return nearest == nullptr ? std::nullopt : std::optional(*nearest);
}

std::optional<UnknownPerson> unknownAmong(std::span<const std::string> people, const KnownPeople& known) {
  for (const std::string& each : people) {
    if (known.enrolled && !std::binary_search(known.names.begin(), known.names.end(), each)) {
      return UnknownPerson{each, nearestName(each, known.names)};
    }
  }
  return std::nullopt;
}

void keepKnown(std::vector<std::string>& people, const KnownPeople& known) {
  std::erase_if(people, [&](const std::string& each) { return unknownAmong({&each, 1}, known).has_value(); });
}

std::string inWords(const UnknownPerson& unknown) {
  return unknown.name + " is not enrolled here." + (unknown.nearest ? " Is " + *unknown.nearest + " meant?" : "");
}

}  // namespace core
