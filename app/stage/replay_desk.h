// Playing how the lesions of the open case came to be: step by step, or by itself, with a line of time. Nothing is
// changed by it, and nothing is painted meanwhile. Used from the thread that draws.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/latest.h"
#include "session/replay.h"
#include "stage/review_desk.h"

namespace stage {

class ReplayDesk {
 public:
  ReplayDesk();

  // Once per frame, before panels are drawn.
  void poll(ReviewRoom& room, std::int64_t nowMs);
  bool isOpen() const { return open_; }
  bool isWorking() const { return loader_.isWorking(); }
  bool isPlaying() const { return playing_; }

  // What was done until now, in the case and track that are open.
  void open(ReviewRoom& room);
  void leave(ReviewRoom& room);
  void act(ReviewRoom& room, ui::ReplayAct what);
  void goTo(std::size_t step);

  // Adds to what panels show.
  void fill(const ReviewRoom& room, ui::Model& model) const;

 private:
  struct Question {
    std::filesystem::path project;
    store::Installation installation;
    core::CaseId caseId;
    std::string track;
  };
  struct Answer {
    std::unique_ptr<session::Replay> replay;  // null: there is a fault
    std::string fault;
  };
  // What the pictures show, as of which state of the lesions.
  struct Shown {
    std::size_t at = 0;
    std::uint64_t revision = 0;

    bool operator==(const Shown&) const = default;
  };
  // How things looked before, to be so again.
  struct Before {
    interaction::ViewState state;
    interaction::ToolId tool = interaction::ToolId::Look;
  };

  void show(ReviewRoom& room);

  bool open_ = false;
  bool playing_ = false;
  std::size_t speed_;
  std::int64_t steppedMs_ = 0;  // when the last step was taken while it plays
  std::optional<Before> before_;
  std::unique_ptr<session::Replay> replay_;
  std::string fault_;
  std::optional<Shown> shown_;
  core::Latest<Question, Answer> loader_;
};

}  // namespace stage
