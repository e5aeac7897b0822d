// The first steps with a project file: whether it may be opened at all, said in plain words and without a trace.
#pragma once

#include <memory>

#include "store/database.h"
#include "store/file_lock.h"
#include "store/network_folder.h"

namespace store {

// Throws core::Error where `path` is nothing, a folder, a device or empty.
void expectFile(const std::filesystem::path& path);

// Throws core::Error naming `subject` where the file or folder `path` lies on a network file system.
void refuseNetworkFolder(const std::filesystem::path& path, const std::filesystem::path& subject, const Disk& disk);

// Each throws core::Error where `path` is no project file of a known version, or cannot be opened so.
std::unique_ptr<FileLock> lockToWrite(const std::filesystem::path& path, const Disk& disk);
std::unique_ptr<Database> openToRead(const std::filesystem::path& path, const Disk& disk);

}  // namespace store
