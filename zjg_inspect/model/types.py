"""Texts with a fixed shape, checked wherever a body is read."""

from typing import Annotated

import msgspec

Uuid = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
# 32 bytes in hex: a hash, or a public key.
Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
DeviceId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
MaybeUuid = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?\Z")]
# A civil date, or empty where none is known.
CivilDate = Annotated[str, msgspec.Meta(pattern=r"\A(\d{4}-[01]\d-[0-3]\d)?\Z")]
Instant = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ\Z")]
# The camera's civil time, or empty where the file has none.
CameraTime = Annotated[str, msgspec.Meta(pattern=r"\A(\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d)?\Z")]
