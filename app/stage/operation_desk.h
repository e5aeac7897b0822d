// The operation that is open on a case: what it is given by panels and by marks on the pictures, what it would do
// (found in the background, and shown as soon as it is), and its two ends: applied as one edit, or put away without a
// trace. Used from the thread that draws.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "interaction/tools.h"
#include "session/proposer.h"
#include "stage/workspace.h"
#include "ui/model.h"

namespace stage {

class OperationDesk {
 public:
  // Both outlive it. Marks are read from the toolbox, and the tool that makes the ones that are asked for is chosen.
  OperationDesk(Workspace& workspace, interaction::Toolbox& toolbox);

  // id: of session::operations(). An operation that is open is put away first.
  void open(std::string_view id);
  void close();
  bool isOpen() const { return operation_ != nullptr; }
  // Whether the open operation asks for what a tool marks.
  bool takes(interaction::ToolId tool) const;

  using Setting = std::variant<double, std::string, bool>;
  void set(const std::string& key, Setting value);
  void chooseOther(std::size_t lesion);  // or no longer choose it
  // One of its settings made more or less, as a key does. parameter: an index into the card's.
  void adjust(std::size_t parameter, int by);

  // Asks and answers; once per frame. Never blocks.
  void poll();
  // Whether what is asked for is not known yet.
  bool isWorking() const { return isOpen() && asked_ && !proposal_ && failure_.empty(); }

  // Does what is shown, and closes. Nothing where it is not known yet. Throws core::Error with nothing changed.
  void apply();

  std::optional<ui::OperationCard> card() const;
  static std::vector<ui::OperationItem> list();

 private:
  // All that an answer depends on.
  struct Question {
    std::optional<std::size_t> target;
    std::map<std::string, Setting, std::less<>> settings;
    std::vector<std::size_t> others;
    interaction::Marks marks;
    bool protectOthers = false;
    std::uint64_t masks = 0;  // as of which change to any lesion

    bool operator==(const Question&) const = default;
  };

  Question questionNow() const;
  std::string missing(const Question& question) const;  // what must be given first; empty: nothing
  session::Values valuesOf(const Question& question) const;
  ui::ParameterItem itemOf(const session::Parameter& parameter, const Question& question) const;
  std::vector<ui::ChoiceItem> choicesOf(const session::Parameter& parameter) const;
  void ask(const Question& question);
  void suggestMarks();

  Workspace& workspace_;
  interaction::Toolbox& toolbox_;
  const session::Operation* operation_ = nullptr;
  std::map<std::string, Setting, std::less<>> settings_;
  std::vector<std::size_t> others_;
  interaction::ToolId toolBefore_ = interaction::ToolId::Brush;

  std::optional<Question> asked_;
  std::chrono::steady_clock::time_point askedAt_;
  std::vector<core::Head> heads_;              // what was known when it was asked
  std::optional<session::Proposal> proposal_;  // the answer to what was asked last
  std::string failure_;
  PreviewSizes sizes_;
  session::Proposer proposer_;  // last: its thread reads the volume of the workspace
};

}  // namespace stage
