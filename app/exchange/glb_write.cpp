#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

#include "core/error.h"
#include "exchange/glb.h"
#include "exchange/glb_axes.h"

namespace exchange {

namespace {

constexpr std::size_t kMaxGlbBytes = 0xffff0000;  // lengths in a GLB have 32 bits; room is left for the JSON

double linearOf(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);  // IEC 61966-2-1
}

class Writer {
 public:
  explicit Writer(const std::filesystem::path& path) : path_(path) {
    model_.asset.version = "2.0";
    model_.asset.generator = "Sagitta";
    model_.buffers.emplace_back();
    model_.scenes.emplace_back();
    model_.defaultScene = 0;
  }

  void write(const SurfaceFile& content) {
    tinygltf::Node root;
    root.name = content.caseName;
    root.matrix.assign(kGltfFromPatient.begin(), kGltfFromPatient.end());
    tinygltf::Value::Object extras{{"world", tinygltf::Value(std::string("LPS mm"))}};
    if (!content.frameOfReferenceUid.empty()) {
      extras.emplace("frame_of_reference_uid", tinygltf::Value(content.frameOfReferenceUid));
    }
    root.extras = tinygltf::Value(std::move(extras));
    model_.scenes.front().nodes.push_back(0);
    model_.nodes.push_back(std::move(root));
    for (const NamedSurface& surface : content.surfaces) {
      add(surface);
    }
    if (model_.buffers.front().data.empty()) {
      model_.buffers.clear();  // a buffer has at least one byte
    }
    save();
  }

 private:
  template <typename T>
  int addAccessor(const std::vector<T>& values, int target, int componentType, int type) {
    std::vector<unsigned char>& bytes = model_.buffers.front().data;
    const std::size_t length = values.size() * sizeof(T);
    if (length > kMaxGlbBytes - bytes.size()) {
      throw core::Error(path_.string(), "the surfaces are larger than the 4 GiB that a GLB holds",
                        "Export fewer lesions at a time");
    }
    tinygltf::BufferView view;
    view.buffer = 0;
    view.byteOffset = bytes.size();
    view.byteLength = length;
    view.target = target;
    bytes.resize(bytes.size() + length);
    std::memcpy(bytes.data() + view.byteOffset, values.data(), length);
    model_.bufferViews.push_back(view);

    tinygltf::Accessor accessor;
    accessor.bufferView = int(model_.bufferViews.size()) - 1;
    accessor.componentType = componentType;
    accessor.type = type;
    accessor.count = values.size() * (type == TINYGLTF_TYPE_SCALAR ? 3 : 1);
    model_.accessors.push_back(accessor);
    return int(model_.accessors.size()) - 1;
  }

  int addMesh(const NamedSurface& surface) {
    tinygltf::Material material;
    material.name = surface.name;
    const auto colour = surface.colour.value_or(std::array<std::uint8_t, 3>{255, 255, 255});
    material.pbrMetallicRoughness.baseColorFactor = {linearOf(colour[0]), linearOf(colour[1]), linearOf(colour[2]), 1};
    material.pbrMetallicRoughness.metallicFactor = 0;
    material.pbrMetallicRoughness.roughnessFactor = 0.6;
    model_.materials.push_back(material);

    const std::vector<glm::vec3>& vertices = surface.surface.verticesMm;
    tinygltf::Primitive primitive;
    primitive.mode = TINYGLTF_MODE_TRIANGLES;
    primitive.material = int(model_.materials.size()) - 1;
    const int positions =
        addAccessor(vertices, TINYGLTF_TARGET_ARRAY_BUFFER, TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC3);
    glm::vec3 low = vertices.front(), high = low;
    for (const glm::vec3& vertex : vertices) {
      low = glm::min(low, vertex);
      high = glm::max(high, vertex);
    }
    model_.accessors[std::size_t(positions)].minValues = {low.x, low.y, low.z};
    model_.accessors[std::size_t(positions)].maxValues = {high.x, high.y, high.z};
    primitive.attributes["POSITION"] = positions;
    primitive.attributes["NORMAL"] = addAccessor(surface.surface.normals, TINYGLTF_TARGET_ARRAY_BUFFER,
                                                 TINYGLTF_COMPONENT_TYPE_FLOAT, TINYGLTF_TYPE_VEC3);
    primitive.indices = addAccessor(surface.surface.triangles, TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER,
                                    TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT, TINYGLTF_TYPE_SCALAR);
    tinygltf::Mesh mesh;
    mesh.name = surface.name;
    mesh.primitives.push_back(primitive);
    model_.meshes.push_back(mesh);
    return int(model_.meshes.size()) - 1;
  }

  void add(const NamedSurface& surface) {
    tinygltf::Node node;
    node.name = surface.name;
    if (!surface.surface.triangles.empty()) {
      const glm::dvec3 origin = surface.surface.originMm;
      node.translation = {origin.x, origin.y, origin.z};
      node.mesh = addMesh(surface);
    }
    node.extras = tinygltf::Value(tinygltf::Value::Object{{"class", tinygltf::Value(surface.className)},
                                                          {"id", tinygltf::Value(surface.id)},
                                                          {"volume_ml", tinygltf::Value(surface.volumeMl)}});
    model_.nodes.front().children.push_back(int(model_.nodes.size()));
    model_.nodes.push_back(std::move(node));
  }

  void save() {
    const std::filesystem::path part = path_.string() + ".part";
    std::ofstream out(part, std::ios::binary);
    tinygltf::TinyGLTF writer;
    bool written = out && writer.WriteGltfSceneToStream(&model_, out, false, true);
    out.close();
    written = written && out.good();
    std::error_code error;
    if (written) {
      std::filesystem::rename(part, path_, error);
    }
    if (!written || error) {
      std::error_code ignored;
      std::filesystem::remove(part, ignored);
      throw core::Error(path_.string(), "can't be written", "Check the folder's permissions and free space");
    }
  }

  const std::filesystem::path& path_;
  tinygltf::Model model_;
};

}  // namespace

void writeGlb(const std::filesystem::path& path, const SurfaceFile& content) {
  Writer(path).write(content);
}

}  // namespace exchange
