// What is measured on pictures: distances and angles, which can be corrected, removed and taken back. They belong to
// the window alone: no edit, nothing that is kept or that others see. Pure logic; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/grid.h"
#include "core/view.h"

namespace interaction {

struct Measurement {
  std::vector<glm::dvec3> pointsMm;  // two: a distance; three: the angle at the second
  core::Layout seenIn = core::Layout::ThreeD;

  double mm() const;         // of two points
  double deg() const;        // of three
  std::string text() const;  // "31.2 mm", "45°"
  bool operator==(const Measurement&) const = default;
};

// Whether a picture shows it: the kind of picture that it was made on and, where that is a slice, the same slice or
// nearly. plane: the slice's; nothing in 3D.
bool isSeenOn(const Measurement& measured, core::Layout layout, const std::optional<core::SlicePlane>& plane,
              const core::Grid& grid);

// All that were made, one of which may be chosen. Each change is a step that undo() takes back. A step notes how many
// edits of the project stood when it was made: so whoever undoes both, knows which came last.
class Measurements {
 public:
  const std::vector<Measurement>& all() const { return all_; }
  std::optional<std::size_t> chosen() const { return chosen_; }
  void choose(std::optional<std::size_t> measurement) { chosen_ = measurement; }

  void add(Measurement measured, std::int64_t edits);
  void remove(std::size_t measurement, std::int64_t edits);
  void clear(std::int64_t edits);

  // A point follows a hand that holds it. release(): it stays there, as a step where it went anywhere. letGo(): it is
  // back where it was.
  void hold(std::size_t measurement, std::size_t point);
  bool isHeld() const { return held_.has_value(); }
  void moveTo(glm::dvec3 pointMm);
  void release(std::int64_t edits);
  void letGo();

  bool canUndo() const { return !done_.empty(); }
  bool canRedo() const { return !undone_.empty(); }
  // Takes the last step back where no edit was made since, or puts the one taken back last in its place again where as
  // many edits stand as then. What the step did, for people ("distance of 31.2 mm"); nothing where it is an edit's
  // turn.
  std::optional<std::string> undo(std::int64_t edits);
  std::optional<std::string> redo(std::int64_t edits);

 private:
  struct Step {
    std::vector<Measurement> other;  // all, as they were before it; of one taken back, as they were after it
    std::string what;
    std::int64_t edits = 0;
  };
  struct Held {
    std::size_t measurement = 0;
    std::size_t point = 0;
    std::vector<Measurement> before;
  };
  void did(std::vector<Measurement> before, std::string what, std::int64_t edits);
  void exchange(Step& step);

  std::vector<Measurement> all_;
  std::optional<std::size_t> chosen_;
  std::optional<Held> held_;
  std::vector<Step> done_;
  std::vector<Step> undone_;
};

}  // namespace interaction
