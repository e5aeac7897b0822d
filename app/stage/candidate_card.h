// A model's candidates as panels show them. Pure; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/edit.h"
#include "core/guideline.h"
#include "exchange/import_labels.h"
#include "stage/label_look.h"
#include "ui/candidate_model.h"
#include "workflow/automation.h"

namespace stage {

ui::CandidateCard::Class classOf(const workflow::ClassWatch& watch);

// What a file marks, and which of the guideline's classes that seems to be; none where the guideline has no classes.
// places: of the segments, as placesOf() says them; or none.
std::vector<ui::CandidateCard::Value> valuesOf(std::span<const imaging::LabelSegment> segments,
                                               std::span<const std::string> places, const core::Guideline& guideline);

// How large each segment is and where it is found: "1.25 ml, axial 24"; empty where the file has no voxels.
std::vector<std::string> placesOf(const exchange::ImportedLabels& labels);

// What is known of how values look on the image, in the place of what the file alone tells.
void show(const std::map<int, LabelLook>& looks, std::vector<ui::CandidateCard::Value>& values);

// What a file brought in: how many lesions of which class, and what was said about it.
std::vector<std::string> broughtWords(const std::string& file, const std::string& caseName,
                                      std::span<const core::EditDraft> lesions, const std::vector<std::string>& notes);

}  // namespace stage
