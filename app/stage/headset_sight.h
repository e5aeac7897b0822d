// How a headset's wearer looks at the open case, for desks: what is to be looked at comes to where the hands meet, as
// large as lets it be judged, with a slice through it. Used from the thread that draws; lives with its loop.
#pragma once

#include "interaction/hand_tools.h"
#include "stage/sight.h"

namespace stage {

class HeadsetSight : public Sight {
 public:
  HeadsetSight(interaction::HandTools& tools, interaction::ViewState& look) : tools_(tools), look_(look) {}

  void headIs(const interaction::Pose& head) { head_ = head; }  // every frame
  const interaction::Pose& head() const { return head_; }

  interaction::ViewState& state() override { return look_; }
  const interaction::ViewState& state() const override { return look_; }
  // A hand that paints or erases has that in it; one that does neither looks, and moves the volume by its trigger.
  interaction::ToolId tool() const override;
  void choose(interaction::ToolId tool) override;
  // The slice that is out goes through it, as it lies; where none was out since hands last looked away, one is put
  // there that faces the wearer, for within tissue only what is cut open is seen.
  void lookAt(const core::Grid& grid, const core::Mask& mask) override;
  void lookAway() override;  // the slice is put away, and hands paint again
  // The wearer's own eyes and slice, as another would have to look to see the same.
  std::string lookText() const override;
  // Turned and sized as it was seen then, and cut where it was cut.
  void lookAs(const core::Grid& grid, const std::string& text) override;

 private:
  core::SlicePlane facing(glm::dvec3 pointMm) const;

  interaction::HandTools& tools_;
  interaction::ViewState& look_;
  interaction::Pose head_;
  bool lookedAt_ = false;  // since hands looked away: a slice that was put away stays so
};

}  // namespace stage
