// The guideline in a window: the version in force, the draft of the next one, what publishing that would do, and
// publishing it. It outlives the cases that are opened. Used from the thread that draws.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stage/guideline_drafts.h"
#include "stage/lesion_visit.h"
#include "stage/outbox.h"
#include "stage/touched_lesions.h"
#include "ui/guideline_model.h"
#include "workflow/guideline_checks.h"

namespace stage {

// The draft of a project's next version: as the one in force, without what that says of itself; of the first one, with
// the classes that are in use.
core::GuidelineDraft firstDraft(const workflow::Record& record);

class GuidelineDesk {
 public:
  GuidelineDesk(std::string reader, store::Installation installation);  // whose window it is

  // Once per frame, before panels are drawn. shown: whether they show the page; it is kept up only then.
  void poll(ReviewRoom& room, bool shown);
  // Whether something is on its way that hands would wait for; whether something is being worked out, which wants
  // frames.
  bool isWorking() const { return !outbox_.isEmpty() || visit_.isUnderway(); }
  bool isCounting() const { return shown_ && draft_ != nullptr && !effect_.counted; }

  // All may throw core::Error, with the draft as it was.
  void edit();
  void change(core::GuidelineDraft draft);
  void showOpen(ReviewRoom& room, std::optional<std::size_t> place);
  void discard();
  void carryOver();
  void settleDraft(bool mine);  // another window has written it, too: what this one has stays, or the other's is taken
  void publish(const ReviewRoom& room);

  // At a lesion that the version in force touches. wanted(): where it is, while that is not open. stay(): it cannot be
  // opened.
  void lookAt(std::size_t touched);
  std::optional<Destination> wanted(const ReviewRoom& room) const { return visit_.wanted(room); }
  void stay() { visit_.stay(); }

  // Adds to what panels show.
  void fill(const ReviewRoom& room, ui::Model& model) const;

 private:
  GuidelineDrafts& drafts();
  const workflow::GuidelineVersion* inForce() const;  // null: none
  void take(std::shared_ptr<const ReviewNews> news);
  void keep(core::GuidelineDraft draft);  // on disk too
  void judge();
  void count();

  const std::string reader_;
  const store::Installation installation_;
  std::shared_ptr<const ReviewNews> news_;
  std::shared_ptr<const core::Guideline> rules_;  // in force
  std::shared_ptr<const core::GuidelineDraft> draft_;
  std::vector<ui::GuidelinePageCard::Fault> faults_;  // of the draft
  ui::GuidelinePageCard::Effect effect_;
  TouchedLesions touched_;  // by the version in force
  std::vector<ui::GuidelinePageCard::Version> versions_;
  LesionVisit visit_;
  bool same_ = false;
  int rested_ = 0;  // frames since the draft was changed
  bool shown_ = false;
  bool toldOfNew_ = false;  // that there is a version which this person has not worked under
  bool kept_ = false;       // there is a draft on disk
  std::optional<GuidelineDrafts> drafts_;
  bool others_ = false;  // what is on disk is another window's
  std::string fault_;
  Outbox outbox_;
  struct Told {
    ui::Note::Kind kind;
    std::string text;
  };
  std::vector<Told> told_;
  bool refresh_ = false;  // the news lack what was just committed
};

}  // namespace stage
