#include "stage/review_room.h"

#include "stage/review_look.h"

namespace stage {

void lookAt(ReviewRoom& room, const core::Mask& mask) {
  room.sight.lookAt(room.workspace.volume().grid, mask);
  chooseWindow(room.sight.state(), room.workspace.model().windows, room.workspace.volume(), mask);
}

}  // namespace stage
