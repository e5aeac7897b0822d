#include "stage/release_work.h"

#include <utility>

#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "release/handing_out.h"
#include "stage/in_words.h"
#include "workflow/project_record.h"

namespace stage {
namespace {

struct GivenUp {};  // nobody waits for it any more

using StillAsked = std::function<bool()>;

core::ProgressSink untilGivenUp(const StillAsked& stillAsked) {
  return [&stillAsked](const core::Progress&) {
    if (!stillAsked()) {
      throw GivenUp();
    }
  };
}

ReleaseOverview overviewOf(const store::ProjectFile& project, const core::ProgressSink& progress) {
  const workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
  ReleaseOverview overview{.releases = release::releasesOf(project),
                           .obstacles = release::obstaclesOf(project, record, workflow::reviewQueue(record), progress)};
  overview.unchanged = !overview.releases.empty() && release::isUnchangedSince(project, overview.releases.back());
  return overview;
}

void make(const std::filesystem::path& path, const store::Installation& installation, ReleaseResult& result,
          const core::ProgressSink& progress) {
  const ReleaseTask& task = result.task;
  store::ProjectFile project(path, store::Access::Write, installation);
  project.expectRight(task.person, core::Right::Release);
  release::Prepared prepared =
      release::prepare(project, {.name = task.name, .retainsUids = task.retainsUids, .pictures = task.pictures},
                       core::nowMs(), progress);
  result.obstacles = prepared.obstacles;
  if (result.obstacles.empty()) {
    result.draft = release::keep(project, prepared, task.person, task.role, progress);
    result.lesions = prepared.manifest.lesions.size();
  }
}

void verifyOrHandOut(const std::filesystem::path& path, const store::Installation& installation, ReleaseResult& result,
                     const core::ProgressSink& progress) {
  const store::ProjectFile project(path, store::Access::Read, installation);
  const std::vector<release::StoredRelease> releases = release::releasesOf(project);
  const release::StoredRelease& made = release::findRelease(releases, result.task.name, path.string());
  if (result.task.kind == ReleaseTask::Kind::Verify) {
    result.problems = release::problemsOf(project, made, progress);
  } else {
    release::consultationOf(project, made, result.task.person).writeDown();
    release::handOut(project, made, result.task.out, progress);
  }
}

}  // namespace

ReleaseWork::ReleaseWork(store::Installation installation)
    : installation_(std::move(installation)),
      overviews_([this](const std::filesystem::path& path, const auto& stillAsked) -> std::optional<ReleaseOverview> {
        try {
          return overviewOf(store::ProjectFile(path, store::Access::Read, installation_), untilGivenUp(stillAsked));
        } catch (const GivenUp&) {
          return std::nullopt;
        } catch (const core::Error& error) {
          return ReleaseOverview{.fault = error.what()};
        }
      }),
      differences_([this](const Pair& asked, const auto&) -> std::optional<std::shared_ptr<const ReleaseDifference>> {
        auto found = std::make_shared<ReleaseDifference>();
        try {
          const store::ProjectFile project(asked.project, store::Access::Read, installation_);
          const std::vector<release::StoredRelease> releases = release::releasesOf(project);
          const std::string file = asked.project.string();
          found->difference = release::differenceOf(project, release::findRelease(releases, asked.from, file),
                                                    release::findRelease(releases, asked.to, file));
        } catch (const core::Error& error) {
          found->fault = inWords(error);
        }
        return found;
      }),
      jobs_([this](const Job& job, const auto& stillAsked) -> std::optional<ReleaseResult> {
        ReleaseResult result{.task = job.task};
        const auto progress = [&](const core::Progress& now) {
          if (!stillAsked()) {
            throw GivenUp();
          }
          const std::lock_guard lock(mutex_);
          progress_ = now;
        };
        try {
          if (job.task.kind == ReleaseTask::Kind::Make) {
            make(job.project, installation_, result, progress);
          } else {
            verifyOrHandOut(job.project, installation_, result, progress);
          }
        } catch (const GivenUp&) {
          return std::nullopt;
        } catch (const core::Error& error) {
          result.fault = inWords(error);
        }
        return result;
      }) {}

void ReleaseWork::compare(const std::filesystem::path& project, std::string from, std::string to) {
  differences_.ask({project, std::move(from), std::move(to)});
}

void ReleaseWork::start(const std::filesystem::path& project, ReleaseTask task) {
  {
    const std::lock_guard lock(mutex_);
    progress_ = {};
  }
  task_ = task;
  jobs_.ask({project, std::move(task)});
}

void ReleaseWork::cancel() {
  task_.reset();
  jobs_.cancel();
}

std::optional<ReleaseResult> ReleaseWork::takeResult() {
  std::optional<ReleaseResult> result = jobs_.take();
  if (result) {
    task_.reset();
  }
  return result;
}

core::Progress ReleaseWork::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

}  // namespace stage
