#include "stage/candidate_card.h"

#include <map>

#include "exchange/label_classes.h"

namespace stage {
namespace {

std::string counted(std::int64_t number, const char* one, const char* several) {
  return std::to_string(number) + " " + (number == 1 ? one : several);
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
  if (const auto interval = watch.interval(); interval && decided > 0) {
    shown.part = double(watch.accepted()) / double(decided);
    shown.low = interval->low;
    shown.high = interval->high;
  }
  return shown;
}

std::vector<ui::CandidateCard::Value> valuesOf(std::span<const imaging::LabelSegment> segments,
                                               const core::Guideline& guideline) {
  std::vector<ui::CandidateCard::Value> values;
  if (guideline.classes.empty()) {
    return values;
  }
  for (const imaging::LabelSegment& each : segments) {
    ui::CandidateCard::Value& value = values.emplace_back();
    value.value = each.value;
    value.name = each.name;
    if (const core::GuidelineClass* found = exchange::classOf(guideline, each)) {
      value.guessed = std::size_t(found - guideline.classes.data());
    }
  }
  return values;
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
