#include "imaging/dicom_stack.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <glm/geometric.hpp>
#include <optional>

#include "core/error.h"
#include "core/grid.h"
#include "imaging/dicom_marks.h"

namespace imaging {
namespace {

using Frames = std::vector<std::size_t>;

constexpr double kSamePositionMm = 0.01;
constexpr double kMaxDeviationMm = 0.1;     // of a slice from its even place: rounding in the file, no more
constexpr double kMaxDeviationSteps = 0.1;  // the same in parts of the distance between slices
constexpr double kWorthSayingMm = 0.01;
constexpr double kSameDirection = 5e-4;      // difference of direction cosines
constexpr double kSameSpacing = 1e-4;        // relative
constexpr double kMinStepAlongNormal = 0.3;  // cosine: steeper than any gantry tilt
constexpr std::size_t kMaxGroups = 128;      // of images of one geometry in a series
constexpr std::size_t kMinRun = 3;           // slices that make a volume out of an irregular series

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string mm(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof(buffer), "%.6g", std::round(value * 1e4) / 1e4 + 0.0);
  return buffer;
}

// "axial" and the like where a normal is within 45 degrees of an axis, which it always is of one at most.
std::string planeName(glm::dvec3 normal) {
  const glm::dvec3 size = glm::abs(normal);
  const double largest = std::max({size.x, size.y, size.z});
  return largest == size.z ? "axial" : largest == size.x ? "sagittal" : "coronal";
}

class Planner {
 public:
  Planner(std::span<const StackFrame> frames, const SamePixels& samePixels) : frames_(frames), same_(samePixels) {}

  StackPlan run() {
    const std::vector<Frames> groups = groupByGeometry(framesWithPlane());
    if (groups.size() > kMaxGroups) {
      plan_.notes.push_back("refused: its images have more than " + std::to_string(kMaxGroups) +
                            " different orientations, sizes or spacings");
      return std::move(plan_);
    }
    if (groups.size() > 1) {
      plan_.notes.push_back("it holds images of " + std::to_string(groups.size()) +
                            " different orientations, sizes or spacings, which are read apart");
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      planGroup(groups[i], groups.size() > 1 ? groupLabel(groups, i) : "", groups.size() == 1);
    }
    return std::move(plan_);
  }

 private:
  const FramePlane& plane(std::size_t frame) const { return *frames_[frame].frame->plane; }

  Frames framesWithPlane() {
    Frames placed;
    std::map<std::string, std::size_t> problems;
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      if (frames_[i].frame->plane) {
        placed.push_back(i);
      } else {
        ++problems[frames_[i].frame->planeProblem];
      }
    }
    for (const auto& [problem, count] : problems) {
      plan_.notes.push_back(plural(count, "image") + " can't be placed in the patient and " +
                            (count == 1 ? "is" : "are") + " left out: " + problem);
    }
    return placed;
  }

  bool sameGeometry(std::size_t a, std::size_t b) const {
    const auto near = [](glm::dvec3 u, glm::dvec3 v) { return glm::distance(u, v) <= kSameDirection; };
    const FramePlane& first = plane(a);
    const FramePlane& second = plane(b);
    return frames_[a].size == frames_[b].size && frames_[a].frameOfReferenceUid == frames_[b].frameOfReferenceUid &&
           near(first.row, second.row) && near(first.column, second.column) &&
           glm::distance(first.spacing, second.spacing) <= kSameSpacing * glm::length(first.spacing);
  }

  std::vector<Frames> groupByGeometry(const Frames& frames) const {
    std::vector<Frames> groups;
    for (const std::size_t frame : frames) {
      const auto group = std::ranges::find_if(groups, [&](const Frames& g) { return sameGeometry(g.front(), frame); });
      if (group == groups.end()) {
        groups.push_back({frame});
        if (groups.size() > kMaxGroups) {
          break;
        }
      } else {
        group->push_back(frame);
      }
    }
    return groups;
  }

  std::string groupLabel(const std::vector<Frames>& groups, std::size_t index) const {
    const auto nameOf = [&](const Frames& group) { return planeName(plane(group.front()).normal()); };
    const std::string name = nameOf(groups[index]);
    const auto isSame = [&](const Frames& group) { return nameOf(group) == name; };
    const auto before = std::count_if(groups.begin(), groups.begin() + std::ptrdiff_t(index), isSame);
    return std::ranges::count_if(groups, isSame) == 1 ? name : name + " " + std::to_string(before + 1);
  }

  // Sorts along the common normal and puts what lies at one point together.
  std::vector<Frames> byPosition(const Frames& frames) const {
    const glm::dvec3 normal = plane(frames.front()).normal();
    const auto along = [&](std::size_t frame) { return glm::dot(plane(frame).position, normal); };
    Frames sorted = frames;
    std::ranges::stable_sort(sorted, {}, along);
    std::vector<Frames> positions;
    for (const std::size_t frame : sorted) {
      Frames* home = nullptr;
      for (auto it = positions.rbegin(); it != positions.rend() && home == nullptr; ++it) {
        if (along(frame) - along(it->front()) > kSamePositionMm) {
          break;
        }
        if (glm::distance(plane(frame).position, plane(it->front()).position) <= kSamePositionMm) {
          home = &*it;
        }
      }
      if (home == nullptr) {
        positions.push_back({frame});
      } else {
        home->push_back(frame);
      }
    }
    return positions;
  }

  static std::string joined(const std::string& label, const std::string& more) {
    return label.empty() || more.empty() ? label + more : label + ", " + more;
  }

  static std::string of(const std::string& label) { return label.empty() ? "" : " (" + label + ")"; }

  void planGroup(const Frames& frames, const std::string& label, bool isAlone) {
    std::vector<Frames> positions = byPosition(frames);
    const bool isRepeated = std::ranges::any_of(positions, [](const Frames& p) { return p.size() > 1; });
    if (!isRepeated) {
      planSlices(frontsOf(positions), label, isAlone);
      return;
    }
    const std::vector<MarkedPart> parts =
        splitByMarks(positions, [&](std::size_t i) -> const DicomFrame& { return *frames_[i].frame; });
    if (!parts.empty()) {
      std::string names;
      for (const MarkedPart& part : parts) {
        names += (names.empty() ? "" : "; ") + part.label;
      }
      plan_.notes.push_back("several images lie at one position" + of(label) + "; they are read as " +
                            std::to_string(parts.size()) + " separate sets: " + names);
      for (const MarkedPart& part : parts) {
        planGroup(part.frames, joined(label, part.label), isAlone);
      }
      return;
    }
    std::size_t copies = 0;
    for (Frames& position : positions) {
      for (std::size_t i = position.size(); i-- > 1;) {
        if (!same_(position.front(), position[i])) {
          plan_.notes.push_back("refused" + of(label) + ": " + plural(position.size(), "image") +
                                " lie at the position " + positionText(position.front()) +
                                " and nothing in the files tells them apart");
          return;
        }
        ++copies;
      }
      position.resize(1);
    }
    plan_.notes.push_back(plural(copies, "image") + (copies == 1 ? " is an exact copy" : " are exact copies") +
                          " of others and " + (copies == 1 ? "is" : "are") + " left out" + of(label));
    planSlices(frontsOf(positions), label, isAlone);
  }

  static Frames frontsOf(const std::vector<Frames>& positions) {
    Frames fronts;
    for (const Frames& position : positions) {
      fronts.push_back(position.front());
    }
    return fronts;
  }

  std::string positionText(std::size_t frame) const {
    const glm::dvec3 p = plane(frame).position;
    return "(" + mm(p.x) + ", " + mm(p.y) + ", " + mm(p.z) + ") mm";
  }

  glm::dvec3 stepOf(const Frames& slices) const {
    return (plane(slices.back()).position - plane(slices.front()).position) / double(slices.size() - 1);
  }

  // The farthest that any slice lies from where even steps between the first and the last would put it.
  double deviationOf(const Frames& slices) const {
    const glm::dvec3 step = stepOf(slices);
    double largest = 0;
    for (std::size_t k = 0; k < slices.size(); ++k) {
      const glm::dvec3 even = plane(slices.front()).position + double(k) * step;
      largest = std::max(largest, glm::distance(even, plane(slices[k]).position));
    }
    return largest;
  }

  static double tolerance(double stepMm) { return std::min(kMaxDeviationMm, kMaxDeviationSteps * stepMm); }

  bool isRegular(const Frames& slices) const {
    const glm::dvec3 step = stepOf(slices);
    const double length = glm::length(step);
    return glm::dot(step, plane(slices.front()).normal()) > kMinStepAlongNormal * length &&
           deviationOf(slices) <= tolerance(length);
  }

  void planSlices(const Frames& slices, const std::string& label, bool isAlone) {
    if (slices.size() == 1) {
      planOne(slices.front(), label, isAlone);
    } else if (isRegular(slices)) {
      addStack(slices, label);
    } else {
      planIrregular(slices, label);
    }
  }

  void planOne(std::size_t slice, const std::string& label, bool isAlone) {
    const DicomFrame& frame = *frames_[slice].frame;
    const std::optional<double> spacing =
        frame.sliceSpacingMm.value_or(0) > 0 ? frame.sliceSpacingMm : frame.thicknessMm;
    if (!isAlone) {
      plan_.notes.push_back("a single image at " + positionText(slice) + of(label) + " is left out");
    } else if (spacing.value_or(0) <= 0) {
      plan_.notes.push_back("refused" + of(label) +
                            ": it is a single image, and neither spacing nor thickness of the slice is known");
    } else {
      const bool isSpacing = spacing == frame.sliceSpacingMm;
      SliceStack stack = stackOf({slice}, plane(slice).normal() * *spacing, label);
      stack.notes.push_back("It is a single slice; its thickness of " + mm(*spacing) + " mm is taken from " +
                            (isSpacing ? "Spacing Between Slices." : "Slice Thickness."));
      plan_.stacks.push_back(std::move(stack));
    }
  }

  void addStack(const Frames& slices, const std::string& label) {
    SliceStack stack = stackOf(slices, stepOf(slices), label);
    if (const double deviation = deviationOf(slices); deviation > kWorthSayingMm) {
      stack.notes.push_back("Its slices lie up to " + mm(deviation) + " mm from even steps of " +
                            mm(glm::length(stepOf(slices))) + " mm, on which they are put.");
    }
    plan_.stacks.push_back(std::move(stack));
  }

  SliceStack stackOf(const Frames& slices, glm::dvec3 step, const std::string& label) const {
    const FramePlane& first = plane(slices.front());
    SliceStack stack;
    stack.slices = slices;
    stack.label = label;
    stack.worldFromVoxel =
        glm::dmat4(glm::dvec4(first.row * first.spacing.x, 0), glm::dvec4(first.column * first.spacing.y, 0),
                   glm::dvec4(step, 0), glm::dvec4(first.position, 1));
    return stack;
  }

  // Runs of slices that each lie one step of the run so far beyond the last; a slice belongs to one run.
  std::vector<Frames> runsOf(const Frames& slices) const {
    std::vector<Frames> runs;
    for (const std::size_t slice : slices) {
      if (!runs.empty() && continues(runs.back(), slice)) {
        runs.back().push_back(slice);
      } else {
        runs.push_back({slice});
      }
    }
    return runs;
  }

  bool continues(const Frames& run, std::size_t slice) const {
    if (run.size() == 1) {
      return true;
    }
    const glm::dvec3 step = stepOf(run);
    const glm::dvec3 expected = plane(run.back()).position + step;
    return glm::distance(expected, plane(slice).position) <= 2 * tolerance(glm::length(step));
  }

  void planIrregular(const Frames& slices, const std::string& label) {
    const auto frameOf = [&](std::size_t i) -> const DicomFrame& { return *frames_[i].frame; };
    const std::vector<MarkedPart> kinds = splitByMark(slices, "ImageType", frameOf);
    const bool kindsAreRegular = !kinds.empty() && std::ranges::all_of(kinds, [&](const MarkedPart& kind) {
      return kind.frames.size() >= kMinRun && isRegular(kind.frames);
    });
    if (kindsAreRegular) {
      plan_.notes.push_back("it mixes images of " + std::to_string(kinds.size()) + " types" + of(label) +
                            ", which are read apart");
      for (const MarkedPart& kind : kinds) {
        addStack(kind.frames, joined(label, kind.label));
      }
      return;
    }
    const std::vector<Frames> runs = runsOf(slices);
    std::vector<Frames> kept;
    std::size_t keptSlices = 0;
    std::string lost;
    for (const Frames& run : runs) {
      if (run.size() >= kMinRun && isRegular(run)) {
        kept.push_back(run);
        keptSlices += run.size();
      } else {
        for (const std::size_t slice : run) {
          lost += (lost.empty() ? "" : ", ") + positionText(slice);
        }
      }
    }
    const double shift = sidewaysMm(slices);
    const std::string reason = "its slices do not lie at even steps: distances along the normal are " +
                               gapText(slices) + " mm" +
                               (shift > kMaxDeviationMm ? ", shifts sideways up to " + mm(shift) + " mm" : "");
    if (kept.empty() || keptSlices * 2 < slices.size()) {
      plan_.notes.push_back("refused" + of(label) + ": " + reason);
      return;
    }
    plan_.notes.push_back(reason + of(label) + "; slices may be missing. " +
                          (kept.size() == 1 ? "One even part is" : std::to_string(kept.size()) + " even parts are") +
                          " read" + (lost.empty() ? "" : "; left out are the slices at " + lost));
    for (std::size_t i = 0; i < kept.size(); ++i) {
      addStack(kept[i], joined(label, kept.size() > 1 ? "part " + std::to_string(i + 1) : ""));
      plan_.stacks.back().notes.push_back("The series has gaps; these are " + std::to_string(kept[i].size()) + " of " +
                                          std::to_string(slices.size()) + " slices, from " +
                                          positionText(kept[i].front()) + " to " + positionText(kept[i].back()) + ".");
    }
  }

  // How far neighbours are shifted within their planes, at most, beyond the shift that all have in common.
  double sidewaysMm(const Frames& slices) const {
    const glm::dvec3 normal = plane(slices.front()).normal();
    const auto sideways = [&](glm::dvec3 step) { return step - normal * glm::dot(step, normal); };
    const glm::dvec3 common = sideways(stepOf(slices));
    double largest = 0;
    for (std::size_t i = 1; i < slices.size(); ++i) {
      const glm::dvec3 step = plane(slices[i]).position - plane(slices[i - 1]).position;
      largest = std::max(largest, glm::distance(sideways(step), common));
    }
    return largest;
  }

  // Distances between neighbours, equal ones counted: "5 (2 times), 10".
  std::string gapText(const Frames& slices) const {
    const glm::dvec3 normal = plane(slices.front()).normal();
    std::vector<std::pair<std::string, std::size_t>> gaps;
    for (std::size_t i = 1; i < slices.size(); ++i) {
      const std::string gap = mm(glm::dot(plane(slices[i]).position - plane(slices[i - 1]).position, normal));
      if (gaps.empty() || gaps.back().first != gap) {
        gaps.emplace_back(gap, 0);
      }
      ++gaps.back().second;
    }
    constexpr std::size_t kShown = 12;
    std::string result;
    for (std::size_t i = 0; i < std::min(gaps.size(), kShown); ++i) {
      const auto& [gap, count] = gaps[i];
      result += (result.empty() ? "" : ", ") + gap + (count > 1 ? " (" + std::to_string(count) + " times)" : "");
    }
    return gaps.size() > kShown ? result + ", ..." : result;
  }

  std::span<const StackFrame> frames_;
  const SamePixels& same_;
  StackPlan plan_;
};

}  // namespace

StackPlan planStacks(std::span<const StackFrame> frames, const SamePixels& samePixels) {
  return Planner(frames, samePixels).run();
}

}  // namespace imaging
