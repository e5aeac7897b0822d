#include "stage/compare_card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/common.hpp>
#include <map>

#include "core/text.h"

namespace stage {
namespace {

constexpr double kAgreed = 0.9995;  // from here on two digits of Dice show no difference

glm::vec3 rgb(std::uint32_t hex) {
  return glm::vec3(hex >> 16 & 255, hex >> 8 & 255, hex & 255) / 255.f;
}

// From dark to light much as viridis goes (van der Walt and Smith, 2015), which colour-deficient readers order as
// others do; its dark end is lighter here, for pictures are dark.
glm::vec3 cloudColor(std::size_t step, std::size_t steps) {
  static const std::array kAnchors = {rgb(0x5A4FB0), rgb(0x3B6CA8), rgb(0x277F8E), rgb(0x1FA187),
                                      rgb(0x4AC16D), rgb(0xA0DA39), rgb(0xFDE725)};
  const double at = steps < 2 ? 1 : double(step) / double(steps - 1);
  const double place = at * double(kAnchors.size() - 1);
  const std::size_t low = std::min(std::size_t(place), kAnchors.size() - 2);
  return glm::mix(kAnchors[low], kAnchors[low + 1], float(place - double(low)));
}

// From blue through white to red as ColorBrewer's diverging schemes go (Brewer 2003), which colour-deficient readers
// tell apart by hue at both ends; light enough to be seen shaded.
const std::array kTooSmallToTooLarge = {rgb(0x4575B4), rgb(0x74ADD1), rgb(0xBCDDEB), rgb(0xF7F7F7),
                                        rgb(0xFDC9AE), rgb(0xF4815A), rgb(0xD73027)};
static_assert(kTooSmallToTooLarge.size() == 2 * workflow::kFarthestBandMm + 1);

// Okabe and Ito's colours (2008): told apart by colour-deficient readers too.
const glm::vec3 kAgreedColor = rgb(0x009E73);
const glm::vec3 kOnlyReaderColor = rgb(0xE69F00);
const glm::vec3 kOnlyPanelColor = rgb(0x56B4E9);

// "A", "BJ": the first letters of a name's words, two at most.
std::string initialsOf(const std::string& name) {
  std::string initials;
  bool begins = true;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter && begins && initials.size() < 2) {
      initials += c;
    }
    begins = !letter;
  }
  return initials.empty() ? "?" : initials;
}

// The first, where somebody else looks on.
std::size_t placeOfReader(const workflow::Readers& readers, const std::string& person) {
  const auto found = std::find(readers.names.begin(), readers.names.end(), person);
  return found == readers.names.end() ? 0 : std::size_t(found - readers.names.begin());
}

// Whose marks a reader is held against, for people: of two readers each other's.
std::string otherThan(const workflow::Readers& readers, std::size_t reader) {
  return readers.haveReference()     ? readers.reference
         : readers.names.size() == 2 ? readers.names[1 - reader]
                                     : "the panel";
}

// "cyst (Ben), metastasis (Cleo)"
std::string classWords(const workflow::LesionDisagreement& lesion, const workflow::SessionReading& reading,
                       const std::vector<std::string>& readers) {
  std::map<std::string, std::vector<std::string>> byClass;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (lesion.lesionOf[i]) {
      byClass[reading.readings[i][*lesion.lesionOf[i]].className].push_back(readers[i]);
    }
  }
  std::string words;
  for (const auto& [name, who] : byClass) {
    words += (words.empty() ? "" : ", ") + name + " (" + core::joined(who) + ")";
  }
  return words;
}

// What stands under a lesion's name: who did not find it, where that is told in a few words.
std::string wordsOf(const workflow::LesionDisagreement& lesion, const workflow::SessionReading& reading,
                    const std::vector<std::string>& names) {
  const std::size_t readers = names.size();
  const std::ptrdiff_t found = std::count_if(lesion.lesionOf.begin(), lesion.lesionOf.begin() + std::ptrdiff_t(readers),
                                             [](const std::optional<std::size_t>& place) { return place.has_value(); });
  std::string words;
  if (found < std::ptrdiff_t(readers)) {
    words = found == 0 ? "found by no reader" : core::printed("found by %d of %d", int(found), int(readers));
  } else if (lesion.classDisputed) {
    words = classWords(lesion, reading, names);
  } else {
    words = lesion.differing == 0
                ? "all marked the same"
                : core::printed("%.2f ml differ", double(lesion.differing) * reading.grid.voxelVolumeMl());
  }
  return words;
}

}  // namespace

std::string rangeOf(const analysis::Interval& interval) {
  return core::printed("%.2f\u2013%.2f", interval.low, interval.high);
}

std::string alphaInWords(const std::optional<analysis::Estimate>& ofVoxels) {
  if (!ofVoxels) {
    return "";
  }
  return core::printed("Krippendorff\u2019s alpha of voxels %.2f", ofVoxels->value) +
         (ofVoxels->interval ? " (95 %: " + rangeOf(*ofVoxels->interval) + ")" : "") + "; 1 is alike, 0 as by chance";
}

std::optional<workflow::Session> revealedFor(const workflow::Record& record, const core::CaseId& caseId,
                                             const std::string& person) {
  std::optional<workflow::Session> latest;
  for (const workflow::Session& session : workflow::sessionsOf(record)) {
    const core::CalibrationOpened& opened = session.opened;
    if (!std::binary_search(opened.cases.begin(), opened.cases.end(), caseId)) {
      continue;
    }
    if (session.isRevealed()) {
      latest = session;
    } else if (std::binary_search(opened.readers.begin(), opened.readers.end(), person)) {
      return std::nullopt;
    }
  }
  return latest;
}

std::vector<CompareLayer> layersOf(const CompareMaterial& material, std::size_t place,
                                   std::optional<std::size_t> reader) {
  const workflow::Readers& readers = material.readers;
  const workflow::SessionReading& reading = material.read.readings[place];
  std::vector<CompareLayer> layers;
  if (reader || (readers.names.size() == 2 && !readers.haveReference())) {  // of two, who marked what alone is told
    const std::size_t one = reader.value_or(0);
    workflow::AgainstPanel against = workflow::againstPanel(readers, reading, one);
    layers.push_back({std::move(against.agreed), {kAgreedColor, false, "Both"}});
    layers.push_back({std::move(against.onlyReader), {kOnlyReaderColor, false, "Only " + readers.names[one]}});
    layers.push_back({std::move(against.onlyPanel), {kOnlyPanelColor, true, "Only " + otherThan(readers, one)}});
    return layers;
  }
  std::vector<core::Mask> cloud = workflow::readersCloud(readers, reading);
  const std::size_t count = cloud.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = i + 1 == count ? core::printed("all %d readers", int(count)) : std::to_string(i + 1);
    layers.push_back({std::move(cloud[i]), {cloudColor(i, count), 2 * (i + 1) < count, text}});
  }
  return layers;
}

std::vector<CompareLayer> surfaceLayersOf(const CompareMaterial& material, std::size_t place, std::size_t reader) {
  const workflow::ReaderSurface& surface = material.surfaces[place][reader];
  std::vector<CompareLayer> layers;
  for (std::size_t i = 0; i < surface.bands.size(); ++i) {
    const int mm = int(i) - workflow::kFarthestBandMm;
    const char* sign = mm < 0 ? "\u2212" : mm > 0 ? "+" : "";
    const char* beyond = mm == -workflow::kFarthestBandMm  ? "\u2264 "
                         : mm == workflow::kFarthestBandMm ? "\u2265 "
                                                           : "";
    layers.push_back(
        {surface.bands[i], {kTooSmallToTooLarge[i], false, core::printed("%s%s%d", beyond, sign, std::abs(mm))}});
  }
  layers.push_back({surface.missed, {kOnlyPanelColor, true, "Missed"}});
  return layers;
}

ui::CompareCard cardOf(const CompareMaterial& material, std::size_t place, const std::string& person,
                       std::optional<std::size_t> held, std::size_t lesion) {
  const std::size_t readers = material.readers.names.size();
  const bool reference = material.readers.haveReference();
  const std::size_t cases = material.read.cases.size();
  ui::CompareCard card{
      .state = ui::CompareCard::State::Shown,
      .session = material.readers.title,
      .over = material.readers.over,
      .place = material.read.cases[place].name +
               (cases > 1 ? core::printed(" \u00B7 case %d of %d", int(place + 1), int(cases)) : ""),
      .held = held,
      .panel = reference      ? material.readers.reference
               : readers == 2 ? otherThan(material.readers, held.value_or(placeOfReader(material.readers, person)))
                              : "the panel",
      .lesion = lesion,
      .isFirst = lesion == 0};
  for (const workflow::ReaderResult& each : material.result.readers) {
    card.readers.push_back({.name = each.reader,
                            .you = each.reader == person,
                            .dice = each.meanDice ? core::printed("%.2f", *each.meanDice) : "\u2013",
                            .interval = each.diceInterval ? rangeOf(*each.diceInterval) : "",
                            .missed = each.missed,
                            .added = each.added});
    card.columns.push_back(initialsOf(each.reader));
  }
  if (reference) {
    card.columns.emplace_back("Panel");
  }
  card.agreement = (reference      ? "Held against " + material.readers.reference + ". "
                    : readers == 2 ? std::string("Held against each other. ")
                                   : "The panel is what most of the other readers marked. ") +
                   (reference ? "" : "Missed: others marked it; added: nobody else did. ") +
                   alphaInWords(material.result.alphaOfVoxels);
  card.remarks = material.remarks;
  for (const workflow::LesionDisagreement& each : material.lesions[place]) {
    std::vector<bool> marked;
    for (const std::optional<std::size_t>& of : each.lesionOf) {
      marked.push_back(of.has_value());
    }
    card.lesions.push_back({.className = each.className,
                            .marked = std::move(marked),
                            .agreement = core::printed("%.2f", each.agreement),
                            .words = wordsOf(each, material.read.readings[place], material.readers.names)});
  }
  if (const auto next = nextDifference(material, place, lesion)) {
    card.next = next->place == place ? "Next: " + card.lesions[next->lesion].className
                                     : "Next case: " + material.read.cases[next->place].name;
  }
  return card;
}

std::optional<Difference> nextDifference(const CompareMaterial& material, std::size_t place, std::size_t lesion) {
  std::size_t from = lesion + 1;
  for (std::size_t at = place; at < material.lesions.size(); ++at, from = 0) {
    // Those that are agreed on least come first: after one that is agreed on, nothing of that case differs.
    if (from < material.lesions[at].size() && material.lesions[at][from].agreement < kAgreed) {
      return Difference{at, from};
    }
  }
  return std::nullopt;
}

}  // namespace stage
