#include "renderer/gpu/program.h"

#include <string>

#include "core/error.h"

namespace gpu {
namespace {

VkDescriptorType typeOf(Binding binding) {
  switch (binding) {
    case Binding::Uniform:
      return VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
    case Binding::Storage:
      return VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
    case Binding::Sampled:
      return VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
    case Binding::StorageImage:
      return VK_DESCRIPTOR_TYPE_STORAGE_IMAGE;
  }
  core::check(false, "a binding is one of four");
  return {};
}

}  // namespace

Program::Program(const Device& device, const ProgramInfo& info) : device_(device), info_(info) {
  const VkShaderModuleCreateInfo code{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                      .codeSize = info.spirv.size_bytes(),
                                      .pCode = info.spirv.data()};
  VkShaderModule module{};
  require(vkCreateShaderModule(device.get(), &code, nullptr, &module), device, "loading a shader");
  module_ = {device.get(), module};

  std::vector<VkDescriptorSetLayoutBinding> bindings;
  for (const Binding binding : info.bindings) {
    bindings.push_back({.binding = std::uint32_t(bindings.size()),
                        .descriptorType = typeOf(binding),
                        .descriptorCount = 1,
                        .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT});
  }
  const VkDescriptorSetLayoutCreateInfo set{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
                                            .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
                                            .bindingCount = std::uint32_t(bindings.size()),
                                            .pBindings = bindings.data()};
  VkDescriptorSetLayout setHandle{};
  require(vkCreateDescriptorSetLayout(device.get(), &set, nullptr, &setHandle), device, "laying out a shader");
  setLayout_ = {device.get(), setHandle};

  const VkPushConstantRange push{.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT, .size = info.pushBytes};
  const VkPipelineLayoutCreateInfo layout{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                          .setLayoutCount = 1,
                                          .pSetLayouts = &setHandle,
                                          .pushConstantRangeCount = info.pushBytes > 0 ? 1u : 0u,
                                          .pPushConstantRanges = &push};
  VkPipelineLayout layoutHandle{};
  require(vkCreatePipelineLayout(device.get(), &layout, nullptr, &layoutHandle), device, "laying out a shader");
  layout_ = {device.get(), layoutHandle};
}

VkPipeline Program::pipeline(std::span<const std::uint32_t> constants) {
  std::vector<std::uint32_t> key(constants.begin(), constants.end());
  const auto found = pipelines_.find(key);
  if (found != pipelines_.end()) {
    return found->second.get();
  }
  std::vector<VkSpecializationMapEntry> entries;
  for (std::uint32_t i = 0; i < constants.size(); ++i) {
    entries.push_back({i, i * 4, 4});
  }
  const VkSpecializationInfo special{.mapEntryCount = std::uint32_t(entries.size()),
                                     .pMapEntries = entries.data(),
                                     .dataSize = constants.size_bytes(),
                                     .pData = constants.data()};
  const VkComputePipelineCreateInfo info{.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
                                         .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                                                   .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                                                   .module = module_.get(),
                                                   .pName = "main",
                                                   .pSpecializationInfo = &special},
                                         .layout = layout_.get()};
  VkPipeline pipeline{};
  require(vkCreateComputePipelines(device_.get(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline), device_,
          "building the shader " + std::string(info_.name));
  return pipelines_.emplace(std::move(key), PipelineHandle(device_.get(), pipeline)).first->second.get();
}

}  // namespace gpu
