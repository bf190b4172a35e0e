"""Texts with a fixed shape, checked wherever a body is read."""

from typing import Annotated

import msgspec

Uuid = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
# 32 bytes in hex: a hash, or a public key.
Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
MaybeSha256 = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
DeviceId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
# An X25519 recipient of age (age-encryption.org/v1), or empty where none is known.
AgeRecipient = Annotated[str, msgspec.Meta(pattern=r"\A(age1[02-9ac-hj-np-z]{58})?\Z")]
MaybeUuid = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?\Z")]

# A day that the calendar has (30 days in April, 29 February in leap years): whoever reads a date may count with it.
DAY = (
    r"((?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))"
    r"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)"
)
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
INSTANT = rf"\A{DAY}T{_TIME}Z\Z"

# A civil date, or empty where none is known.
CivilDate = Annotated[str, msgspec.Meta(pattern=rf"\A({DAY})?\Z")]
# The date of what has happened.
VisitDate = Annotated[str, msgspec.Meta(pattern=rf"\A{DAY}\Z")]
Instant = Annotated[str, msgspec.Meta(pattern=INSTANT)]
# The camera's civil time, or empty where the file has none.
CameraTime = Annotated[str, msgspec.Meta(pattern=rf"\A({DAY}T{_TIME})?\Z")]
