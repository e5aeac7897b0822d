// What takes time about readings: comparing all cases that several people read, and working out what a consensus would
// be. Each in the background over a connection of its own; what is known of some cases is handed out before all are
// done, and a case is compared again only once its readings are others. Made, asked and destroyed on the thread that
// draws.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "core/progress.h"
#include "workflow/case_agreement.h"
#include "workflow/consensus_making.h"
#include "workflow/consensus_state.h"
#include "workflow/late_changes.h"

namespace stage {

// A case that at least two people read.
struct ReadCase {
  core::Case image;
  bool blind = false;  // to this person, who is still to read it: then nothing of it is loaded
  std::vector<workflow::CaseTrack> tracks;
  std::optional<workflow::CaseAgreement> agreement;  // nothing: not yet
  std::vector<workflow::ConsensusState> consensus;   // with that
  std::vector<workflow::LateChange> late;            // of its readings
  std::string fault;                                 // why it cannot be compared
};
std::vector<std::string> readingsIn(const std::vector<workflow::CaseTrack>& tracks);  // the tracks that count

struct ReadingsOverview {
  std::vector<ReadCase> cases;  // in total order
  std::size_t fewer = 0;        // cases that fewer than two people read
  bool complete = false;
};

struct ConsensusAsked {
  std::vector<core::CaseId> cases;
  analysis::ConsensusMethod method = analysis::ConsensusMethod::Majority;
  std::vector<std::string> readers;  // who count, of those who read a case
  std::string person;
};
// What would be made of one case.
struct CaseTrial {
  core::Case image;
  std::string track;
  workflow::CaseConsensus consensus;
  std::vector<core::EditDraft> drafts;     // none: the track holds just this
  std::vector<workflow::LateChange> late;  // of the readings that count
  std::vector<std::string> others;         // tracks of other consensus that the case has besides
  bool again = false;                      // in the place of one that people have worked on, whose word stays
  core::Hash basis;                        // basisOf() when it was worked out
  std::string fault;                       // why there is nothing of it
};
struct ConsensusTrial {
  ConsensusAsked asked;
  std::vector<CaseTrial> cases;
  std::string fault;
};
// Differs once a reading, or the track that is written, is another.
core::Hash basisOf(const store::ProjectFile& project, const core::CaseId& caseId,
                   const std::vector<std::string>& readings, const std::string& track);

class ReadingsWork {
 public:
  explicit ReadingsWork(store::Installation installation);

  // None blocks.
  void look(const std::filesystem::path& project, const std::string& person);
  std::shared_ptr<const ReadingsOverview> overview() const;  // the latest, perhaps in part; null before the first
  core::Progress progress() const;                           // how many cases are compared, of how many
  bool isLooking() const { return looks_.isWorking(); }
  void stopLooking() { looks_.cancel(); }

  void tryOut(const std::filesystem::path& project, ConsensusAsked asked);
  std::shared_ptr<const ConsensusTrial> takeTrial() { return trials_.take().value_or(nullptr); }
  bool isTrying() const { return trials_.isWorking(); }

 private:
  struct Look {
    std::filesystem::path project;
    std::string person;
  };
  struct Trying {
    std::filesystem::path project;
    ConsensusAsked asked;
  };
  // What is known of a case, and of which readings.
  struct Known {
    core::Hash readings;
    std::optional<workflow::CaseAgreement> agreement;
    std::string fault;
    core::Hash log;
    std::vector<workflow::ConsensusState> consensus;
  };
  struct Done {};

  void lookAtAll(const Look& look, const std::function<bool()>& stillAsked);
  void publish(const ReadingsOverview& overview, std::int64_t done, std::int64_t total);

  const store::Installation installation_;
  std::map<core::CaseId, Known> known_;  // of the looking thread
  mutable std::mutex mutex_;
  std::shared_ptr<const ReadingsOverview> overview_;
  core::Progress progress_;
  core::Latest<Look, Done> looks_;  // these last: their threads use what stands above
  core::Latest<Trying, std::shared_ptr<const ConsensusTrial>> trials_;
};

}  // namespace stage
