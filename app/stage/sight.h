// How the open case is looked at, and with what in hand, as desks ask for it: by the tools and pictures of a window
// (ToolboxSight), or by the volume that stands in a headset's room (headset_sight.h). Used from the thread that draws.
#pragma once

#include <string>

#include "core/mask.h"
#include "interaction/tools.h"

namespace stage {

class Sight {
 public:
  virtual ~Sight() = default;

  // What all pictures share. Of a headset camera and cuts say nothing: eyes and hands are that.
  virtual interaction::ViewState& state() = 0;
  virtual const interaction::ViewState& state() const = 0;

  virtual interaction::ToolId tool() const = 0;
  virtual void choose(interaction::ToolId tool) = 0;

  // Something comes into the middle at a good size, cut open where it would be hidden. The mask is not empty.
  virtual void lookAt(const core::Grid& grid, const core::Mask& mask) = 0;
  virtual void lookAway() = 0;  // everything is seen again

  // As a remark keeps it (review_look.h), and back: throws core::Error, with nothing changed, where the text is no
  // view.
  virtual std::string lookText() const = 0;
  virtual void lookAs(const core::Grid& grid, const std::string& text) = 0;
};

// Of a window. The toolbox outlives it.
class ToolboxSight : public Sight {
 public:
  explicit ToolboxSight(interaction::Toolbox& toolbox) : toolbox_(toolbox) {}

  interaction::ViewState& state() override { return toolbox_.state(); }
  const interaction::ViewState& state() const override { return toolbox_.state(); }
  interaction::ToolId tool() const override { return toolbox_.active(); }
  void choose(interaction::ToolId tool) override { toolbox_.choose(tool); }
  void lookAt(const core::Grid& grid, const core::Mask& mask) override;
  void lookAway() override;
  std::string lookText() const override;
  void lookAs(const core::Grid& grid, const std::string& text) override;

 private:
  interaction::Toolbox& toolbox_;
};

}  // namespace stage
