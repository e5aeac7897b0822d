#include "core/name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/known_people.h"

namespace core {
namespace {

TEST(Name, WhatPeopleCanReadIsFine) {
  for (const char* name : {"L1", "Dr. Ökafor", "腫瘍 3", " a "}) {
    EXPECT_FALSE(faultOfName(name)) << name;
  }
}

TEST(Name, WhatTheyCannotIsRefused) {
  for (const std::string& name : {std::string(), std::string("   "), std::string("a\nb"), std::string("n\0ul", 4),
                                  std::string("\x1b[31mred"), std::string("\x7f"), std::string(257, 'a')}) {
    EXPECT_TRUE(faultOfName(name)) << name;
    EXPECT_THROW(requireName(name, "s", "the name"), Error);
  }
}

TEST(Name, CleaningMakesAnyNameFineOrEmpty) {
  EXPECT_EQ(cleanName(" a\nb\t"), "a b");
  EXPECT_EQ(cleanName(std::string("n\0ul", 4)), "n ul");
  EXPECT_EQ(cleanName("\x01 \x02"), "");
  std::string longName;
  for (int i = 0; i < 100; ++i) {
    longName += "腫";  // three bytes each
  }
  EXPECT_EQ(cleanName(longName).size(), 255u);
  EXPECT_FALSE(faultOfName(cleanName(longName)));
}

TEST(Name, OneThatIsTakenGetsTheNextFreeNumber) {
  EXPECT_EQ(uniqueName("CT", {}), "CT");
  EXPECT_EQ(uniqueName("CT", {"CT", "CT 3"}), "CT 2");
  EXPECT_EQ(uniqueName("CT", {"CT", "CT 2", "CT 3"}), "CT 4");
}

TEST(KnownPeople, TheNearestNameIsTold) {
  using testing::Eq;
  using testing::Optional;
  const KnownPeople enrolled{{"Ada", "Dr. Emmy", "Dr. Grace"}, true};
  EXPECT_THAT(nearestName("dr. emy", enrolled.names), Optional(Eq("Dr. Emmy")));
  EXPECT_THAT(nearestName("Dr. Garce", enrolled.names), Optional(Eq("Dr. Grace"))) << "two letters exchanged";
  EXPECT_THAT(nearestName("Aad", enrolled.names), Optional(Eq("Ada")));
  EXPECT_EQ(nearestName("Zoe", enrolled.names), std::nullopt);
  EXPECT_EQ(nearestName("", enrolled.names), std::nullopt);
  const std::vector<std::string> people{"Ada", "Dr. Emy", "Zoe"};
  ASSERT_TRUE(unknownAmong(people, enrolled));
  EXPECT_EQ(inWords(*unknownAmong(people, enrolled)), "Dr. Emy is not enrolled here. Is Dr. Emmy meant?");
  EXPECT_FALSE(unknownAmong(people, {{"Ada"}, false})) << "anybody may be named where nobody is enrolled";
}

}  // namespace
}  // namespace core
