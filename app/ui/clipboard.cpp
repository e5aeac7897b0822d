#include "ui/clipboard.h"

#include <imgui.h>

#include <utility>

namespace ui {
namespace {

// The toolkit wants words that stay until the next time.
struct SharedClipboard {
  Clipboard its;
  std::string words;
};

SharedClipboard& sharedClipboard() {
  static SharedClipboard shared;
  return shared;
}

}  // namespace

void useClipboard(Clipboard clipboard) {
  sharedClipboard().its = std::move(clipboard);
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = [](void*) {
    SharedClipboard& shared = sharedClipboard();
    shared.words = shared.its.words();
    return shared.words.c_str();
  };
  io.SetClipboardTextFn = [](void*, const char* words) { sharedClipboard().its.put(words); };
}

}  // namespace ui
