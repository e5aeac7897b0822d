// A compute shader ready to run: its declaration (one line in a visible table), and the pipelines made of it, one per
// set of specialization constants, made when first asked for. Same thread as its Device.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <vector>

#include "renderer/gpu/resources.h"

namespace gpu {

enum class Binding : std::uint8_t { Uniform, Storage, Sampled, StorageImage };

// What stands at binding 0, 1, 2, ... of set 0, and how many bytes are pushed.
struct ProgramInfo {
  const char* name;
  std::span<const std::uint32_t> spirv;
  std::span<const Binding> bindings;
  std::uint32_t pushBytes = 0;
};

// One resource handed to a dispatch.
struct Resource {
  Resource(const Buffer& given) : buffer(&given) {}  // NOLINT: meant to convert
  Resource(const Image& given) : image(&given) {}    // NOLINT
  Resource(const Image& given, const Sampler& with) : image(&given), sampler(&with) {}

  const Buffer* buffer = nullptr;
  const Image* image = nullptr;
  const Sampler* sampler = nullptr;
};

class Program {
 public:
  Program(const Device& device, const ProgramInfo& info);

  const ProgramInfo& info() const { return info_; }
  VkPipelineLayout layout() const { return layout_.get(); }
  // The pipeline with constants[i] as specialization constant i.
  VkPipeline pipeline(std::span<const std::uint32_t> constants);

 private:
  const Device& device_;
  ProgramInfo info_;
  ShaderModuleHandle module_;
  LayoutHandle setLayout_;
  PipelineLayoutHandle layout_;
  std::map<std::vector<std::uint32_t>, PipelineHandle> pipelines_;
};

}  // namespace gpu
