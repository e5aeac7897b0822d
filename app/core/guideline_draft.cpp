#include "core/guideline_draft.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"

namespace core {
std::optional<double> typedAmount(const std::string& text) {
  std::string digits = trimmed(text);
  std::replace(digits.begin(), digits.end(), ',', '.');
  double value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  const bool good = error == std::errc() && stopped == end && std::isfinite(value) && value >= 0;
  return good ? std::optional(value) : std::nullopt;
}

std::optional<double> typedVolume(const std::string& text) {
  const std::string typed = trimmed(text);
  const std::size_t end = typed.find_last_of("0123456789.,", typed.find_first_of("m"));
  const std::string unit = end == std::string::npos ? "" : trimmed(typed.substr(end + 1));
  const std::optional<double> amount = typedAmount(typed.substr(0, end + 1));
  if (!amount || unit.empty() || unit == "mm3" || unit == "mm\u00B3") {
    return amount;
  }
  return unit == "mm"   ? std::optional(std::round(ballVolumeMm3(*amount)))
         : unit == "ml" ? std::optional(*amount * 1000)
                        : std::nullopt;
}

std::vector<std::string> typedLines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (std::string line = trimmed(text.substr(at, end - at)); !line.empty()) {
      lines.push_back(std::move(line));
    }
    at = end + 1;
  }
  return lines;
}

Guideline guidelineOf(const GuidelineDraft& draft) {
  Guideline guideline{.title = draft.title,
                      .objective = draft.objective,
                      .intent = draft.intent,
                      .granularityReason = draft.granularityReason,
                      .readingAcceptance = typedLines(draft.readingAcceptance),
                      .acceptance = typedLines(draft.acceptance)};
  const Granularity usual = draft.granularity.value_or(Granularity::Instance);
  for (const GuidelineDraft::Class& each : draft.classes) {
    guideline.classes.push_back({.name = each.name,
                                 .definition = each.definition,
                                 .includes = typedLines(each.includes),
                                 .excludes = typedLines(each.excludes),
                                 .granularity = each.granularity.value_or(usual),
                                 .smallestMm3 = typedVolume(each.smallestMm3).value_or(0),
                                 .toleranceMm = typedAmount(each.toleranceMm),
                                 .mayOverlap = each.mayOverlap,
                                 .critical = each.critical});
  }
  for (const GuidelineDraft::Example& each : draft.edgeCases) {
    guideline.edgeCases.push_back(each.edge);
  }
  for (const GuidelineDraft::Change& each : draft.changes) {
    guideline.changes.push_back(each.change);
  }
  return guideline;
}

void renameClass(GuidelineDraft& draft, std::size_t place, const std::string& name) {
  const std::string old = draft.classes.at(place).name;
  draft.classes[place].name = name;
  const auto isOld = [&](const GuidelineDraft::Class& each) { return each.name == old; };
  if (old.empty() || std::any_of(draft.classes.begin(), draft.classes.end(), isOld)) {
    return;  // it is another's name too, which the rest may mean
  }
  for (GuidelineDraft::Example& each : draft.edgeCases) {
    std::replace(each.edge.classes.begin(), each.edge.classes.end(), old, name);
  }
  for (GuidelineDraft::Change& each : draft.changes) {
    std::replace(each.change.classes.begin(), each.change.classes.end(), old, name);
  }
}

}  // namespace core
