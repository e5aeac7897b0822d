// What a consensus leaves to an adjudicator, while its track is open: where readers were split evenly, place by place,
// hatched on the pictures. Two answers settle a place, and so does any stroke over it. It outlives the cases that are
// opened. Used from the thread that draws.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "stage/outbox.h"
#include "stage/readings_card.h"
#include "stage/review_desk.h"
#include "workflow/tie_settling.h"

namespace stage {

class TieDesk {
 public:
  // reader: whose window it is.
  TieDesk(std::string reader, store::Installation installation);

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return latest_.isWorking() || !outbox_.isEmpty(); }
  bool isOpen() const { return of_.has_value(); }  // a consensus that was tied somewhere is open

  // Where the next case with ties is, while that is not open. stay(): it cannot be.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  void stay() { wanted_.reset(); }

  void lookAtFirst() { wantsFirst_ = true; }  // once it is there
  void lookAt(ReviewRoom& room, std::size_t place);
  void next(ReviewRoom& room);
  // Says that a place belongs to its lesion, or does not: one edit. Asks for the right to settle.
  void settle(ReviewRoom& room, std::size_t place, bool belongs);
  void settleHere(ReviewRoom& room, bool belongs) { settle(room, at_, belongs); }
  // The same of all places of a place's lesion, also as a reader has them: one edit.
  void settleLesion(ReviewRoom& room, const ui::SettleTiedLesion& asked);
  void settleLesionHere(ReviewRoom& room, ui::SettleTiedLesion::As as) { settleLesion(room, {at_, as}); }

  // Says which class a lesion is of, on which readers were split: likewise.
  void settleClass(ReviewRoom& room, const ui::SettleClass& asked);

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  struct Question {
    std::filesystem::path project;
    Destination place;
    std::shared_ptr<const ReviewNews> news;
    bool survey = false;  // of all cases, which takes longer
  };
  struct Elsewhere {
    Destination place;
    std::string caseName;
  };
  struct Answer {
    Destination place;
    bool current = false;  // the track is a consensus that is as its readings make it
    bool touched = false;
    std::vector<TiedPlace> open;
    std::vector<workflow::TiedLesion> ties;           // the same, lesion by lesion
    std::optional<std::vector<Elsewhere>> elsewhere;  // of a survey: other tracks where something is tied
  };
  Answer found(const store::ProjectFile& project, const Question& question) const;

  void tellOfOthers(ReviewRoom& room);
  void show(ReviewRoom& room);
  bool expectTied(ReviewRoom& room, std::size_t place) const;  // else says that nothing is
  workflow::TiedLesion wholeOf(const TiedPlace& place) const;
  void say(ReviewRoom& room, std::function<std::vector<core::EditDraft>(const store::ProjectFile&)> drafts);
  void send(ReviewRoom& room, workflow::TiedLesion tied, workflow::TieAnswer answer);
  void goOn(ReviewRoom& room, std::size_t place);

  const std::string reader_;
  const store::Installation installation_;
  std::shared_ptr<const ReviewNews> news_;
  std::optional<std::pair<Destination, const ReviewNews*>> asked_;
  std::optional<Destination> of_;  // where the places are
  std::vector<TiedPlace> places_;
  std::vector<workflow::TiedLesion> ties_;
  std::vector<ui::TieItem> items_;  // the same in words
  std::size_t at_ = 0;
  bool wantsFirst_ = false;
  bool surveyed_ = false;  // as of the beginning, and told
  std::vector<Elsewhere> elsewhere_;
  std::optional<Destination> wanted_;
  std::string fault_;
  Outbox outbox_;
  bool refresh_ = false;                   // the news lack what was just committed
  core::Latest<Question, Answer> latest_;  // last: its thread uses what stands above
};

}  // namespace stage
