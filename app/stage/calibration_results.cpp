#include "stage/calibration_results.h"

#include "core/error.h"

namespace stage {
namespace {

struct Superseded {};  // something else is asked for meanwhile

SessionOutcome outcomeOf(const store::ProjectFile& project, const workflow::Session& session,
                         const core::ProgressSink& progress) {
  SessionOutcome outcome{.session = session};
  try {
    const workflow::SessionReadings read = workflow::loadReadings(project, session, progress);
    outcome.session = read.session;
    outcome.result = workflow::resultOf(read.session.compared(), read.readings, progress);
    outcome.remarks = workflow::remarksOn(read);
    if (session.opened.isReadTwice()) {
      outcome.twice = workflow::inWords(workflow::loadTwiceRead(project, session, progress));
    }
    for (const core::Case& each : read.cases) {
      outcome.cases.push_back(each.id);
    }
  } catch (const core::Error& error) {
    outcome.fault = error.what();
  }
  return outcome;
}

}  // namespace

CalibrationResults::CalibrationResults(store::Installation installation)
    : installation_(std::move(installation)),
      latest_([this](const Question& question, const auto& stillAsked) -> std::optional<SessionOutcomes> {
        const auto progress = [&](const core::Progress&) {
          if (!stillAsked()) {
            throw Superseded();
          }
        };
        SessionOutcomes outcomes;
        try {
          const store::ProjectFile project(question.project, store::Access::Read, installation_);
          for (const workflow::Session& session : question.sessions) {
            if (session.isRevealed()) {
              outcomes.push_back(outcomeOf(project, session, progress));
            }
          }
        } catch (const Superseded&) {
          return std::nullopt;
        } catch (const core::Error& error) {
          for (const workflow::Session& session : question.sessions) {
            outcomes.push_back({.session = session, .fault = error.what()});
          }
        }
        return outcomes;
      }) {}

void CalibrationResults::ask(std::filesystem::path project, std::vector<workflow::Session> sessions) {
  latest_.ask({std::move(project), std::move(sessions)});
}

}  // namespace stage
