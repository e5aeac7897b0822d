#include "renderer/gpu/commands.h"

#include <array>

#include "core/error.h"

namespace gpu {
namespace {

struct Scope {
  VkPipelineStageFlags2 stage;
  VkAccessFlags2 reads;
  VkAccessFlags2 writes;
};

Scope scopeOf(Access access) {
  switch (access) {
    case Access::Shader:
      return {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_READ_BIT | VK_ACCESS_2_UNIFORM_READ_BIT,
              VK_ACCESS_2_SHADER_WRITE_BIT};
    case Access::Transfer:
      return {VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_READ_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT};
    case Access::Host:
      return {VK_PIPELINE_STAGE_2_HOST_BIT, VK_ACCESS_2_HOST_READ_BIT, VK_ACCESS_2_HOST_WRITE_BIT};
  }
  core::check(false, "an access is one of three");
  return {};
}

VkBufferImageCopy region(glm::ivec3 origin, glm::ivec3 size) {
  return {.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
          .imageOffset = {origin.x, origin.y, origin.z},
          .imageExtent = {std::uint32_t(size.x), std::uint32_t(size.y), std::uint32_t(size.z)}};
}

}  // namespace

Stopwatch::Stopwatch(const Device& device) : device_(device) {
  const VkQueryPoolCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO, .queryType = VK_QUERY_TYPE_TIMESTAMP, .queryCount = 2};
  VkQueryPool queries{};
  require(vkCreateQueryPool(device.get(), &info, nullptr, &queries), device, "making a stopwatch");
  queries_ = {device.get(), queries};
}

double Stopwatch::milliseconds() const {
  std::array<std::uint64_t, 2> ticks{};
  const VkResult result = vkGetQueryPoolResults(device_.get(), queries_.get(), 0, 2, sizeof ticks, ticks.data(),
                                                sizeof ticks[0], VK_QUERY_RESULT_64_BIT);
  return result == VK_SUCCESS ? double(ticks[1] - ticks[0]) * device_.limits().timestampNs * 1e-6 : 0;
}

void Commands::start(const Stopwatch& stopwatch) {
  vkCmdResetQueryPool(buffer_, stopwatch.queries_.get(), 0, 2);
  vkCmdWriteTimestamp2(buffer_, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, stopwatch.queries_.get(), 0);
}

void Commands::stop(const Stopwatch& stopwatch) {
  vkCmdWriteTimestamp2(buffer_, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, stopwatch.queries_.get(), 1);
}

const Buffer& Commands::upload(std::span<const std::byte> bytes) {
  const Buffer& buffer = kept_.buffers.emplace_back(device_, bytes.size(), BufferUse::Upload);
  std::memcpy(buffer.mapped(), bytes.data(), bytes.size());
  return buffer;
}

void Commands::prepare(const Image& image) {
  const VkImageMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
                                      .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                                      .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
                                      .dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                                      .dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT,
                                      .oldLayout = VK_IMAGE_LAYOUT_UNDEFINED,
                                      .newLayout = VK_IMAGE_LAYOUT_GENERAL,
                                      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .image = image.get(),
                                      .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
  const VkDependencyInfo dependency{
      .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO, .imageMemoryBarrierCount = 1, .pImageMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(buffer_, &dependency);
}

void Commands::barrier(Access first, Access then) {
  const Scope from = scopeOf(first);
  const Scope to = scopeOf(then);
  const VkMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
                                 .srcStageMask = from.stage,
                                 .srcAccessMask = from.writes,
                                 .dstStageMask = to.stage,
                                 .dstAccessMask = to.reads | to.writes};
  const VkDependencyInfo dependency{
      .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO, .memoryBarrierCount = 1, .pMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(buffer_, &dependency);
}

void Commands::dispatch(Program& program, std::initializer_list<Resource> resources, glm::uvec3 groups,
                        std::initializer_list<std::uint32_t> constants, std::span<const std::byte> push) {
  constexpr std::size_t kMost = 24;
  const std::span<const Binding> bindings = program.info().bindings;
  core::check(resources.size() == bindings.size() && resources.size() <= kMost, "a dispatch fills every binding");
  core::check(push.size() == program.info().pushBytes, "a dispatch pushes what its program declares");
  if (groups.x == 0 || groups.y == 0 || groups.z == 0) {
    return;
  }
  std::array<VkDescriptorBufferInfo, kMost> buffers;
  std::array<VkDescriptorImageInfo, kMost> images;
  std::array<VkWriteDescriptorSet, kMost> writes;
  std::uint32_t count = 0;
  for (const Resource& resource : resources) {
    VkWriteDescriptorSet& write = writes[count];
    write = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET, .dstBinding = count, .descriptorCount = 1};
    const Binding binding = bindings[count];
    if (binding == Binding::Uniform || binding == Binding::Storage) {
      core::check(resource.buffer != nullptr && *resource.buffer, "this binding takes a buffer");
      buffers[count] = {resource.buffer->get(), 0, VK_WHOLE_SIZE};
      write.pBufferInfo = &buffers[count];
      write.descriptorType =
          binding == Binding::Uniform ? VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
    } else {
      core::check(resource.image != nullptr && *resource.image, "this binding takes an image");
      core::check((binding == Binding::Sampled) == (resource.sampler != nullptr), "only sampled images take a sampler");
      images[count] = {resource.sampler != nullptr ? resource.sampler->get() : VkSampler{}, resource.image->view(),
                       VK_IMAGE_LAYOUT_GENERAL};
      write.pImageInfo = &images[count];
      write.descriptorType =
          binding == Binding::Sampled ? VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER : VK_DESCRIPTOR_TYPE_STORAGE_IMAGE;
    }
    ++count;
  }
  vkCmdBindPipeline(buffer_, VK_PIPELINE_BIND_POINT_COMPUTE, program.pipeline({constants.begin(), constants.size()}));
  device_.pushDescriptors()(buffer_, VK_PIPELINE_BIND_POINT_COMPUTE, program.layout(), 0, count, writes.data());
  if (!push.empty()) {
    vkCmdPushConstants(buffer_, program.layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0, std::uint32_t(push.size()),
                       push.data());
  }
  vkCmdDispatch(buffer_, groups.x, groups.y, groups.z);
}

void Commands::copy(const Buffer& from, const Buffer& to, std::size_t fromByte, std::size_t toByte, std::size_t bytes) {
  const VkBufferCopy what{fromByte, toByte, bytes};
  vkCmdCopyBuffer(buffer_, from.get(), to.get(), 1, &what);
}

void Commands::copy(const Buffer& from, const Image& to, glm::ivec3 origin, glm::ivec3 size) {
  const VkBufferImageCopy what = region(origin, size);
  vkCmdCopyBufferToImage(buffer_, from.get(), to.get(), VK_IMAGE_LAYOUT_GENERAL, 1, &what);
}

void Commands::copy(const Image& from, const Buffer& to, glm::ivec3 size) {
  const VkBufferImageCopy what = region({0, 0, 0}, size);
  vkCmdCopyImageToBuffer(buffer_, from.get(), VK_IMAGE_LAYOUT_GENERAL, to.get(), 1, &what);
}

void Commands::clear(const Image& image, glm::vec4 color) {
  const bool integers = image.format() == VK_FORMAT_R32_UINT || image.format() == VK_FORMAT_R8_UINT;
  const glm::vec4 shown = integers ? glm::vec4(0) : color;  // zero is zero in every format
  const VkClearColorValue value{.float32 = {shown.r, shown.g, shown.b, shown.a}};
  const VkImageSubresourceRange whole{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  vkCmdClearColorImage(buffer_, image.get(), VK_IMAGE_LAYOUT_GENERAL, &value, 1, &whole);
}

void Commands::fill(const Buffer& buffer, std::uint32_t word, std::size_t fromByte, std::size_t bytes) {
  vkCmdFillBuffer(buffer_, buffer.get(), fromByte, bytes, word);
}

}  // namespace gpu
