// A device that its driver gives up: whoever asks is told, and everything can still be put away.
#include "renderer/gpu/device.h"

#include "fixture.h"
#include "renderer/gpu/commands.h"

namespace renderer_test {
namespace {

class LostDeviceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (gpu::devices().empty()) {
      GTEST_SKIP() << "no Vulkan device: install mesa-vulkan-drivers";
    }
  }
};

TEST_F(LostDeviceTest, SaysThatItIsLostAndLetsEverythingGo) {
  gpu::Device device({.loseAt = 3});
  const gpu::Buffer buffer(device, 64, gpu::BufferUse::Device);
  const auto fill = [&](gpu::Commands& commands) { commands.fill(buffer, 7); };
  const gpu::Ticket first = device.submit(fill);
  device.run(fill);
  EXPECT_TRUE(device.isDone(first));
  EXPECT_FALSE(device.isLost());
  EXPECT_THROW(device.submit(fill), gpu::DeviceLost);
  EXPECT_TRUE(device.isLost());
  EXPECT_THROW(device.submit(fill), gpu::DeviceLost) << "and stays so";
  EXPECT_THROW(device.wait(first), gpu::DeviceLost) << "its results are gone";
  EXPECT_NO_THROW(device.waitIdle()) << "nothing is used any more";
}

TEST_F(LostDeviceTest, VulkansOwnWordForItIsUnderstood) {
  const gpu::Device device;
  EXPECT_THROW(gpu::require(VK_ERROR_DEVICE_LOST, device, "drawing"), gpu::DeviceLost);
  EXPECT_TRUE(device.isLost());
  const gpu::Device other;
  EXPECT_THROW(gpu::require(VK_ERROR_OUT_OF_DEVICE_MEMORY, other, "drawing"), core::Error);
  EXPECT_FALSE(other.isLost());
}

// Wherever in a case's life the device goes, the renderer says so and can be destroyed.
TEST_F(LostDeviceTest, ARendererOutlivesItsDevicesLoss) {
  const core::Volume volume = volumeOf(plainGrid({24, 24, 24}), [](glm::ivec3 v) { return v.x * 40; });
  core::View view;
  for (std::uint64_t at = 1; at < 40; ++at) {
    gpu::Device device({.loseAt = at});
    bool lost = false;
    try {
      renderer::Renderer renderer(device);
      renderer.setVolume(volume, "CT");
      renderer.render(view, {40, 40});
      core::BrushStroke stroke;
      stroke.radiusMm = 3;
      stroke.pointsMm = {{12, 12, 12}};
      renderer.painter().begin(stroke, 1);
      renderer.draw(view, {40, 40});
      renderer.painter().finish().take();
      renderer.render(view, {40, 40});
    } catch (const gpu::DeviceLost&) {
      lost = true;
    }
    if (!lost) {
      EXPECT_GT(at, 10u) << "a case takes more submissions than that";
      return;
    }
  }
  FAIL() << "the device was never kept";
}

}  // namespace
}  // namespace renderer_test
