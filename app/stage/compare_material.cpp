#include "stage/compare_material.h"

#include <algorithm>

#include "core/error.h"

namespace stage {
namespace {

struct AskedAnew {};  // another session is asked for meanwhile

}  // namespace

std::optional<std::size_t> CompareMaterial::placeOf(const core::CaseId& caseId) const {
  const auto found =
      std::find_if(read.cases.begin(), read.cases.end(), [&](const core::Case& each) { return each.id == caseId; });
  return found == read.cases.end() ? std::nullopt : std::optional(std::size_t(found - read.cases.begin()));
}

CompareLoader::CompareLoader(store::Installation installation)
    : installation_(std::move(installation)),
      latest_([this](const Question& question,
                     const auto& stillAsked) -> std::optional<std::shared_ptr<const CompareMaterial>> {
        auto material = std::make_shared<CompareMaterial>();
        material->session = question.session;
        const auto progress = [&](const core::Progress&) {
          if (!stillAsked()) {
            throw AskedAnew();
          }
        };
        try {
          const store::ProjectFile project(question.project, store::Access::Read, installation_);
          material->read = workflow::loadReadings(project, question.session, progress);
          material->session = material->read.session;
          material->result = workflow::resultOf(material->session, material->read.readings, progress);
          for (std::size_t i = 0; i < material->read.cases.size(); ++i) {
            material->lesions.push_back(
                workflow::disagreementsOf(material->read.readings[i], material->result.cases[i]));
            auto& surfaces = material->surfaces.emplace_back();
            for (std::size_t reader = 0; reader < material->session.opened.readers.size(); ++reader) {
              core::report(progress, "Measuring surfaces", std::int64_t(reader), 0);
              surfaces.push_back(workflow::surfaceAgainstPanel(material->session, material->read.readings[i],
                                                               material->result.cases[i], reader));
            }
          }
        } catch (const AskedAnew&) {
          return std::nullopt;
        } catch (const core::Error& error) {
          material->fault = error.what();
        }
        return material;
      }) {}

void CompareLoader::ask(std::filesystem::path project, workflow::Session session) {
  latest_.ask({std::move(project), std::move(session)});
}

std::shared_ptr<const CompareMaterial> CompareLoader::take() {
  return latest_.take().value_or(nullptr);
}

}  // namespace stage
