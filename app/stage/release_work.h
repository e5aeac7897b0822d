// What a release takes time for, each in the background over a connection of its own: what stands in the way of the
// next one and which there are, what one changed, and making, verifying or writing one out, which tells how far it is
// and can be given up. Made, asked and destroyed on the thread that draws.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "core/progress.h"
#include "release/changes.h"
#include "release/making.h"
#include "store/installation.h"

namespace stage {

// The releases of a project and what stands in the way of another, as of one look at the file.
struct ReleaseOverview {
  std::vector<release::StoredRelease> releases;  // in total order
  std::vector<workflow::Obstacle> obstacles;     // but for what only files tell
  bool unchanged = false;                        // nothing was done since the last of them
  std::string fault;                             // why there is nothing of the above; empty: there is
};

struct ReleaseDifference {
  release::Difference difference;
  std::string fault;
};

struct ReleaseTask {
  enum class Kind : std::uint8_t { Make, Verify, HandOut } kind = Kind::Make;
  std::string name;
  std::string person;  // of Make and HandOut
  std::string role;    // of Make, with settings
  bool pictures = true;
  bool retainsUids = false;
  std::filesystem::path out;  // of HandOut
};

struct ReleaseResult {
  ReleaseTask task;
  std::string fault;                          // why it was not done; empty: it was
  std::vector<workflow::Obstacle> obstacles;  // of Make: what its files showed; then it was not done either
  std::optional<core::EditDraft> draft;       // of Make: what is to be signed and appended
  std::size_t lesions = 0;                    // likewise
  std::vector<std::string> problems;          // of Verify
};

class ReleaseWork {
 public:
  explicit ReleaseWork(store::Installation installation);

  // None blocks. Each answer is handed out once; of several questions of a kind only the latest is answered.
  void look(const std::filesystem::path& project) { overviews_.ask(project); }
  std::optional<ReleaseOverview> takeOverview() { return overviews_.take(); }
  bool isLooking() const { return overviews_.isWorking(); }

  void compare(const std::filesystem::path& project, std::string from, std::string to);
  std::shared_ptr<const ReleaseDifference> takeDifference() { return differences_.take().value_or(nullptr); }
  bool isComparing() const { return differences_.isWorking(); }

  void start(const std::filesystem::path& project, ReleaseTask task);
  void cancel();  // what was begun is given up, with nothing left of it
  std::optional<ReleaseResult> takeResult();
  // What is under way and how far; nothing where nothing is.
  const std::optional<ReleaseTask>& task() const { return task_; }
  core::Progress progress() const;

 private:
  struct Pair {
    std::filesystem::path project;
    std::string from;
    std::string to;
  };
  struct Job {
    std::filesystem::path project;
    ReleaseTask task;
  };

  const store::Installation installation_;
  std::optional<ReleaseTask> task_;
  mutable std::mutex mutex_;
  core::Progress progress_;
  core::Latest<std::filesystem::path, ReleaseOverview> overviews_;  // these last: their threads use what stands above
  core::Latest<Pair, std::shared_ptr<const ReleaseDifference>> differences_;
  core::Latest<Job, ReleaseResult> jobs_;
};

}  // namespace stage
