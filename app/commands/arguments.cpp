#include "commands/arguments.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "core/name.h"

namespace commands {
namespace {

constexpr int kBadUsage = 2;

// One of CLI11's own checks, as ours.
Check checkOf(const CLI::Validator& validator) {
  return {validator.get_description(), [validator](const std::string& value) {
            std::string copy = value;
            const std::string fault = validator(copy);
            return fault.empty() ? std::nullopt : std::optional(fault);
          }};
}

}  // namespace

Check readableName() {
  return {"NAME", [](const std::string& value) {
            const std::optional<std::string> fault = core::faultOfName(value);
            return fault ? std::optional("the name " + *fault) : std::nullopt;
          }};
}

Check oneOf(std::vector<std::string> words) {
  return checkOf(CLI::IsMember(std::move(words)));
}

Check within(int lowest, int highest) {
  return checkOf(CLI::Range(lowest, highest));
}

Check within(double lowest, double highest) {
  return checkOf(CLI::Range(lowest, highest));
}

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::check(const Check& check) {
  const auto fault = [fault = check.fault](const std::string& value) { return fault(value).value_or(std::string()); };
  option_->check(CLI::Validator(fault, check.kind));
  return *this;
}

Option Option::showDefault() {
  option_->capture_default_str();
  return *this;
}

Option Option::separatedBy(char between) {
  option_->delimiter(between);
  return *this;
}

Option Option::excludes(Option other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::hidden() {
  option_->group("");
  return *this;
}

Command Command::command(const std::string& name, const std::string& about) {
  app_->require_subcommand(1);
  return Command(app_->add_subcommand(name, about), chosen_);
}

Option Command::option(const std::string& name, std::string& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, int& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, std::uint64_t& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, double& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, std::array<int, 2>& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, std::vector<std::string>& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, std::vector<std::uint64_t>& value, const std::string& about) {
  return Option(app_->add_option(name, value, about));
}

Option Command::flag(const std::string& name, bool& value, const std::string& about) {
  return Option(app_->add_flag(name, value, about));
}

void Command::runs(std::function<void()> work) {
  app_->callback([chosen = chosen_, work = std::move(work)] { *chosen = work; });
}

CommandLine::CommandLine(const std::string& name, const std::string& version, const std::string& about)
    : app_(std::make_unique<CLI::App>(about, name)) {
  app_->set_version_flag("--version", version);
}

CommandLine::~CommandLine() = default;

Command CommandLine::program() {
  return Command(app_.get(), &chosen_);
}

CommandLine::Parsed CommandLine::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
    return {.work = chosen_};
  } catch (const CLI::ParseError& error) {
    return {.work = nullptr, .status = app_->exit(error) == 0 ? 0 : kBadUsage};
  }
}

}  // namespace commands
