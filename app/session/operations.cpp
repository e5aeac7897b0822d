#include "session/operations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/common.hpp>

#include "core/error.h"
#include "session/operation_work.h"

namespace session {
namespace {

constexpr double kMostMm = 100;

Parameter millimetres(std::string_view key, std::string_view name, double standard) {
  return {.key = key, .name = name, .unit = "mm", .standard = standard, .min = 0.05, .max = kMostMm, .choices = {}};
}

Parameter number(std::string_view key, std::string_view name, std::string_view unit, double standard, double max) {
  return {.key = key, .name = name, .unit = unit, .standard = standard, .max = max, .choices = {}};
}

Parameter choice(std::string_view key, std::string_view name, std::vector<std::string_view> choices) {
  return {.key = key, .name = name, .kind = ParameterKind::Choice, .unit = {}, .choices = std::move(choices)};
}

Parameter flag(std::string_view key, std::string_view name, bool standard) {
  return {
      .key = key, .name = name, .kind = ParameterKind::Flag, .unit = {}, .standard = double(standard), .choices = {}};
}

Parameter given(std::string_view key, std::string_view name, ParameterKind kind) {
  return {.key = key, .name = name, .kind = kind, .unit = {}, .choices = {}};
}

std::vector<Operation> makeTable() {
  const Parameter box = given("box", "Box", ParameterKind::Box);
  const Parameter range = given("range", "Range", ParameterKind::Range);
  return {
      {.id = "fill-slices",
       .name = "Fill between slices",
       .group = "Fill and grow",
       .hint = "Paint a few slices; the shapes between them are filled in.",
       .parameters = {choice("axis", "Along", {"auto", "i", "j", "k"})},
       .work = work::fillSlices},
      {.id = "grow-range",
       .name = "Grow within range",
       .group = "Fill and grow",
       .hint = "From the seeds to everything joined to them in the box whose value lies in the range.",
       .needsVolume = true,
       .parameters = {given("seeds", "Seeds", ParameterKind::Points), box, range,
                      choice("neighbours", "Neighbours", {"faces", "corners"})},
       .work = work::growInRange},
      {.id = "grow-seeds",
       .name = "Grow from seeds",
       .group = "Fill and grow",
       .hint = "The lesion grows in the box until it meets the other lesions, or edges in the picture.",
       .needsVolume = true,
       .others = Others::Any,
       .parameters = {box, number("cost-per-mm", "Compactness", "", 1, 1000),
                      flag("sides-are-rivals", "Box sides are outside", true)},
       .work = work::growFromSeeds},
      {.id = "threshold",
       .name = "Threshold in box",
       .group = "Fill and grow",
       .hint = "Adds every voxel of the box whose value lies in the range.",
       .needsVolume = true,
       .parameters = {box, range},
       .work = work::threshold},
      {.id = "keep-range",
       .name = "Keep range",
       .group = "Fill and grow",
       .hint = "Takes away the lesion's voxels whose value lies outside the range.",
       .needsVolume = true,
       .parameters = {range},
       .work = work::keepRange},
      {.id = "smooth",
       .name = "Smooth",
       .group = "Shape",
       .hint = "Rounds corners; what is much thinner than the length vanishes.",
       .parameters = {millimetres("sigma", "Length", 1.5)},
       .work = work::smooth},
      {.id = "open",
       .name = "Remove thin parts",
       .group = "Shape",
       .hint = "Takes away what a ball of the radius does not fit into.",
       .parameters = {millimetres("radius", "Radius", 2)},
       .work = work::open},
      {.id = "close",
       .name = "Close gaps",
       .group = "Shape",
       .hint = "Fills what a ball of the radius, rolled outside, does not reach.",
       .parameters = {millimetres("radius", "Radius", 2)},
       .work = work::close},
      {.id = "fill-holes",
       .name = "Fill holes",
       .group = "Shape",
       .hint = "Fills what the lesion encloses, as a whole or slice by slice.",
       .parameters = {choice("within", "Within", {"volume", "i", "j", "k"})},
       .work = work::fillHoles},
      {.id = "remove-islands",
       .name = "Remove small islands",
       .group = "Islands",
       .hint = "Takes away separate pieces that are smaller than both sizes.",
       .parameters = {number("volume", "Smaller than", "ml", 0.1, 1e6), number("voxels", "or", "voxels", 0, 1e9)},
       .work = work::removeIslands},
      {.id = "keep-largest",
       .name = "Keep largest island",
       .group = "Islands",
       .hint = "Takes away every separate piece but the largest.",
       .parameters = {},
       .work = work::keepLargest},
      {.id = "split-islands",
       .name = "Split into islands",
       .group = "Islands",
       .hint = "Every separate piece becomes a lesion; the largest keeps the name.",
       .parameters = {},
       .work = work::splitIslands},
      {.id = "grow",
       .name = "Grow margin",
       .group = "Margins",
       .hint = "Adds a margin all round.",
       .parameters = {millimetres("margin", "Margin", 3)},
       .work = work::grow},
      {.id = "shrink",
       .name = "Shrink margin",
       .group = "Margins",
       .hint = "Takes away a margin all round.",
       .parameters = {millimetres("margin", "Margin", 3)},
       .work = work::shrink},
      {.id = "hollow",
       .name = "Hollow",
       .group = "Margins",
       .hint = "Leaves a shell of the thickness.",
       .parameters = {millimetres("thickness", "Thickness", 3),
                      choice("side", "Shell", {"inside", "outside", "both sides"})},
       .work = work::hollow},
      {.id = "union",
       .name = "Add lesion",
       .group = "With other lesions",
       .hint = "Adds the voxels of another lesion, which stays as it is.",
       .others = Others::One,
       .parameters = {},
       .work = work::unite},
      {.id = "subtract",
       .name = "Subtract lesion",
       .group = "With other lesions",
       .hint = "Takes away the voxels of another lesion, which stays as it is.",
       .others = Others::One,
       .parameters = {},
       .work = work::subtract},
      {.id = "intersect",
       .name = "Intersect with lesion",
       .group = "With other lesions",
       .hint = "Keeps only voxels that another lesion has too; that one stays as it is.",
       .others = Others::One,
       .parameters = {},
       .work = work::intersect},
      {.id = "merge",
       .name = "Merge",
       .group = "With other lesions",
       .hint = "Moves the voxels of other lesions into this one; the others are gone.",
       .others = Others::Some,
       .parameters = {},
       .work = work::merge},
      {.id = "cut",
       .name = "Scissors",
       .group = "Whole lesion",
       .hint = "Takes away what is seen inside the outline, or outside it.",
       .parameters = {given("lasso", "Outline", ParameterKind::Lasso), choice("side", "Cut", {"inside", "outside"})},
       .work = work::cut},
      {.id = "copy",
       .name = "Copy",
       .group = "Whole lesion",
       .hint = "Makes a new lesion of the same voxels.",
       .parameters = {given("name", "Name", ParameterKind::Text)},
       .work = work::copy},
      {.id = "delete",
       .name = "Delete",
       .group = "Whole lesion",
       .hint = "Takes the lesion out; undo brings it back as it was.",
       .parameters = {},
       .work = work::remove},
      {.id = "box",
       .name = "Box",
       .group = "Whole lesion",
       .hint = "Makes a new lesion that is marked by its box only.",
       .needsTarget = false,
       .parameters = {box, given("name", "Name", ParameterKind::Text), given("class", "Class", ParameterKind::Text)},
       .work = work::box},
  };
}

std::size_t kindOf(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::Number:
      return Value(0.0).index();
    case ParameterKind::Choice:
    case ParameterKind::Text:
      return Value(std::string()).index();
    case ParameterKind::Flag:
      return Value(false).index();
    case ParameterKind::Range:
      return Value(core::IntensityRange{}).index();
    case ParameterKind::Box:
      return Value(core::VoxelBox{}).index();
    case ParameterKind::Points:
      return Value(std::vector<glm::ivec3>()).index();
    case ParameterKind::Lasso:
      return Value(shape::Lasso{}).index();
  }
  return std::variant_npos;
}

std::optional<Value> standardOf(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::Number:
      return parameter.standard;
    case ParameterKind::Flag:
      return parameter.standard != 0;
    case ParameterKind::Choice:
      return std::string(parameter.choices.front());
    case ParameterKind::Text:
      return std::string();
    default:
      return std::nullopt;
  }
}

bool isAllowed(const Parameter& parameter, const Value& value) {
  if (const auto* given = std::get_if<double>(&value)) {
    return std::isfinite(*given) && *given >= parameter.min && *given <= parameter.max;
  }
  if (const auto* range = std::get_if<core::IntensityRange>(&value)) {
    return std::isfinite(range->min) && std::isfinite(range->max) && range->min <= range->max;
  }
  if (parameter.kind == ParameterKind::Choice) {
    return std::find(parameter.choices.begin(), parameter.choices.end(), std::get<std::string>(value)) !=
           parameter.choices.end();
  }
  return true;
}

// All values, each of its kind and in its limits.
Values complete(const Operation& operation, const Values& given) {
  const std::string subject(operation.name);
  Values all;
  for (const Parameter& parameter : operation.parameters) {
    const auto found = given.find(parameter.key);
    const std::optional<Value> value =
        found != given.end() ? std::optional<Value>(found->second) : standardOf(parameter);
    const std::string what = "\"" + std::string(parameter.name) + "\"";
    if (!value) {
      throw core::Error(subject, what + " is missing", "Give it first");
    }
    if (value->index() != kindOf(parameter.kind)) {
      throw core::Error(subject, what + " is of another kind than it takes", "Give it again");
    }
    if (!isAllowed(parameter, *value)) {
      throw core::Error(subject, what + " is not among what is allowed", "Choose another value");
    }
    const auto added = all.emplace(parameter.key, *value).first;
    if (auto* box = std::get_if<core::VoxelBox>(&added->second)) {
      *box = {glm::min(box->min, box->max), glm::max(box->min, box->max)};  // corners come in any order
    }
  }
  for (const auto& [key, value] : given) {
    if (!all.contains(key)) {
      throw core::Error(subject, "it has no setting \"" + key + "\"", "Leave it out");
    }
  }
  return all;
}

void expectSubjects(const Operation& operation, const OperationInput& input) {
  const std::string subject(operation.name);
  if (operation.needsTarget && !input.target) {
    throw core::Error(subject, "no lesion is chosen", "Choose the lesion first");
  }
  if (operation.needsVolume && input.volume == nullptr) {
    throw core::Error(subject, "the picture is not loaded", "Wait until it is");
  }
  const std::size_t count = input.others.size();
  const bool right = operation.others == Others::None  ? count == 0
                     : operation.others == Others::One ? count == 1
                                                       : operation.others == Others::Any || count > 0;
  if (!right) {
    throw core::Error(subject,
                      operation.others == Others::None  ? "it takes no other lesion"
                      : operation.others == Others::One ? "it takes one other lesion"
                                                        : "it takes other lesions",
                      "Choose them again");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t index = input.others[i].index;
    const auto isSame = [&](const Subject& other) { return other.index == index; };
    if ((input.target && input.target->index == index) ||
        std::any_of(input.others.begin(), input.others.begin() + std::ptrdiff_t(i), isSame)) {
      throw core::Error(subject, "the same lesion is chosen twice", "Choose another one");
    }
  }
}

// "Grow margin, 3 mm"
std::string described(const Operation& operation, const Values& values) {
  std::string text(operation.name);
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.kind == ParameterKind::Number) {
      std::array<char, 32> digits{};
      std::snprintf(digits.data(), digits.size(), "%.4g", std::get<double>(values.find(parameter.key)->second));
      text += ", " + std::string(digits.data());
      text += parameter.unit.empty() ? "" : " " + std::string(parameter.unit);
    } else if (parameter.kind == ParameterKind::Choice) {
      text += ", " + std::get<std::string>(values.find(parameter.key)->second);
    }
  }
  return text;
}

// Whether applying the change to the lesion would alter any voxel of it.
bool alters(const LesionChange& change, const core::Mask& mask) {
  core::Mask after = mask;
  after |= change.set;
  after -= change.cleared;
  return after != mask;
}

}  // namespace

std::span<const Operation> operations() {
  static const std::vector<Operation> table = makeTable();
  return table;
}

const Operation* findOperation(std::string_view id) {
  const std::span<const Operation> all = operations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Operation& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

OperationInput inputOf(const CaseSession& session, std::optional<std::size_t> target,
                       std::span<const std::size_t> others, bool protectOthers, const core::Volume* volume,
                       Values values) {
  const std::vector<OpenLesion>& lesions = session.lesions();
  const auto subject = [&](std::size_t index) {
    core::check(index < lesions.size() && lesions[index].stands, "a chosen lesion is one of the case's");
    return Subject{.index = index, .lesion = lesions[index].lesion, .mask = lesions[index].mask};
  };
  OperationInput input{.grid = session.theCase().grid, .volume = volume, .values = std::move(values)};
  if (target) {
    input.target = subject(*target);
  }
  for (const std::size_t other : others) {
    input.others.push_back(subject(other));
  }
  if (protectOthers) {
    input.spare.emplace();
  }
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (!lesions[i].stands) {
      continue;
    }
    input.names.insert(lesions[i].lesion.name);
    if (protectOthers && target != i && std::find(others.begin(), others.end(), i) == others.end()) {
      *input.spare |= lesions[i].mask;
    }
  }
  return input;
}

Proposal propose(const Operation& operation, const OperationInput& input, const core::ProgressSink& progress) {
  expectSubjects(operation, input);
  OperationInput checked = input;
  checked.values = complete(operation, input.values);
  Proposal proposal = operation.work(checked, progress);
  proposal.what = described(operation, checked.values);
  std::erase_if(proposal.changes, [&](LesionChange& change) {
    const bool isTarget = checked.target && change.lesion == checked.target->index;
    if (isTarget && checked.spare) {
      change.set -= *checked.spare;
    }
    const auto other = std::find_if(checked.others.begin(), checked.others.end(),
                                    [&](const Subject& each) { return each.index == change.lesion; });
    return !alters(change, isTarget ? checked.target->mask : other->mask);
  });
  std::erase_if(proposal.created, [](const NewLesion& created) { return created.mask.isEmpty(); });
  return proposal;
}

std::vector<std::size_t> commit(CaseSession& session, Proposal proposal, std::vector<core::Head> heads,
                                std::function<void(const CommittedChanges&)> done) {
  if (session.lesions().size() + proposal.created.size() > kMaxLesions) {
    throw core::Error(session.theCase().name, "the track would have more than 65,535 lesions", "Use another track");
  }
  std::vector<std::size_t> indices;
  for (NewLesion& created : proposal.created) {
    indices.push_back(session.addLesion(std::move(created.lesion)));
    proposal.changes.push_back({.lesion = indices.back(), .set = std::move(created.mask), .cleared = {}});
  }
  session.commitChanges(std::move(proposal.changes), std::move(proposal.removed), std::move(heads),
                        std::move(proposal.what), std::move(done));
  return indices;
}

}  // namespace session
