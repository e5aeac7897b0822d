// What can be done to whole lesions: margins, smoothing, filling, growing, cutting, splitting, and the rest, in one
// table that panels and palettes are made from. Each is first proposed (pure, on any thread, may take seconds, can be
// shown and cancelled) and then committed as one edit, so that one undo takes it back.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/progress.h"
#include "core/volume.h"
#include "session/case_session.h"
#include "shape/scissors.h"

namespace session {

// ---- What an operation asks for ----

enum class ParameterKind : std::uint8_t {
  Number,  // double
  Choice,  // std::string: one of Parameter::choices
  Flag,    // bool
  Text,    // std::string
  Range,   // core::IntensityRange, values after rescale
  Box,     // core::VoxelBox
  Points,  // std::vector<glm::ivec3>, voxels
  Lasso,   // shape::Lasso
};
using Value = std::variant<double, std::string, bool, core::IntensityRange, core::VoxelBox, std::vector<glm::ivec3>,
                           shape::Lasso>;
using Values = std::map<std::string, Value, std::less<>>;  // by Parameter::key

struct Parameter {
  std::string_view key;
  std::string_view name;  // for people
  ParameterKind kind = ParameterKind::Number;
  std::string_view unit;  // of a Number: "mm", "ml", "voxels" or nothing
  double standard = 0;    // of a Number, and of a Flag (0 or 1)
  double min = 0;         // of a Number, included
  double max = 0;
  std::vector<std::string_view> choices;  // of a Choice; the first is the standard. Other kinds have none but Text: ""
};

// ---- What it works on ----

// A lesion as it was when the operation began.
struct Subject {
  std::size_t index = 0;  // in CaseSession::lesions()
  core::Lesion lesion;
  core::Mask mask;
};

// A copy of all that an operation looks at, so that painting may go on while it runs.
struct OperationInput {
  core::Grid grid;
  const core::Volume* volume = nullptr;  // outlives the operation; needed where Operation::needsVolume
  std::optional<Subject> target;
  std::vector<Subject> others;      // as the operation takes them: rivals, what to subtract, what to merge in
  std::set<std::string> names;      // of all lesions of the track
  std::optional<core::Mask> spare;  // voxels that the target must not gain: those of protected lesions
  Values values;
};

// target, others: indices into lesions(). protectOthers: the target gains no voxel of any lesion that is not among
// `others`.
OperationInput inputOf(const CaseSession& session, std::optional<std::size_t> target,
                       std::span<const std::size_t> others, bool protectOthers, const core::Volume* volume,
                       Values values);

// ---- What comes of it ----

struct NewLesion {
  core::Lesion lesion;
  core::Mask mask;
};

struct Proposal {
  std::string what;  // for people and the log: "Grow margin, 3 mm"
  std::vector<LesionChange> changes;
  std::vector<NewLesion> created;
  std::vector<std::size_t> removed;  // lesions that are taken out of the project, as indices; none of them in `changes`

  bool isEmpty() const { return changes.empty() && created.empty() && removed.empty(); }  // nothing would change
};

// ---- The table ----

enum class Others : std::uint8_t { None, Any, One, Some };  // how many other lesions an operation takes

struct Operation {
  std::string_view id;
  std::string_view name;   // for people
  std::string_view group;  // what it is listed under; operations of one group follow each other
  std::string_view hint;   // one sentence
  bool needsTarget = true;
  bool needsVolume = false;
  Others others = Others::None;
  std::vector<Parameter> parameters;
  Proposal (*work)(const OperationInput& input, const core::ProgressSink& progress) = nullptr;
};

std::span<const Operation> operations();
const Operation* findOperation(std::string_view id);  // null where there is none

// What the operation would do. Values that are not given take their standard. Throws core::Error, naming the operation,
// where one is missing, of the wrong kind or out of range, or what it needs is not there; and what `progress` throws to
// cancel. An operation that would change no voxel gives an empty proposal.
Proposal propose(const Operation& operation, const OperationInput& input, const core::ProgressSink& progress = {});

// Does it: one edit, one undo. Returns the indices of the new lesions. Throws core::Error, with nothing changed, where
// the track would have more than kMaxLesions. An empty proposal changes and writes nothing. Never blocks.
std::vector<std::size_t> commit(CaseSession& session, Proposal proposal, std::vector<core::Head> heads,
                                std::function<void(const CommittedChanges&)> done = {});

}  // namespace session
