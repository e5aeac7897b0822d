// What comes over a network of others' whereabouts: a message of presence, or the view that it carries; read as
// written, or taken for none.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "exchange/shared_view.h"
#include "store/hub_presence.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto message = store::decodePresence(bytes)) {
    const auto again = store::decodePresence(store::encodePresence(*message));
    core::check(again && again->session == message->session, "presence comes back as it was");
  }
  if (const auto view = exchange::decodeSharedView(bytes, {})) {
    core::check(exchange::decodeSharedView(exchange::encodeSharedView(*view), {}) == view,
                "a shared view comes back as it was");
  }
  return 0;
}
