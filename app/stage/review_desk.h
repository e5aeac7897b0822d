// The review of one sitting, over however many cases it goes: which finding is looked at, what is decided about it and
// in whose name, what comes next, and the way back. It outlives the cases that are opened for it; whatever is open at
// present comes with each call. Used from the thread that draws.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "stage/finding_context.h"
#include "stage/outbox.h"
#include "stage/review_card.h"
#include "stage/review_room.h"
#include "stage/review_signing.h"
#include "workflow/deck.h"

namespace stage {

class ReviewDesk {
 public:
  // reader: who decides. role: as what, where nobody is enrolled; "adjudicator" may settle what others dispute.
  ReviewDesk(std::string reader, std::string role, const store::Installation& installation,
             std::shared_ptr<SignedIn> signedIn = std::make_shared<SignedIn>());

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room, std::int64_t nowMs);
  // Whether the deck stands in the place of everything, or waits while its finding is edited.
  bool isOpen() const { return mode_ == Mode::Open; }
  bool isPaused() const { return mode_ == Mode::Paused; }
  // Where the finding is that is to be looked at, while that is not open. stay(): it cannot be opened.
  std::optional<Destination> wanted() const;
  void stay();
  // The case of the finding after this one, where that is another.
  std::optional<core::CaseId> upcoming() const;
  // Whether something is on its way that hands would wait for.
  bool isWorking() const;

  void open();  // or goes on
  // At the first of these that waits for this person's decision; false, with nothing changed, where none does.
  bool openAt(std::span<const core::LesionId> findings);
  // At this one, though it may be decided on already; false, with nothing changed, where this person may not.
  bool openAgainAt(const core::LesionId& finding);
  void leadTo(const core::LesionId& lesion);  // in the window that paints
  void lookAgain();                           // at the finding, in a case that is opened anew
  void leave(ReviewRoom& room);
  // All of these may throw core::Error, with nothing changed.
  void act(ReviewRoom& room, ui::ReviewAct what, std::int64_t nowMs);
  // Whether something is to be asked before it is decided: why, or whether it is meant. Then decideWith() decides.
  bool asksFirst(ui::ReviewAct what, std::int64_t nowMs) const;
  void decideWith(ReviewRoom& room, const ui::DecideWith& asked, std::int64_t nowMs);
  // On the finding, and with its decision; while the deck is not open, on the active lesion.
  void pin(ReviewRoom& room, const std::string& text);
  void showSaid(ReviewRoom& room, std::size_t said);
  void showSentBack(std::size_t item);
  void tick(const std::string& criterion);
  void switchReading(std::size_t reading) { context_.toggle(reading); }  // a reader's outline
  void give(std::optional<std::string> passphrase);  // nothing: not now, and the decision is not made

  // Adds to what panels show.
  void fill(const ReviewRoom& room, ui::Model& model) const;

 private:
  static constexpr std::size_t kMostTakenBack = 10;  // decisions in a row

  enum class Mode : std::uint8_t { Closed, Open, Paused };
  // A lesion to be looked at: where it is, and how; with no view, as a finding of the deck is.
  struct Visit {
    Destination place;
    core::LesionId lesion;  // zero: only the case
    std::string view;
  };
  struct Decision {
    core::LesionId lesion;
    double seconds = 0;
    std::string words;  // "Accepted L2"
  };

  bool mayDecideOn(const core::LesionId& lesion) const;
  bool canDecide(std::int64_t nowMs) const;  // the finding has been seen for a moment
  std::vector<ui::CriterionItem> criteria() const;
  std::vector<std::string> against(ui::CriterionItem::State state) const;  // of the criteria, those in that state
  bool seesReadings() const;                                               // of the finding
  workflow::Reviewer reviewer() const;
  std::vector<const workflow::QueueItem*> deck() const;  // of the news, without what is decided already
  const workflow::QueueItem* current() const;            // null where the news know nothing of it
  std::optional<std::size_t> place(const ReviewRoom& room, const core::LesionId& lesion) const;
  void go(const core::LesionId& lesion);
  void goOn();
  void arrive(ReviewRoom& room, std::int64_t nowMs);
  void decide(ReviewRoom& room, core::Verdict verdict, std::int64_t nowMs);
  void takeBack(ReviewRoom& room);
  void again(const core::LesionId& lesion, std::string why);
  void check(const ReviewRoom& room);
  void take(std::shared_ptr<const ReviewNews> news);
  void keepMending(workflow::SentBack before, const core::LesionId& lesion);
  const workflow::QueueItem* next() const;  // after the finding; null where there is none
  core::EditDraft remark(const ReviewRoom& room, std::size_t lesion, const std::string& text) const;

  const std::string reader_;
  const std::string role_;
  std::shared_ptr<const ReviewNews> news_;
  std::vector<const workflow::QueueItem*> waiting_;  // for this person, as of the news
  bool mayDecide_ = false;                           // on the active lesion
  std::pair<const ReviewNews*, core::LesionId> mayDecideOf_;
  std::size_t apart_ = 0;                     // likewise, cases whose readings are to be brought together
  std::vector<workflow::SentBack> sentBack_;  // likewise; and what is being mended
  std::string changesBy_;                     // who would make changes of the finding
  std::pair<const ReviewNews*, std::optional<core::LesionId>> changesByOf_{};  // of which, as of which news
  core::LesionId mending_;  // the lesion that is active in the window that paints
  Mode mode_ = Mode::Closed;
  Destination here_;                 // what is open
  std::optional<Destination> home_;  // what was open when the review began
  std::optional<Visit> visit_;       // on the way there
  std::optional<core::LesionId> finding_;
  bool shown_ = false;                      // pictures show it
  std::int64_t shownMs_ = 0;                // since when
  std::int64_t spentMs_ = 0;                // on it before
  std::string reason_;                      // pinned, and goes with the next decision
  std::vector<ui::CriterionItem> checked_;  // of the finding, by machine
  struct CheckedAt {                        // as of which changes
    std::uint64_t masks = 0;
    std::uint64_t context = 0;
    const ReviewNews* news = nullptr;

    bool operator==(const CheckedAt&) const = default;
  };
  std::optional<CheckedAt> checkedAt_;
  std::set<std::string> ticked_;
  std::vector<core::LesionId> trail_;  // that were looked at before
  std::set<core::LesionId> skipped_;
  std::set<core::LesionId> decided_;       // but not yet in the news
  std::vector<Decision> decisions_;        // of this sitting
  std::size_t takenBack_ = 0;              // in a row
  std::optional<core::Verdict> unsigned_;  // a decision that waits for the passphrase
  ReviewSigning signing_;
  FindingContext context_;
  Outbox outbox_;
  bool refresh_ = false;               // the news lack what was just committed
  std::vector<std::string> troubles_;  // to be told
};

}  // namespace stage
