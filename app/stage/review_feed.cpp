#include "stage/review_feed.h"

#include <chrono>
#include <utility>

#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "workflow/project_record.h"

namespace stage {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook{250};    // between looks whether anybody has committed
constexpr std::chrono::milliseconds kQuiet{1500};  // while painters commit, the record is gathered no more often

std::shared_ptr<const ReviewNews> gathered(const store::ProjectFile& project) {
  workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
  std::vector<workflow::QueueItem> queue = workflow::reviewQueue(record);
  const std::vector<core::EditId> roots = project.roots();
  return std::make_shared<const ReviewNews>(ReviewNews{std::move(record), std::move(queue), project.enrolled(),
                                                       roots.empty() ? core::EditId{} : roots.front()});
}

}  // namespace

bool ReviewNews::allows(const std::string& person, core::Right right) const {
  if (people.isOpen()) {
    return true;
  }
  const std::optional<core::Enrolment> enrolment = people.enrolmentOf(person);
  return enrolment && enrolment->gives(right);
}

ReviewFeed::ReviewFeed(std::filesystem::path project, store::Installation installation, std::function<void()> tell)
    : installation_(std::move(installation)),
      tell_(std::move(tell)),
      path_(std::move(project)),
      thread_([this] { run(); }) {}

ReviewFeed::~ReviewFeed() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<const ReviewNews> ReviewFeed::news() const {
  const std::lock_guard lock(mutex_);
  return news_;
}

void ReviewFeed::follow(const std::filesystem::path& project) {
  const std::lock_guard lock(mutex_);
  if (path_ != project) {
    path_ = project;
    ++asked_;
    changed_.notify_all();
  }
}

void ReviewFeed::refresh() {
  const std::lock_guard lock(mutex_);
  ++asked_;
  changed_.notify_all();
}

bool ReviewFeed::isBehind() const {
  const std::lock_guard lock(mutex_);
  return made_ != asked_;
}

void ReviewFeed::run() {
  std::optional<store::ProjectFile> project;
  std::filesystem::path opened;
  std::uint64_t seen = 0;  // the file's change counter at the last look
  Clock::time_point lookedAt;
  std::unique_lock lock(mutex_);
  while (!closing_) {
    const std::filesystem::path path = path_;
    const std::uint64_t asked = asked_;
    const bool wanted = asked != made_;
    lock.unlock();
    std::shared_ptr<const ReviewNews> fresh;
    try {
      if (!project || opened != path) {
        project.emplace(path, store::Access::Read, installation_);
        opened = path;
        seen = project->changeCounter() - 1;
      }
      const std::uint64_t counter = project->changeCounter();
      if (wanted || (counter != seen && Clock::now() - lookedAt >= kQuiet)) {
        fresh = gathered(*project);
        seen = counter;
        lookedAt = Clock::now();
      }
    } catch (const core::Error&) {
      project.reset();  // moved, deleted or locked at present: the session says so, and this looks again
    }
    lock.lock();
    made_ = asked;
    if (fresh) {
      news_ = std::move(fresh);
      lock.unlock();
      tell_();
      lock.lock();
    }
    changed_.wait_for(lock, kLook, [this] { return closing_ || asked_ != made_; });
  }
}

}  // namespace stage
