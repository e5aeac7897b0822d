// The real images that tests are held against, where this machine has them; never part of the project.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace testing_data {

inline std::filesystem::path root() {
  const char* named = std::getenv("SAGITTA_TEST_DATA");
  return named ? std::filesystem::path(named) : std::filesystem::path(SAGITTA_SOURCE_DIR) / "../shared/data";
}

inline nlohmann::json json(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return nlohmann::json::parse(stream);
}

// A folder of this test alone, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sagitta-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace testing_data

// Skips, naming what is missing, where the set is not on this machine.
#define REQUIRE_TEST_DATA(set)                                                            \
  if (!std::filesystem::exists(testing_data::root() / (set))) {                           \
    GTEST_SKIP() << "the data set " << (set) << " is missing in " << testing_data::root() \
                 << " (set SAGITTA_TEST_DATA)";                                           \
  }
