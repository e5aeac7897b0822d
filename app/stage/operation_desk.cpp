#include "stage/operation_desk.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "core/error.h"
#include "shape/intensities.h"
#include "stage/in_words.h"

namespace stage {
namespace {

using interaction::ToolId;
using session::ParameterKind;

constexpr std::string_view kClass = "class";          // of a lesion that is made
constexpr const char* kThisSliceOnly = "slice-only";  // of an outline: asked by the desk, kept in the outline's depth
constexpr double kRoomMm = 10;                        // around a lesion: the box that is suggested
constexpr auto kPatience = std::chrono::milliseconds(150);

bool asksFor(const session::Operation& operation, ParameterKind kind) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(),
                     [&](const session::Parameter& parameter) { return parameter.kind == kind; });
}

// The patient plane whose slices follow each other along a voxel axis.
const char* planeAcross(const core::Grid& grid, int axis) {
  if (interaction::planeAxes(grid, core::Layout::Axial).across == axis) {
    return "Axial";
  }
  return interaction::planeAxes(grid, core::Layout::Coronal).across == axis ? "Coronal" : "Sagittal";
}

shape::Lasso lassoOf(const interaction::Outline& outline, bool thisSliceOnly) {
  shape::Lasso lasso{.outlineDp = outline.pointsDp, .projection = {}, .depth = {}};
  if (const auto* camera = std::get_if<core::Camera>(&outline.sight)) {
    lasso.projection = shape::projectionOf(*camera, outline.sizeDp);
    return lasso;
  }
  const auto& sight = std::get<interaction::SliceSight>(outline.sight);
  lasso.projection = shape::projectionOf(sight.plane, sight.mmPerDp, outline.sizeDp);
  if (thisSliceOnly) {
    lasso.depth = shape::DepthRange{-0.5 * sight.thicknessMm, 0.5 * sight.thicknessMm};
  }
  return lasso;
}

std::string sizeText(const core::VoxelBox& box, const core::Grid& grid) {
  const glm::dvec3 mm = glm::dvec3(box.max - box.min + 1) * grid.spacingMm();
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.0f \u00D7 %.0f \u00D7 %.0f mm", mm.x, mm.y, mm.z);
  return text.data();
}

}  // namespace

OperationDesk::OperationDesk(Workspace& workspace, interaction::Toolbox& toolbox)
    : workspace_(workspace), toolbox_(toolbox) {}

std::vector<ui::OperationItem> OperationDesk::list() {
  std::vector<ui::OperationItem> items;
  for (const session::Operation& operation : session::operations()) {
    items.push_back({std::string(operation.id), std::string(operation.name), std::string(operation.group),
                     std::string(operation.hint)});
  }
  return items;
}

bool OperationDesk::takes(ToolId tool) const {
  return isOpen() && ((tool == ToolId::Seeds && asksFor(*operation_, ParameterKind::Points)) ||
                      (tool == ToolId::Box && asksFor(*operation_, ParameterKind::Box)) ||
                      (tool == ToolId::Scissors && asksFor(*operation_, ParameterKind::Lasso)));
}

void OperationDesk::open(std::string_view id) {
  if (!workspace_.mayAnnotate()) {
    return;
  }
  const interaction::Marks marks = toolbox_.marks();  // a mark may be what opens it
  const ToolId tool = isOpen() ? toolBefore_ : toolbox_.active();
  close();
  toolbox_.marks() = marks;
  operation_ = session::findOperation(id);
  core::check(operation_ != nullptr, "an operation of the table");
  toolBefore_ = tool;
  for (const session::Parameter& parameter : operation_->parameters) {
    if (parameter.kind == ParameterKind::Number) {
      settings_[std::string(parameter.key)] = parameter.standard;
    } else if (parameter.kind == ParameterKind::Flag) {
      settings_[std::string(parameter.key)] = parameter.standard != 0;
    } else if (parameter.kind == ParameterKind::Choice) {
      settings_[std::string(parameter.key)] = std::string(parameter.choices.front());
    } else if (parameter.kind == ParameterKind::Text) {
      settings_[std::string(parameter.key)] = parameter.key == kClass ? workspace_.likelyClass() : std::string();
    }
  }
  settings_[kThisSliceOnly] = true;
  // What the picture is to fill needs somewhere to go: as with the brush, the first lesion is made by using it.
  if (operation_->needsTarget && !workspace_.active() && asksFor(*operation_, ParameterKind::Box)) {
    workspace_.addLesion(workspace_.freshName(), workspace_.likelyClass());
  }
  toolbox_.sampleForMarks(asksFor(*operation_, ParameterKind::Range));
  suggestMarks();
  if (asksFor(*operation_, ParameterKind::Points)) {
    toolbox_.choose(ToolId::Seeds);
  } else if (asksFor(*operation_, ParameterKind::Box)) {
    toolbox_.choose(ToolId::Box);
  } else if (asksFor(*operation_, ParameterKind::Lasso)) {
    toolbox_.choose(ToolId::Scissors);
  }
}

// A box around the lesion, and the values that are painted or are in the lesion: to begin with, and to change.
void OperationDesk::suggestMarks() {
  interaction::Marks& marks = toolbox_.marks();
  const core::Mask* mask = workspace_.active() ? &workspace_.session().lesions()[*workspace_.active()].mask : nullptr;
  const std::optional<core::VoxelBox> bounds = mask != nullptr ? mask->bounds() : std::nullopt;
  if (asksFor(*operation_, ParameterKind::Box) && !marks.box && bounds) {
    marks.box = interaction::boxAround(*bounds, kRoomMm, workspace_.volume().grid);
  }
  if (asksFor(*operation_, ParameterKind::Range) && !marks.range) {
    marks.range = toolbox_.brush().range;
    if (!marks.range && bounds) {
      if (const auto within = shape::intensitiesOf(*mask, workspace_.volume())) {
        const double reach = 2 * within->standardDeviation;
        marks.range = core::IntensityRange{within->mean - reach, within->mean + reach};
      }
    }
  }
}

void OperationDesk::close() {
  if (!isOpen()) {
    return;
  }
  proposer_.cancel();
  workspace_.endPreview();
  const bool markers = takes(toolbox_.active()) || toolbox_.active() == ToolId::Sample;
  operation_ = nullptr;
  settings_.clear();
  others_.clear();
  asked_.reset();
  proposal_.reset();
  failure_.clear();
  toolbox_.marks() = {};
  toolbox_.sampleForMarks(false);
  if (markers) {
    toolbox_.choose(toolBefore_);
  }
}

void OperationDesk::set(const std::string& key, Setting value) {
  const auto found = settings_.find(key);
  if (found != settings_.end() && found->second.index() == value.index()) {
    found->second = std::move(value);
  }
}

void OperationDesk::chooseOther(std::size_t lesion) {
  const auto found = std::find(others_.begin(), others_.end(), lesion);
  if (found != others_.end()) {
    others_.erase(found);
  } else {
    if (isOpen() && operation_->others == session::Others::One) {
      others_.clear();
    }
    others_.push_back(lesion);
  }
}

void OperationDesk::adjust(std::size_t parameter, int by) {
  const std::optional<ui::OperationCard> shown = card();
  if (!shown || parameter >= shown->parameters.size()) {
    return;
  }
  const ui::ParameterItem& item = shown->parameters[parameter];
  using Kind = ui::ParameterItem::Kind;
  if (item.kind == Kind::Number) {
    const double from = std::max(item.number, item.low);
    const double to = by > 0 ? from * 1.25 : from / 1.25;
    set(item.key, item.orNothing && to < item.low ? 0.0 : std::clamp(to, item.low, item.high));
  } else if (item.kind == Kind::Flag) {
    set(item.key, by > 0);
  } else if (item.kind == Kind::Choice) {
    const auto chosen = std::find_if(item.choices.begin(), item.choices.end(),
                                     [&](const ui::ChoiceItem& choice) { return choice.value == item.text; });
    const auto count = std::ptrdiff_t(item.choices.size());
    set(item.key, item.choices[std::size_t((chosen - item.choices.begin() + by + count) % count)].value);
  }
}

OperationDesk::Question OperationDesk::questionNow() const {
  Question question{.target = operation_->needsTarget ? workspace_.active() : std::nullopt,
                    .settings = settings_,
                    .others = others_,
                    .marks = toolbox_.marks(),
                    .protectOthers = toolbox_.brush().protectOthers,
                    .masks = workspace_.maskRevision()};
  if (question.target) {
    std::erase(question.others, *question.target);
  }
  return question;
}

std::string OperationDesk::missing(const Question& question) const {
  const std::vector<std::size_t> locked = workspace_.lockedLesions();
  const auto isLocked = [&](std::size_t lesion) {
    return std::find(locked.begin(), locked.end(), lesion) != locked.end();
  };
  if (question.target && isLocked(*question.target) && operation_->id != "copy") {
    return workspace_.model().lesions[*question.target].name + " is locked. Unlock it first.";
  }
  for (const std::size_t other : question.others) {
    if (operation_->id == "merge" && isLocked(other)) {
      return workspace_.model().lesions[other].name + " is locked. Unlock it first.";
    }
  }
  if (operation_->needsTarget && !question.target) {
    return "Choose a lesion first, or paint one.";
  }
  for (const session::Parameter& parameter : operation_->parameters) {
    if (parameter.kind == ParameterKind::Points && question.marks.seeds.empty()) {
      return "Tap the tissue to grow from, on a slice or in 3D.";
    }
    if (parameter.kind == ParameterKind::Box && !question.marks.box) {
      return "Drag a box on a slice.";
    }
    if (parameter.kind == ParameterKind::Lasso && !question.marks.outline) {
      return "Draw round what is to be cut, on the volume or on a slice.";
    }
    if (parameter.kind == ParameterKind::Range && !question.marks.range) {
      return "Choose the values: drag over the tissue with \u201CFrom the picture\u201D.";
    }
  }
  if (question.others.empty() &&
      (operation_->others == session::Others::One || operation_->others == session::Others::Some)) {
    return "Choose the other lesion.";
  }
  return {};
}

session::Values OperationDesk::valuesOf(const Question& question) const {
  session::Values values;
  for (const session::Parameter& parameter : operation_->parameters) {
    const std::string key(parameter.key);
    switch (parameter.kind) {
      case ParameterKind::Number:
        values[key] = std::get<double>(question.settings.at(key));
        break;
      case ParameterKind::Flag:
        values[key] = std::get<bool>(question.settings.at(key));
        break;
      case ParameterKind::Choice:
      case ParameterKind::Text:
        values[key] = std::get<std::string>(question.settings.at(key));
        break;
      case ParameterKind::Range:
        values[key] = *question.marks.range;
        break;
      case ParameterKind::Box:
        values[key] = *question.marks.box;
        break;
      case ParameterKind::Points:
        values[key] = question.marks.seeds;
        break;
      case ParameterKind::Lasso:
        values[key] = lassoOf(*question.marks.outline, std::get<bool>(question.settings.at(kThisSliceOnly)));
        break;
    }
  }
  return values;
}

void OperationDesk::ask(const Question& question) {
  heads_ = workspace_.session().knownHeads();
  session::OperationInput input = session::inputOf(workspace_.session(), question.target, question.others,
                                                   question.protectOthers, &workspace_.volume(), valuesOf(question));
  for (const std::size_t locked : workspace_.lockedLesions()) {
    if (locked != question.target) {
      core::Mask& spare = input.spare ? *input.spare : input.spare.emplace();
      spare |= workspace_.session().lesions()[locked].mask;
    }
  }
  proposer_.ask(*operation_, std::move(input));
  asked_ = question;
  askedAt_ = std::chrono::steady_clock::now();
  proposal_.reset();
  failure_.clear();
}

void OperationDesk::poll() {
  if (!isOpen() || workspace_.isPainting()) {
    return;
  }
  if (std::optional<session::Proposer::Answer> answer = proposer_.take()) {
    failure_ = std::move(answer->failure);
    if (failure_.empty()) {
      proposal_ = std::move(answer->proposal);
      sizes_ = workspace_.preview(*proposal_);
    } else {
      workspace_.endPreview();
    }
  }
  const Question now = questionNow();
  if (asked_ && *asked_ == now) {
    return;
  }
  if (!missing(now).empty()) {
    if (asked_) {
      proposer_.cancel();
      asked_.reset();
      proposal_.reset();
      failure_.clear();
      workspace_.endPreview();
    }
    return;
  }
  // While a slider moves, quick answers are let through rather than given up each time.
  if (proposer_.isWorking() && std::chrono::steady_clock::now() - askedAt_ < kPatience) {
    return;
  }
  ask(now);
}

void OperationDesk::apply() {
  if (!isOpen() || !proposal_ || proposal_->isEmpty() || asked_ != questionNow()) {
    return;
  }
  workspace_.apply(std::move(*proposal_), std::move(heads_));
  close();
}

std::vector<ui::ChoiceItem> OperationDesk::choicesOf(const session::Parameter& parameter) const {
  std::vector<ui::ChoiceItem> choices;
  for (const std::string_view value : parameter.choices) {
    const bool axis = value == "i" || value == "j" || value == "k";
    choices.push_back({std::string(value), axis                 ? planeAcross(workspace_.volume().grid, value[0] - 'i')
                                           : value == "auto"    ? "Automatic"
                                           : value == "volume"  ? "In 3D"
                                           : value == "faces"   ? "Sides"
                                           : value == "corners" ? "Corners too"
                                                                : capital(std::string(value))});
  }
  return choices;
}

ui::ParameterItem OperationDesk::itemOf(const session::Parameter& parameter, const Question& question) const {
  using Kind = ui::ParameterItem::Kind;
  const std::string key(parameter.key);
  const core::Grid& grid = workspace_.volume().grid;
  ui::ParameterItem item{.key = key, .name = std::string(parameter.name), .unit = std::string(parameter.unit)};
  switch (parameter.kind) {
    case ParameterKind::Number:
      item.number = std::get<double>(question.settings.at(key));
      item.orNothing = parameter.min <= 0;
      item.low = !item.orNothing ? parameter.min : parameter.standard > 0 ? parameter.standard / 100 : 1;
      item.high = std::min(parameter.max, parameter.standard > 0 ? parameter.standard * 1000 : 10'000);
      item.high = parameter.unit == "mm" ? std::min(item.high, 40.0) : item.high;
      break;
    case ParameterKind::Choice:
      item.kind = Kind::Choice;
      item.choices = choicesOf(parameter);
      item.text = std::get<std::string>(question.settings.at(key));
      break;
    case ParameterKind::Flag:
      item.kind = Kind::Flag;
      item.flag = std::get<bool>(question.settings.at(key));
      break;
    case ParameterKind::Text:
      item.kind = Kind::Text;
      item.text = std::get<std::string>(question.settings.at(key));
      item.hint = "As proposed";
      if (key == kClass) {
        for (const ui::ClassItem& each : workspace_.model().classes) {
          item.choices.push_back({each.name, each.name});
        }
      }
      break;
    case ParameterKind::Range:
      item.kind = Kind::Range;
      break;
    case ParameterKind::Box:
      item.kind = Kind::Box;
      item.text = question.marks.box ? sizeText(*question.marks.box, grid) : "";
      break;
    case ParameterKind::Points:
      item.kind = Kind::Seeds;
      item.text = question.marks.seeds.empty() ? "" : std::to_string(question.marks.seeds.size());
      break;
    case ParameterKind::Lasso:
      item.kind = Kind::Outline;
      item.text = !question.marks.outline ? "" : question.marks.outline->isOnSlice() ? "on a slice" : "in 3D";
      break;
  }
  return item;
}

std::optional<ui::OperationCard> OperationDesk::card() const {
  if (!isOpen()) {
    return std::nullopt;
  }
  const Question question = questionNow();
  ui::OperationCard card{
      .id = std::string(operation_->id), .name = std::string(operation_->name), .hint = std::string(operation_->hint)};
  for (const session::Parameter& parameter : operation_->parameters) {
    card.parameters.push_back(itemOf(parameter, question));
    if (parameter.kind == ParameterKind::Lasso && question.marks.outline && question.marks.outline->isOnSlice()) {
      card.parameters.push_back({.key = kThisSliceOnly,
                                 .name = "This slice only",
                                 .kind = ui::ParameterItem::Kind::Flag,
                                 .flag = std::get<bool>(question.settings.at(kThisSliceOnly))});
    }
  }
  using Others = ui::OperationCard::Others;
  card.others = operation_->others == session::Others::None  ? Others::None
                : operation_->others == session::Others::One ? Others::One
                                                             : Others::Several;
  card.othersTitle = operation_->others == session::Others::Any ? "Stops at" : "Other lesion";
  card.chosen = question.others;
  const bool current = asked_ == question;
  card.note = missing(question);
  card.working = card.note.empty() && (!current || (!proposal_ && failure_.empty()));
  if (card.working) {
    const core::Progress progress = proposer_.progress();
    card.progress = progress.what;
    if (progress.total > 0) {
      card.fraction = double(progress.done) / double(progress.total);
    }
  } else if (card.note.empty()) {
    card.note = !failure_.empty() ? failure_ : proposal_->isEmpty() ? "This would change nothing." : "";
    card.ready = card.note.empty();
    card.gainedMl = sizes_.gainedMl;
    card.lostMl = sizes_.lostMl;
    card.created = proposal_ ? proposal_->created.size() : 0;
  }
  return card;
}

}  // namespace stage
