// Readings compared and brought together, in a window, for all cases that several people read. It outlives the cases
// that are opened. Used from the thread that draws.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stage/compare_material.h"
#include "stage/outbox.h"
#include "stage/readings_work.h"
#include "stage/review_desk.h"

namespace stage {

class ReadingsDesk {
 public:
  // reader: whose window it is.
  ReadingsDesk(std::string reader, store::Installation installation);

  // Once per frame, before panels are drawn. shown: whether they show the page; cases are compared only then.
  void poll(ReviewRoom& room, bool shown);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const;
  // A consensus that is to be opened, while it is not. stay(): it cannot be.
  std::optional<Destination> wanted(const ReviewRoom& room) const;
  void stay() { wanted_.reset(); }

  std::optional<CaseToCompare> toCompare(std::size_t place) const;  // a case of the card
  void tryOut(const ReviewRoom& room, const ui::TryConsensus& asked);
  void make(const ReviewRoom& room);  // what was tried; asks for the right to settle
  void drop();                        // what was tried is not meant
  // Opens the consensus of a case that holds something tied.
  void goToConsensus(const ReviewRoom& room, std::size_t place, bool tied);  // tied: one that waits for an adjudicator

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  const ReadCase* at(std::size_t place) const;
  void showAnew();

  const std::string reader_;
  std::shared_ptr<const ReviewNews> news_;
  std::shared_ptr<const ReviewNews> looked_;  // as of which cases are compared
  std::shared_ptr<const ReadingsOverview> overview_;
  std::vector<std::size_t> order_;  // of the card's cases in the overview
  ui::ReadingsCard card_;           // what hangs on the overview alone
  bool trying_ = false;             // the sheet is open
  std::shared_ptr<const ConsensusTrial> trial_;
  ui::ReadingsCard::Trial tried_;  // in words
  std::vector<std::string> made_;
  std::string madeOf_;
  std::string fault_;
  std::optional<Destination> wanted_;
  Outbox outbox_;
  bool refresh_ = false;  // the news lack what was just committed
  ReadingsWork work_;     // last: its threads use what stands above
};

}  // namespace stage
