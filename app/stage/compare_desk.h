// Comparing readings, of a case or of a calibration session that is revealed: which reader is held against the panel,
// which difference is looked at, what comes next, and the way back. It outlives the cases that are opened for it;
// whatever is open at present comes with each call. Used from the thread that draws.
#pragma once

#include <optional>
#include <string>

#include "stage/compare_card.h"
#include "stage/excursion.h"

namespace stage {

class CompareDesk {
 public:
  // reader: whose window it is.
  CompareDesk(std::string reader, store::Installation installation);

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room);
  bool isOffered() const { return offered_.has_value(); }
  bool isOpen() const { return mode_ == Mode::Open; }
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return loader_.isWorking() || way_.isUnderway(); }
  std::optional<Destination> wanted(const ReviewRoom& room) const { return way_.wanted(room); }
  void stay() { way_.stay(); }

  void open(ReviewRoom& room);  // where it is offered
  // A session that is revealed, in one of its cases; says why not where that is still to be read blind.
  void open(ReviewRoom& room, const workflow::Session& session, const core::CaseId& caseId);
  // Any case that several people read; says why not where this person is still to read it blind.
  void open(ReviewRoom& room, CaseToCompare what);
  // What is at hand here: the session that is revealed, else all readings of the open case as they are.
  void openHere(ReviewRoom& room);
  bool isOfCase() const { return ofCase_; }
  void leave(ReviewRoom& room);
  void act(ReviewRoom& room, ui::CompareAct what);
  void hold(std::size_t reader);
  void lookAtLesion(ReviewRoom& room, std::size_t lesion);

  // Adds to what panels show.
  void fill(const ReviewRoom& room, ui::Model& model) const;

  // What the guideline would show of the lesion that is looked at: class, where it is, and the view. What is hard about
  // it and what is decided are for people to say. Nothing where none is looked at.
  std::optional<core::EdgeCase> edgeCase(const ReviewRoom& room) const;
  std::string exampleTitle(const ReviewRoom& room) const;  // as proposed

 private:
  enum class Mode : std::uint8_t { Closed, Open };
  // What the pictures show, as of which state of the lesions.
  struct Shown {
    Destination place;
    std::uint64_t revision = 0;
    std::optional<std::size_t> held;
    bool surface = false;

    bool operator==(const Shown&) const = default;
  };

  std::optional<std::size_t> own() const;
  void begin(ReviewRoom& room, ToCompare what, Destination where);
  void take(ReviewRoom& room);
  void show(ReviewRoom& room);
  std::optional<std::size_t> placeIn(const ReviewRoom& room) const;  // of the open case in the material

  const std::string reader_;
  CompareLoader loader_;
  std::shared_ptr<const ReviewNews> news_;
  std::optional<std::pair<core::CaseId, const ReviewNews*>> offeredAt_;  // as of which case and news
  std::optional<workflow::Session> offered_;
  std::size_t readingsHere_ = 0;  // of that case, for this person
  Mode mode_ = Mode::Closed;
  workflow::Readers readers_;  // who are compared
  bool ofCase_ = false;        // one case as it is now, of no session
  Excursion way_;
  std::shared_ptr<const CompareMaterial> material_;
  std::optional<std::size_t> held_;
  bool surface_ = false;  // of the one held
  std::size_t lesion_ = 0;
  std::optional<Shown> shown_;
  std::vector<ui::CompareCard::LegendItem> scale_;
  std::vector<ui::CompareCard::LegendItem> legend_;
};

}  // namespace stage
