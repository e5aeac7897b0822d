// One function out of several, by what a variant holds: std::visit(core::Cases{[](A) {}, [](B) {}}, value).
#pragma once

namespace core {

template <typename... F>
struct Cases : F... {
  using F::operator()...;
};
template <typename... F>
Cases(F...) -> Cases<F...>;  // said for compilers that don't find it themselves

}  // namespace core
