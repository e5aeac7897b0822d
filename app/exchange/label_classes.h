// Which class of a guideline each value of a segmentation becomes. Pure; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"
#include "imaging/labels.h"

namespace exchange {

// By value of the file: the class that it becomes; empty: it is left out.
using ClassOfValue = std::map<int, std::string>;

// Null where the guideline has none of that name. Letters' case, underscores and hyphens make no difference.
const core::GuidelineClass* classNamed(const core::Guideline& guideline, std::string_view name);
// As which class of the guideline a file marks a segment: by what it says of its class, else by its name, where a
// number at the end ("Lung_Nodule 3") may count it. Null where neither names one.
const core::GuidelineClass* classOf(const core::Guideline& guideline, const imaging::LabelSegment& segment);

// What somebody said of a file's segments: "3=lung nodule", "Tumour=metastasis", "2=" (left out). Before the first "="
// stands a value, else the name of a segment. Throws core::Error, subject as given, where the file has no such segment,
// or the guideline has classes and none of that name.
ClassOfValue classesFrom(std::span<const std::string> said, std::span<const imaging::LabelSegment> segments,
                         const core::Guideline& guideline, const std::string& subject);

std::vector<std::string> classNames(const core::Guideline& guideline);

}  // namespace exchange
