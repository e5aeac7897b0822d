// What a subcommand takes on the command line. CLI11 parses it and is slow to compile, so it stays within
// arguments.cpp: a subcommand's file sees only this.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace commands {

// What a value may be: checked while the command line is parsed, so that a wrong one is bad usage (exit status 2).
struct Check {
  std::string kind;                                                           // for the help page: "NAME", "WxH"
  std::function<std::optional<std::string>(const std::string& value)> fault;  // what is wrong with a value, if anything
};
Check readableName();  // of a reader, a track, a lesion, a class or a case
Check oneOf(std::vector<std::string> words);
Check within(int lowest, int highest);
Check within(double lowest, double highest);

// One option or positional argument. A handle: copies mean the same option.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option required();
  Option check(const Check& check);
  Option showDefault();              // on the help page
  Option separatedBy(char between);  // A,B,C: several values in one word
  Option excludes(Option other);
  Option hidden();  // from the help page: for tests

 private:
  CLI::Option* option_;
};

// A subcommand, or the program itself. A handle: copies mean the same command. What options fill must live until the
// command has run; each is left alone where the command line does not name it.
class Command {
 public:
  explicit Command(CLI::App* app, std::function<void()>* chosen) : app_(app), chosen_(chosen) {}

  Command command(const std::string& name, const std::string& about);  // a subcommand, one of which is then required
  // `name`: "--name", or "NAME" of a positional argument. A vector takes one value or more, an array as many as it has.
  Option option(const std::string& name, std::string& value, const std::string& about);
  Option option(const std::string& name, int& value, const std::string& about);
  Option option(const std::string& name, std::uint64_t& value, const std::string& about);
  Option option(const std::string& name, double& value, const std::string& about);
  Option option(const std::string& name, std::array<int, 2>& value, const std::string& about);
  Option option(const std::string& name, std::vector<std::string>& value, const std::string& about);
  Option option(const std::string& name, std::vector<std::uint64_t>& value, const std::string& about);
  Option flag(const std::string& name, bool& value, const std::string& about);
  // What to do when the command line names this command; called once, after all of it is parsed. May throw.
  void runs(std::function<void()> work);

 private:
  CLI::App* app_;
  std::function<void()>* chosen_;
};

class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& version, const std::string& about);
  ~CommandLine();
  Command program();

  struct Parsed {
    std::function<void()> work;  // nothing where help was asked for or the line was wrong: printed already
    int status = 0;              // of the program, where there is nothing to do
  };
  Parsed parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  std::function<void()> chosen_;
};

}  // namespace commands
