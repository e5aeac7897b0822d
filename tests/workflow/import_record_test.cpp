// What an import says of itself comes back.
#include "workflow/import_record.h"

#include <gtest/gtest.h>

namespace workflow {
namespace {

TEST(ImportRecord, ComesBack) {
  const ImportRecord record{.file = "a \"b\".nrrd", .values = {{"cyst", {1, 3}}, {"tumour", {2}}}, .leftOut = {7}};
  EXPECT_EQ(importRecord(importSource(record)), record);
}

TEST(ImportRecord, IsNothingElse) {
  EXPECT_FALSE(importRecord("model.nrrd"));
  EXPECT_FALSE(importRecord("import me.nrrd"));
  EXPECT_FALSE(importRecord("import {}"));
  EXPECT_FALSE(importRecord("import {\"file\": 3, \"values\": {}, \"left_out\": []}"));
}

}  // namespace
}  // namespace workflow
