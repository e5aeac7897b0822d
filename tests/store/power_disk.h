// A disk that loses power: a SQLite file system over the system's own that keeps a journal of what was written, and
// when it was forced to the medium. From the journal, any moment can be made again as a cut of the power would have
// left it: of what was not forced, each 512-byte sector is there or not, in whatever order; so are files' lengths, and
// the names of files made or removed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/bytes.h"

namespace store {

class PowerDisk {
 public:
  // Registers itself as a file system of SQLite. `lies`: nothing is ever forced, whatever SQLite asks for.
  explicit PowerDisk(bool lies);
  ~PowerDisk();
  PowerDisk(const PowerDisk&) = delete;
  PowerDisk& operator=(const PowerDisk&) = delete;

  const char* name() const { return name_.c_str(); }
  void startWith(const std::filesystem::path& file);  // is on the medium as it is now
  void promise(const std::string& what);              // the program has been told that this is durable

  std::size_t moments() const { return journal_.size(); }
  std::size_t forced() const { return forced_; }

  // The moments are visited in ascending order only.
  struct Cut {
    std::map<std::filesystem::path, core::Bytes> files;
    std::vector<std::string> promises;
  };
  Cut cutAt(std::size_t moment, std::mt19937& engine);

  // ---- Called by the file system ----
  struct Event {
    enum class Kind { Write, Truncate, Force, Create, Remove, Promise } kind;
    std::filesystem::path file;
    std::int64_t offset = 0;  // or the length, of Truncate; whether its folder was forced, of Remove
    core::Bytes data;
    std::string what;
  };
  void record(Event event);

 private:
  struct Medium {
    core::Bytes durable;
    bool named = true;     // its name is on the medium
    bool removed = false;  // and may be gone from there
    std::vector<Event> unforced;
  };
  void advance(const Event& event);

  std::string name_;
  bool lies_;
  std::vector<Event> journal_;
  std::size_t forced_ = 0;
  // At `at_`:
  std::size_t at_ = 0;
  std::map<std::filesystem::path, Medium> files_;
  std::vector<std::string> promises_;
};

}  // namespace store
