// A model's candidates in a window: how those of each class fared, bringing in more from a file, and letting a paused
// class go on. It outlives the cases that are opened. Used from the thread that draws.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/latest.h"
#include "imaging/labels.h"
#include "stage/file_chooser.h"
#include "stage/label_import.h"
#include "stage/label_look.h"
#include "stage/outbox.h"
#include "stage/review_desk.h"
#include "workflow/automation.h"

namespace stage {

class CandidateDesk {
 public:
  // reader: whose window it is.
  CandidateDesk(std::string reader, store::Installation installation);

  // Once per frame, before panels are drawn. shown: whether they show the page; classes are counted only then.
  // caseIndex: which of the project's cases the file that was chosen is said to be of.
  void poll(ReviewRoom& room, bool shown, std::size_t caseIndex);
  // Whether something is on its way that hands would wait for.
  bool isWorking() const { return isBusy() || looks_.isWorking(); }

  void chooseFile();
  void choose(const ui::ChooserRequest& request);
  void drop();
  void bring(const ReviewRoom& room, const ui::BringCandidates& asked);
  // Those that wait of one version of a model and one class, as far as this person may see them.
  std::vector<core::LesionId> waiting(std::size_t place) const;
  void release(ReviewRoom& room, const ui::ReleaseClass& asked);  // asks for the right to manage

  // Adds to what panels show.
  void fill(ui::Model& model) const;

 private:
  struct Asked {
    std::filesystem::path project;
    std::filesystem::path labels;
    core::CaseId caseId;
    LabelImport settings;
    std::shared_ptr<const core::Volume> image = nullptr;  // where it is in memory
  };
  struct Read {
    ImportedLesions lesions;
    std::string file;
    std::string caseName;
    std::string fault;  // why there are none; empty: there are
  };
  using Watches = std::vector<workflow::ClassWatch>;
  struct Sight {  // of a file's values on a case's image
    std::filesystem::path labels;
    core::CaseId caseId;
    std::map<int, LabelLook> looks;
    std::string against;  // why there are none; empty: there are
  };
  struct Marked {  // by a file, whatever case it is of
    std::vector<imaging::LabelSegment> segments;
    std::vector<std::string> places;  // of each
    std::string fault;
  };

  bool isBusy() const { return watches_.isWorking() || marks_.isWorking() || files_.isWorking() || !outbox_.isEmpty(); }
  void findVisible();
  void lookAt(const ReviewRoom& room, std::size_t caseIndex);
  void send(const ReviewRoom& room, Read read);

  const std::string reader_;
  const store::Installation installation_;
  std::shared_ptr<const ReviewNews> news_;
  std::shared_ptr<const ReviewNews> counted_;  // as of which classes were counted
  Watches classes_;
  std::vector<std::vector<core::LesionId>> visible_;  // of each, what waits and is not kept from this person
  std::optional<FileChooser> chooser_;
  std::filesystem::path file_;        // that was chosen
  std::optional<Marked> marked_;      // by it; nothing: it is still being read
  std::optional<Sight> sight_;        // of it; without looks: they are being found
  std::vector<std::string> brought_;  // what the last file gave
  std::string fault_;
  Outbox outbox_;
  bool refresh_ = false;                                  // the news lack what was just committed
  core::Latest<std::filesystem::path, Watches> watches_;  // these last: their threads use what stands above
  core::Latest<std::filesystem::path, Marked> marks_;
  core::Latest<Asked, Sight> looks_;
  core::Latest<Asked, Read> files_;
};

}  // namespace stage
