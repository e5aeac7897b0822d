#include "stage/candidate_card.h"

#include <map>

#include "core/text.h"
#include "exchange/label_classes.h"
#include "interaction/navigation.h"
#include "stage/review_look.h"

namespace stage {
namespace {

std::string counted(std::int64_t number, const char* one, const char* several) {
  return std::to_string(number) + " " + (number == 1 ? one : several);
}

// How large it is and where it is found: "1.25 ml, axial 24".
std::string placeWords(const core::Mask& mask, const core::Grid& grid) {
  if (mask.isEmpty()) {
    return "nothing";
  }
  const glm::dvec3 middle = middleOf(mask, grid);
  return core::printed("%.2f ml, axial ", double(mask.count()) * grid.voxelVolumeMl()) +
         std::to_string(interaction::sliceNumber(grid, core::Layout::Axial, middle).index + 1);
}

}  // namespace

ui::CandidateCard::Class classOf(const workflow::ClassWatch& watch) {
  using State = ui::CandidateCard::Class::State;
  ui::CandidateCard::Class shown{.model = workflow::modelWords(watch.model, watch.modelVersion),
                                 .name = watch.className};
  shown.state = watch.state == analysis::CusumState::Paused    ? State::Paused
                : watch.state == analysis::CusumState::Warning ? State::Warning
                                                               : State::Calm;
  const std::int64_t decided = watch.decided(), waiting = watch.candidates - decided;
  shown.words = decided == 0 ? "none decided on yet"
                             : std::to_string(watch.accepted()) + " of " + std::to_string(decided) + " were good";
  if (waiting > 0) {
    shown.words += ", " + counted(waiting, "waits", "wait");
  }
  if (decided > 0) {
    shown.corrections = std::to_string(watch.untouched) + " as proposed, " +
                        counted(watch.small, "small correction", "small corrections") + ", " +
                        counted(watch.large, "large one", "large ones") + ", " + std::to_string(watch.rejected) +
                        " rejected" +
                        (watch.classChanged > 0 ? ", class changed: " + std::to_string(watch.classChanged) : "");
  }
  if (watch.missed > 0) {
    shown.corrections += (shown.corrections.empty() ? "missed: " : "; missed: ") + std::to_string(watch.missed);
  }
  if (const auto interval = watch.interval(); interval && decided > 0) {
    shown.part = double(watch.accepted()) / double(decided);
    shown.low = interval->low;
    shown.high = interval->high;
  }
  return shown;
}

std::vector<std::string> placesOf(const exchange::ImportedLabels& labels) {
  std::vector<std::string> places;
  for (const imaging::LabelSegment& each : labels.segments) {
    places.push_back(labels.grid ? placeWords(each.mask, *labels.grid) : "");
  }
  return places;
}

std::vector<ui::CandidateCard::Value> valuesOf(std::span<const imaging::LabelSegment> segments,
                                               std::span<const std::string> places, const core::Guideline& guideline) {
  // Its place is kept, so that nothing moves under a hand when pictures come.
  static const auto nothingYet = std::make_shared<const ui::Thumbnail>();
  std::vector<ui::CandidateCard::Value> values;
  if (guideline.classes.empty()) {
    return values;
  }
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const imaging::LabelSegment& each = segments[i];
    ui::CandidateCard::Value& value = values.emplace_back();
    value.value = each.value;
    value.name = each.name;
    value.where = i < places.size() ? places[i] : "";
    value.picture = nothingYet;
    if (const core::GuidelineClass* found = exchange::classOf(guideline, each)) {
      value.guessed = std::size_t(found - guideline.classes.data());
    }
  }
  return values;
}

void show(const std::map<int, LabelLook>& looks, std::vector<ui::CandidateCard::Value>& values) {
  for (ui::CandidateCard::Value& each : values) {
    if (const auto found = looks.find(each.value); found != looks.end()) {
      each.where = found->second.words;
      each.picture = found->second.picture;
    }
  }
}

std::vector<std::string> broughtWords(const std::string& file, const std::string& caseName,
                                      std::span<const core::EditDraft> lesions, const std::vector<std::string>& notes) {
  std::map<std::string, std::int64_t> classes;
  for (const core::EditDraft& each : lesions) {
    ++classes[std::get<core::LesionCreated>(each.body).className];
  }
  std::string list;
  for (const auto& [name, number] : classes) {
    list += (list.empty() ? "" : ", ") + std::to_string(number) + " of " + name;
  }
  std::vector<std::string> words{file + " brought " + counted(std::int64_t(lesions.size()), "candidate", "candidates") +
                                 " into " + caseName + ": " + list + "."};
  words.insert(words.end(), notes.begin(), notes.end());
  return words;
}

}  // namespace stage
