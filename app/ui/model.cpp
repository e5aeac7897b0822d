#include "ui/model.h"

namespace ui {

Request::Request(const Request& other) = default;
Request::Request(Request&& other) noexcept = default;
Request& Request::operator=(const Request& other) = default;
Request& Request::operator=(Request&& other) noexcept = default;
Request::~Request() = default;

const PresetItem& presetOf(const Model& model, const core::View& view) {
  for (const PresetItem& preset : model.presets) {
    if (preset.name == view.preset) {
      return preset;
    }
  }
  return model.presets.front();
}

const core::TransferFunction& tissueOf(const Model& model, const core::View& view) {
  return view.transferFunction ? *view.transferFunction : presetOf(model, view).function;
}

}  // namespace ui
