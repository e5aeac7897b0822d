#include "interaction/hand_hints.h"

namespace interaction {
namespace {

std::string_view triggerOf(const HandTools& tools) {
  switch (tools.settings().tool) {
    case HandTool::Paint:
      return !tools.slice() ? "paints" : tools.isOnSlice() ? "paints on the slice" : "paints off the slice";
    case HandTool::Erase:
      return !tools.slice() ? "erases" : tools.isOnSlice() ? "erases on the slice" : "erases off the slice";
    case HandTool::Move:
      return "moves the volume";
    case HandTool::Slice:
      break;
  }
  return "holds a slice";
}

}  // namespace

std::vector<HandHint> hintsFor(const HandTools& tools, Side side) {
  using enum Control;
  if (tools.pointing() && side == tools.pointingSide()) {
    return {{Trigger, "presses what it hits"}, {Squeeze, "takes the panel"}};
  }
  const bool reviews = tools.settings().task == HandTask::Review;
  const bool compares = tools.settings().task == HandTask::Compare;
  if (side != tools.settings().working()) {
    std::vector<HandHint> hints{{Trigger, tools.slice() ? "takes the slice" : "holds a slice"},
                                {Stick, reviews ? "left takes it back" : "left undoes, right redoes"},
                                {Squeeze, "takes the volume"},
                                {Primary, reviews ? "rejects" : "brings it before you"}};
    if (compares) {
      std::erase_if(hints, [](const HandHint& each) { return each.control == Stick; });
    }
    if (tools.slice()) {
      hints.push_back({Secondary, "puts the slice away"});
    }
    return hints;
  }
  if (reviews) {
    return {{Primary, "accepts"}, {Secondary, "skips"}, {Trigger, triggerOf(tools)}, {Squeeze, "takes the volume"}};
  }
  if (compares) {
    return {{Secondary, "next difference"}, {Trigger, triggerOf(tools)}, {Squeeze, "takes the volume"}};
  }
  const HandTool tool = tools.settings().tool;
  std::vector<HandHint> hints{{Trigger, triggerOf(tools)}};
  if (tool == HandTool::Paint || tool == HandTool::Erase) {
    hints.push_back({Stick, "up and down: brush size"});
  }
  hints.push_back({Squeeze, "takes the volume"});
  hints.push_back({Primary, tool == HandTool::Paint ? "erases instead" : "paints again"});
  hints.push_back({Secondary, "next lesion"});
  return hints;
}

}  // namespace interaction
