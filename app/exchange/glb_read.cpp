#include <tiny_gltf.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <glm/gtc/quaternion.hpp>
#include <glm/gtc/type_ptr.hpp>
#include <unordered_map>

#include "core/error.h"
#include "exchange/glb.h"
#include "exchange/glb_axes.h"

namespace exchange {

namespace {

constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{1} << 31;
constexpr int kMaxNesting = 64;                              // of JSON, and of nodes
constexpr std::size_t kMaxTriangles = std::size_t{1} << 28;  // of all nodes: many may show one mesh
constexpr std::size_t kHeaderBytes = 20;                     // of the file (12) and of its first chunk (8)

std::uint32_t littleEndian32(const unsigned char* at) {
  return std::uint32_t(at[0]) | std::uint32_t(at[1]) << 8 | std::uint32_t(at[2]) << 16 | std::uint32_t(at[3]) << 24;
}

std::uint8_t channelOf(double linear) {
  const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
  return std::uint8_t(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

// tinygltf's parser of "extras" recurses.
bool nestsDeeply(std::string_view json) {
  int depth = 0;
  bool inText = false;
  for (std::size_t n = 0; n < json.size(); ++n) {
    const char c = json[n];
    if (inText) {
      n += c == '\\' ? 1 : 0;
      inText = c != '"';
    } else if (c == '"') {
      inText = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxNesting) {
        return true;
      }
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

bool leaveImageAlone(tinygltf::Image*, const int, std::string*, std::string*, int, int, const unsigned char*, int,
                     void*) {
  return true;
}

std::string textOf(const tinygltf::Value& extras, const char* key) {
  return extras.IsObject() && extras.Has(key) && extras.Get(key).IsString() ? extras.Get(key).Get<std::string>()
                                                                            : std::string();
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path) {}

  SurfaceFile read() {
    load();
    const int index = model_.defaultScene >= 0 ? model_.defaultScene : 0;
    if (std::size_t(index) >= model_.scenes.size()) {
      refuse("it has no scene");
    }
    for (const int node : model_.scenes[std::size_t(index)].nodes) {
      visit(node, patientFromGltf(), 0);
    }
    return std::move(content_);
  }

 private:
  [[noreturn]] void refuse(const std::string& cause) const {
    throw core::Error(path_.string(), cause, "Export it as a GLB of plain triangles, without compression");
  }

  template <typename T>
  const T& at(const std::vector<T>& items, int index, const char* what) const {
    if (index < 0 || std::size_t(index) >= items.size()) {
      refuse(std::string("it names a ") + what + " that it does not have");
    }
    return items[std::size_t(index)];
  }

  void load() {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path_, error);
    std::ifstream in(path_, std::ios::binary);
    if (error || !in) {
      throw core::Error(path_.string(), "can't be opened", "Check the path and its permissions");
    }
    if (!isGlb(path_) || size < kHeaderBytes) {
      refuse("it is no GLB");
    }
    if (size > kMaxFileBytes) {
      refuse("it is larger than " + std::to_string(kMaxFileBytes >> 20) + " MiB");
    }
    std::vector<unsigned char> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size));
    const std::size_t jsonLength = littleEndian32(bytes.data() + 12);
    if (!in || jsonLength > size - kHeaderBytes) {
      refuse("it ends early");
    }
    if (nestsDeeply({reinterpret_cast<const char*>(bytes.data()) + kHeaderBytes, jsonLength})) {
      refuse("its description is nested more than " + std::to_string(kMaxNesting) + " deep");
    }
    tinygltf::TinyGLTF parser;
    parser.SetImageLoader(&leaveImageAlone, nullptr);
    parser.SetFsCallbacks({});  // nothing outside the file is read
    std::string problem, warning;
    bool parsed = false;
    try {
      parsed = parser.LoadBinaryFromMemory(&model_, &problem, &warning, bytes.data(), unsigned(size));
    } catch (const std::exception& exception) {  // of its JSON parser
      problem = exception.what();
    }
    if (!parsed) {
      problem = problem.substr(0, problem.find('\n'));
      refuse("it is damaged" + (problem.empty() ? "" : ": " + problem));
    }
  }

  static glm::dmat4 matrixOf(const tinygltf::Node& node) {
    if (node.matrix.size() == 16) {
      return glm::make_mat4(node.matrix.data());
    }
    glm::dmat4 matrix(1);
    if (node.translation.size() == 3) {
      matrix[3] = glm::dvec4(node.translation[0], node.translation[1], node.translation[2], 1);
    }
    if (node.rotation.size() == 4) {  // x, y, z, w
      matrix *= glm::mat4_cast(glm::dquat(node.rotation[3], node.rotation[0], node.rotation[1], node.rotation[2]));
    }
    if (node.scale.size() == 3) {
      for (int axis = 0; axis < 3; ++axis) {
        matrix[axis] *= node.scale[std::size_t(axis)];
      }
    }
    return matrix;
  }

  void visit(int index, const glm::dmat4& patientFromParent, int depth) {
    const tinygltf::Node& node = at(model_.nodes, index, "node");
    if (depth > kMaxNesting) {
      refuse("its nodes are nested more than " + std::to_string(kMaxNesting) + " deep");
    }
    if (++visited_ > model_.nodes.size()) {
      refuse("its nodes are no tree");
    }
    const std::string frameOfReference = textOf(node.extras, "frame_of_reference_uid");
    if (!frameOfReference.empty()) {
      content_.frameOfReferenceUid = frameOfReference;
      content_.caseName = node.name;
    }
    const glm::dmat4 patientFromNode = patientFromParent * matrixOf(node);
    const std::string id = textOf(node.extras, "id");
    if (node.mesh >= 0 || !id.empty()) {
      NamedSurface surface;
      surface.id = id;
      surface.className = textOf(node.extras, "class");
      surface.name = node.name;
      if (node.extras.IsObject() && node.extras.Has("volume_ml")) {
        surface.volumeMl = node.extras.Get("volume_ml").GetNumberAsDouble();
      }
      if (node.mesh >= 0) {
        readMesh(at(model_.meshes, node.mesh, "mesh"), patientFromNode, surface);
      }
      content_.surfaces.push_back(std::move(surface));
    }
    for (const int child : node.children) {
      visit(child, patientFromNode, depth + 1);
    }
  }

  void readMesh(const tinygltf::Mesh& mesh, const glm::dmat4& patientFromNode, NamedSurface& out) {
    if (out.name.empty()) {
      out.name = mesh.name;
    }
    shape::Surface& surface = out.surface;
    surface.originMm = glm::dvec3(patientFromNode[3]);
    const glm::dmat3 linear(patientFromNode);
    const bool mirrored = glm::determinant(linear) < 0;
    welded_.clear();
    for (const tinygltf::Primitive& primitive : mesh.primitives) {
      if (primitive.mode != TINYGLTF_MODE_TRIANGLES && primitive.mode != -1) {
        refuse("mesh '" + mesh.name + "' is not made of plain triangles");
      }
      readPrimitive(primitive, linear, mirrored, surface);
      if (primitive.material >= 0 && !out.colour) {
        const std::vector<double>& base =
            at(model_.materials, primitive.material, "material").pbrMetallicRoughness.baseColorFactor;
        if (base.size() >= 3) {
          out.colour = {channelOf(base[0]), channelOf(base[1]), channelOf(base[2])};
        }
      }
    }
  }

  // The bytes of an accessor, checked to lie within its buffer: `bytesPerItem` at each multiple of the stride.
  struct Items {
    const unsigned char* data;
    std::size_t count;
    std::size_t stride;
    const unsigned char* operator[](std::size_t n) const { return data + n * stride; }
  };

  Items itemsOf(const tinygltf::Accessor& accessor, std::size_t bytesPerItem) const {
    if (accessor.sparse.isSparse || accessor.bufferView < 0) {
      refuse("it has sparse or compressed data");
    }
    const tinygltf::BufferView& view = at(model_.bufferViews, accessor.bufferView, "buffer view");
    const tinygltf::Buffer& buffer = at(model_.buffers, view.buffer, "buffer");
    const std::size_t stride = view.byteStride != 0 ? view.byteStride : bytesPerItem;
    const std::size_t total = buffer.data.size();
    if (view.byteOffset > total || view.byteLength > total - view.byteOffset || stride < bytesPerItem ||
        accessor.byteOffset > view.byteLength || accessor.count > total ||
        (accessor.count > 0 && (accessor.count - 1) * stride + bytesPerItem > view.byteLength - accessor.byteOffset)) {
      refuse("its data reach beyond their buffer");
    }
    return {buffer.data.data() + view.byteOffset + accessor.byteOffset, accessor.count, stride};
  }

  std::vector<std::uint32_t> indicesOf(const tinygltf::Primitive& primitive, std::size_t vertexCount) const {
    std::vector<std::uint32_t> indices;
    if (primitive.indices < 0) {
      for (std::size_t n = 0; n < vertexCount; ++n) {
        indices.push_back(std::uint32_t(n));
      }
    } else {
      const tinygltf::Accessor& accessor = at(model_.accessors, primitive.indices, "accessor");
      const std::size_t width = accessor.componentType == TINYGLTF_COMPONENT_TYPE_UNSIGNED_BYTE    ? 1
                                : accessor.componentType == TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT ? 2
                                : accessor.componentType == TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT   ? 4
                                                                                                   : 0;
      if (width == 0 || accessor.type != TINYGLTF_TYPE_SCALAR) {
        refuse("its indices are no integers");
      }
      const Items items = itemsOf(accessor, width);
      indices.reserve(items.count);
      for (std::size_t n = 0; n < items.count; ++n) {
        std::uint32_t index = 0;
        std::memcpy(&index, items[n], width);  // little-endian, as the machine
        if (index >= vertexCount) {
          refuse("its triangles name vertices that it does not have");
        }
        indices.push_back(index);
      }
    }
    if (indices.size() % 3 != 0) {
      refuse("its last triangle is incomplete");
    }
    return indices;
  }

  void readPrimitive(const tinygltf::Primitive& primitive, const glm::dmat3& linear, bool mirrored,
                     shape::Surface& surface) {
    const auto found = primitive.attributes.find("POSITION");
    if (found == primitive.attributes.end()) {
      refuse("a mesh has no positions");
    }
    const tinygltf::Accessor& accessor = at(model_.accessors, found->second, "accessor");
    if (accessor.componentType != TINYGLTF_COMPONENT_TYPE_FLOAT || accessor.type != TINYGLTF_TYPE_VEC3) {
      refuse("its positions are not three floats each");
    }
    const Items items = itemsOf(accessor, sizeof(glm::vec3));
    std::vector<std::uint32_t> vertexOf(items.count);
    for (std::size_t n = 0; n < items.count; ++n) {
      glm::vec3 position(0);
      std::memcpy(&position, items[n], sizeof position);
      vertexOf[n] = weld(linear * glm::dvec3(position), surface);
    }
    const std::vector<std::uint32_t> indices = indicesOf(primitive, items.count);
    triangles_ += indices.size() / 3;
    if (triangles_ > kMaxTriangles) {
      refuse("its nodes show more than " + std::to_string(kMaxTriangles) + " triangles");
    }
    for (std::size_t n = 0; n < indices.size(); n += 3) {
      const std::uint32_t a = vertexOf[indices[n]], b = vertexOf[indices[n + 1]], c = vertexOf[indices[n + 2]];
      surface.triangles.emplace_back(a, mirrored ? c : b, mirrored ? b : c);
    }
  }

  // Other programs give a vertex once for each of its normals; a closed surface must be seen to be closed.
  std::uint32_t weld(glm::vec3 vertex, shape::Surface& surface) {
    std::string key(sizeof vertex, '\0');
    std::memcpy(key.data(), &vertex, sizeof vertex);
    const auto [place, isNew] = welded_.emplace(std::move(key), std::uint32_t(surface.verticesMm.size()));
    if (isNew) {
      surface.verticesMm.push_back(vertex);
    }
    return place->second;
  }

  const std::filesystem::path& path_;
  tinygltf::Model model_;
  SurfaceFile content_;
  std::unordered_map<std::string, std::uint32_t> welded_;
  std::size_t visited_ = 0;
  std::size_t triangles_ = 0;
};

}  // namespace

SurfaceFile readGlb(const std::filesystem::path& path) {
  return Reader(path).read();
}

bool isGlb(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<char, 4> magic{};
  in.read(magic.data(), magic.size());
  return in && std::string_view(magic.data(), magic.size()) == "glTF";
}

}  // namespace exchange
