#include "interaction/xr/check.h"

#include "interaction/xr/bindings.h"
#include "interaction/xr/session.h"

namespace xr {

Check check() {
  Check found;
  try {
    const Instance instance;
    found.runtime = instance.runtime();
    for (const Profile& profile : profiles()) {
      if (profile.extension == nullptr || instance.runtime().has(profile.extension)) {
        found.controllers.emplace_back(profile.title);
      }
    }
    found.headset = instance.headset();
    found.device = openDevice(instance, {})->info().name;
  } catch (const core::Error& error) {
    found.problem = error;
  }
  return found;
}

}  // namespace xr
