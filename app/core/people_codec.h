// The canonical bytes of what edits say of people. Used by core/edit_codec.cpp.
#pragma once

#include "core/bytes.h"
#include "core/people.h"

namespace core {

void write(ByteWriter& writer, const PersonEnrolled& body);
void read(ByteReader& reader, PersonEnrolled& body);
void write(ByteWriter& writer, const RoleChanged& body);
void read(ByteReader& reader, RoleChanged& body);
void write(ByteWriter& writer, const KeyRevoked& body);
void read(ByteReader& reader, KeyRevoked& body);
void write(ByteWriter& writer, const DeviceEndorsed& body);
void read(ByteReader& reader, DeviceEndorsed& body);
void write(ByteWriter& writer, const Checkpoint& body);
void read(ByteReader& reader, Checkpoint& body);

}  // namespace core
