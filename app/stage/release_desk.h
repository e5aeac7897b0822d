// Releases in a window: which there are, what stands in the way of the next one and the way there, making one and
// signing it, verifying, writing it out, and looking at what it changed. It outlives the cases that are opened for it.
// Used from the thread that draws.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stage/excursion.h"
#include "stage/file_chooser.h"
#include "stage/lesion_visit.h"
#include "stage/outbox.h"
#include "stage/release_card.h"
#include "stage/release_work.h"
#include "stage/review_signing.h"

namespace stage {

class ReleaseDesk {
 public:
  // reader: whose window it is. role: as what they release, where nobody is enrolled.
  ReleaseDesk(std::string reader, std::string role, store::Installation installation,
              std::shared_ptr<SignedIn> signedIn);

  // Once per frame, before panels are drawn. shown: whether they show the page; it is kept up only then.
  void poll(ReviewRoom& room, bool shown);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const;
  // What a release changed is looked at, in the place of everything.
  bool isOpen() const { return open_.has_value(); }

  // Where an obstacle or a change is that is to be looked at, while that is not open. stay(): it cannot be opened.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  void stay();

  void lookAt(const ReviewRoom& room, const ui::LookAtRelease& asked);
  void goTo(const ui::GoToObstacle& obstacle);
  // The lesion on which a decision takes it away; nothing where it is something else that stands in the way.
  std::optional<core::LesionId> toDecide(const ui::GoToObstacle& obstacle) const;
  void make(ReviewRoom& room, const ui::MakeRelease& asked);
  void verify(const ReviewRoom& room, const std::string& release);
  // Of a release that was written out from here; nothing where it was not.
  std::optional<std::filesystem::path> report(const std::string& release) const;
  void askWhereTo(const ReviewRoom& room, const std::string& release);
  void choose(const ReviewRoom& room, const ui::ChooserRequest& request);
  void cancel() { work_.cancel(); }
  void see(ReviewRoom& room, std::size_t change);
  void act(ReviewRoom& room, ui::ChangeAct what);

  // The passphrase with which a release is signed.
  bool asksPassphrase() const { return signing_.isAsking(); }
  void give(std::optional<std::string> passphrase);  // nothing: not now, and the release is not made

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  void take(ReviewRoom& room, ReleaseResult result);
  bool canSign() const;
  void askPassphrase(const ReviewRoom& room);  // throws core::Error where there is no key here
  void sign(ReviewRoom& room);
  void append(ReviewRoom& room);
  void show(ReviewRoom& room);
  std::string whyNot() const;
  const workflow::Obstacle* find(const ui::GoToObstacle& asked) const;  // null where there are others by now
  const release::StoredRelease* find(const std::string& name) const;

  const std::string reader_;
  const std::string role_;
  ReleaseWork work_;
  ReviewSigning signing_;
  Outbox outbox_;
  std::shared_ptr<const ReviewNews> news_;
  std::shared_ptr<const ReviewNews> looked_;  // as of which the overview was asked for
  std::optional<ReleaseOverview> overview_;
  std::vector<workflow::Obstacle> ofFiles_;     // what the files of the last try showed
  std::vector<workflow::Obstacle> obstacles_;   // all of them
  std::vector<ui::ReleaseCard::Check> checks_;  // of those
  std::vector<ui::ReleaseCard::Holding> holdings_;
  std::vector<std::vector<std::size_t>> places_;              // by check: which obstacles it shows
  std::map<std::string, std::vector<std::string>> verified_;  // by release: what is not as it should be
  std::shared_ptr<const ReleaseDifference> difference_;       // of the release that is looked at
  std::optional<ReleaseTask> asked_;                          // to be made, once whoever asked may sign it
  std::optional<ReleaseResult> unsigned_;                     // made, but not signed and appended
  std::string made_;                                          // the latest that was made here
  std::optional<FileChooser> chooser_;
  std::string handedOut_;                                   // the release that a folder is chosen for
  std::map<std::string, std::filesystem::path> writtenTo_;  // by release: the last folder
  std::string fault_;
  LesionVisit visit_;
  std::optional<std::size_t> open_;                             // the change that is looked at
  std::optional<std::pair<std::size_t, std::uint64_t>> shown_;  // on pictures, as of which state of the lesions
  Excursion way_;
  struct Told {
    ui::Note::Kind kind;
    std::string text;
  };
  std::vector<Told> told_;
  bool refresh_ = false;  // the news lack what was just committed
};

}  // namespace stage
