// How long consensus and agreement take, beside ITK's filters where the comparison program was built.
#pragma once

#include "commands/terminal.h"
#include "core/progress.h"

namespace commands {

// side: voxels of the cube. The ratios are left out where tools/compare_itk is not beside this program.
Json benchConsensus(int side, int readers, const core::ProgressSink& progress);

}  // namespace commands
