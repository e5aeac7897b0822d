// What lies around the finding that is decided on, beyond the track that is open: what each reader marked of it, where
// readers differ, how it was when it was decided on before, and what else may go into a release beside it. Loaded in
// the background over a connection of its own; readings are shown as outlines in the slices, each of which can be
// switched. Made, asked and destroyed on the thread that draws.
#pragma once

#include <filesystem>
#include <glm/vec3.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/latest.h"
#include "stage/review_room.h"
#include "workflow/finding_readings.h"
#include "workflow/reading_checks.h"

namespace stage {

// The colour of a reader's outlines, by the reader's place: the same for every finding, or white where the finding has
// one that is close to it.
glm::vec3 readerColor(std::size_t index, glm::vec3 finding);

class FindingContext {
 public:
  explicit FindingContext(store::Installation installation);

  // Once per frame. finding: the one that pictures show; nothing: none. readings: whether this person is to see them.
  void poll(ReviewRoom& room, const std::shared_ptr<const ReviewNews>& news, std::optional<core::LesionId> finding,
            bool readings);
  bool isWorking() const { return waits_; }
  // Changes whenever there is something else to see or to be checked.
  std::uint64_t revision() const { return revision_; }

  void toggle(std::size_t reading);  // its outline

  // Those of the case, in other tracks, that a release may hold beside it; named with their track. Borrowed.
  std::vector<workflow::MarkedLesion> others() const;

  // Adds to what panels show.
  void fill(ui::ReviewCard& card, const core::Grid& grid) const;

 private:
  struct Question {
    std::filesystem::path project;
    std::shared_ptr<const ReviewNews> news;
    core::LesionId finding;
    bool readings = false;

    bool operator==(const Question&) const = default;
  };
  struct Other {
    core::Lesion lesion;
    core::Mask mask;
  };
  struct Answer {
    core::LesionId finding;
    bool withReadings = false;
    std::vector<workflow::FindingReading> readings;  // and, as one more, how it was when it was decided on
    std::string title;                               // of these
    std::string agreement;                           // of these with each other
    std::vector<Other> others;
  };

  static void addBefore(const store::ProjectFile& project, const Question& question, Answer& answer);
  static Answer found(const store::ProjectFile& project, const Question& question);
  void outline();

  const store::Installation installation_;
  std::optional<Question> asked_;
  bool waits_ = false;  // for the answer
  std::optional<Answer> answer_;
  std::set<std::string> hidden_;  // readers whose outlines are switched off, for the whole sitting
  glm::vec3 findingColor_{1};
  std::vector<glm::vec3> colors_;  // of the answer's readings
  std::shared_ptr<const Workspace::Outlines> outlines_;
  std::uint64_t revision_ = 0;
  core::Latest<Question, Answer> latest_;  // last: its thread uses what stands above
};

}  // namespace stage
