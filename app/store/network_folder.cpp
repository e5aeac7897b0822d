#include "store/network_folder.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string_view>

namespace store {
namespace {

struct Magic {
  std::uint32_t number;
  const char* name;
};
constexpr std::uint32_t kFuse = 0x65735546;
constexpr std::array kNetwork = {
    Magic{0x00006969, "NFS"},           Magic{0x0000517b, "Windows share"},
    Magic{0xff534d42, "Windows share"}, Magic{0xfe534d42, "Windows share"},
    Magic{0x5346414f, "AFS"},           Magic{0x73757245, "Coda"},
    Magic{0x0000564c, "NetWare"},       Magic{0x01021997, "9P share"},
    Magic{0x00c36400, "Ceph"},          Magic{0x0bd00bd0, "Lustre"},
    Magic{0x47504653, "GPFS"},          Magic{0x7461636f, "OCFS2"},
    Magic{0x01161970, "GFS2"},          Magic{0x786f4256, "VirtualBox shared folder"},
};

// FUSE file systems that only this computer writes; any other counts as a network's.
constexpr std::array<std::string_view, 10> kLocalFuse = {
    "fuseblk",    "fuse.ntfs-3g",  "fuse.exfat",  "fuse.encfs", "fuse.gocryptfs",
    "fuse.cryfs", "fuse.mergerfs", "fuse.bindfs", "fuse.lxcfs", "fuse.fuse-overlayfs",
};

// The type of the mount that a device number belongs to, from /proc/self/mountinfo (proc(5)): "ID PARENT MAJOR:MINOR
// ROOT POINT OPTIONS [TAGS...] - TYPE SOURCE OPTIONS".
std::string mountType(dev_t device) {
  const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string field, number;
    fields >> field >> field >> number;
    if (number != wanted) {
      continue;
    }
    while (fields >> field) {
      if (field == "-" && fields >> field) {
        return field;
      }
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> networkFileSystemOf(const std::filesystem::path& path) {
  struct statfs system {};
  if (::statfs(path.c_str(), &system) != 0) {
    return std::nullopt;  // opening it will say why
  }
  const auto number = std::uint32_t(system.f_type);
  const auto* found =
      std::find_if(kNetwork.begin(), kNetwork.end(), [&](const Magic& m) { return m.number == number; });
  if (found != kNetwork.end()) {
    return found->name;
  }
  if (number == kFuse) {
    struct stat status {};
    const std::string type = ::stat(path.c_str(), &status) == 0 ? mountType(status.st_dev) : std::string();
    if (std::find(kLocalFuse.begin(), kLocalFuse.end(), type) == kLocalFuse.end()) {
      return type.starts_with("fuse.") ? type.substr(5) : "shared folder";
    }
  }
  return std::nullopt;
}

}  // namespace store
