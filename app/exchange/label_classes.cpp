#include "exchange/label_classes.h"

#include <algorithm>
#include <cctype>

#include "core/error.h"
#include "core/text.h"

namespace exchange {
namespace {

// "Lung_Nodule" and "lung nodule" are one.
std::string alike(std::string_view name) {
  std::string plain;
  for (const char each : core::lowered(std::string(name))) {
    const bool gap = each == '_' || each == '-' || each == ' ';
    if (!gap) {
      plain += each;
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  while (!plain.empty() && plain.back() == ' ') {
    plain.pop_back();
  }
  return plain;
}

std::string_view withoutNumber(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  return end == std::string_view::npos ? name : name.substr(0, end + 1);
}

const imaging::LabelSegment* segmentNamed(std::span<const imaging::LabelSegment> segments, const std::string& name) {
  const auto found = [&](const auto& isIt) -> const imaging::LabelSegment* {
    const auto each = std::find_if(segments.begin(), segments.end(), isIt);
    return each == segments.end() ? nullptr : &*each;
  };
  const auto* value = found([&](const auto& each) { return std::to_string(each.value) == name; });
  return value != nullptr ? value : found([&](const auto& each) { return alike(each.name) == alike(name); });
}

}  // namespace

const core::GuidelineClass* classNamed(const core::Guideline& guideline, std::string_view name) {
  const std::string wanted = alike(name);
  const auto found = std::find_if(guideline.classes.begin(), guideline.classes.end(),
                                  [&](const core::GuidelineClass& each) { return alike(each.name) == wanted; });
  return found == guideline.classes.end() || wanted.empty() ? nullptr : &*found;
}

const core::GuidelineClass* classOf(const core::Guideline& guideline, const imaging::LabelSegment& segment) {
  for (const std::string_view said : {std::string_view(segment.className), std::string_view(segment.name),
                                      withoutNumber(segment.className), withoutNumber(segment.name)}) {
    if (const core::GuidelineClass* found = classNamed(guideline, said)) {
      return found;
    }
  }
  return nullptr;
}

ClassOfValue classesFrom(std::span<const std::string> said, std::span<const imaging::LabelSegment> segments,
                         const core::Guideline& guideline, const std::string& subject) {
  ClassOfValue classes;
  for (const std::string& each : said) {
    const std::size_t between = each.find('=');
    if (between == std::string::npos) {
      throw core::Error(subject, "\"" + each + "\" does not say what it becomes",
                        "Write VALUE=CLASS, or VALUE= to leave it out");
    }
    const std::string name = each.substr(0, between), className = each.substr(between + 1);
    const imaging::LabelSegment* segment = segmentNamed(segments, name);
    if (segment == nullptr) {
      std::vector<std::string> has;
      for (const imaging::LabelSegment& one : segments) {
        has.push_back(std::to_string(one.value) + " (" + one.name + ")");
      }
      throw core::Error(subject, "it has no value \"" + name + "\"", "It has " + core::joined(has));
    }
    const core::GuidelineClass* rule = classNamed(guideline, className);
    if (!className.empty() && !guideline.classes.empty() && rule == nullptr) {
      throw core::Error(subject, "the guideline has no class \"" + className + "\"",
                        "It has " + core::joined(classNames(guideline)));
    }
    classes[segment->value] = rule != nullptr ? rule->name : className;
  }
  return classes;
}

std::vector<std::string> classNames(const core::Guideline& guideline) {
  std::vector<std::string> names;
  for (const core::GuidelineClass& each : guideline.classes) {
    names.push_back(each.name);
  }
  return names;
}

}  // namespace exchange
