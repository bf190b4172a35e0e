"""What a person is told when a bundle could not be written to a stick: what the stick did, what is safe. No Qt."""

import errno
from pathlib import Path
from typing import Final

from zjg_inspect import errors
from zjg_inspect.ui import messages

_PULLED: Final = "写到一半U盘被拔掉了，或松了。本机什么也没少，插回去再点一次“{again}”。"
_GONE: Final = "没找到“{place}”，U盘可能已经拔了。本机什么也没少，插好再点一次“{again}”，或换一个地方。"
_READ_ONLY: Final = "“{place}”只能读，写不进去。本机什么也没少，看看U盘侧面的锁，或换一个U盘再点一次“{again}”。"
_DENIED: Final = "“{place}”不让写。本机什么也没少，换一个U盘或文件夹再点一次“{again}”。"
_FULL: Final = (
    "“{place}”满了，这一包没写成，也没留下半个。本机什么也没少，换一个U盘，或删掉上面别的文件再点一次“{again}”。"
)
_TOO_LARGE: Final = "这一包太大，“{place}”的格式放不下这么大的文件。本机什么也没少，换一个U盘再点一次“{again}”。"
_DIFFERS: Final = "写进去的和读回来的不一样，这个U盘靠不住，刚写的已删掉。本机什么也没少，换一个U盘再点一次“{again}”。"

NO_STICK: Final = "没找到U盘。插上就写；也可以写到一个文件夹。"
WHICH: Final = "插着不止一个U盘，写到哪一个？"
EJECTING: Final = "正在弹出U盘，先别拔。"
EJECTED: Final = "U盘已经弹出，可以拔了。"
NOT_EJECTED: Final = "先用系统的“弹出”，再拔U盘。"

_BY_NUMBER: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EFBIG: _TOO_LARGE,
    **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ECONNABORTED, errno.ESTALE), _PULLED),
}
# Windows' own numbers, which it gives as EACCES and the like: write-protected; not ready, not there, I/O error, gone.
_BY_WINDOWS: Final = {19: _READ_ONLY, **dict.fromkeys((21, 31, 55, 433, 1006, 1117, 1167), _PULLED)}


def not_written(error: BaseException, folder: Path, again: str) -> str:
    """The sentence for an error of writing into this folder; `again` is the button to press once more."""
    template = _template(error) if _is_of(error, folder) else None
    if template is None:
        return messages.sentence(error)
    return template.format(place=folder.name or str(folder), again=again)


def _is_of(error: BaseException, folder: Path) -> bool:
    """Whether it was the stick; this computer's own disk has other words."""
    if not isinstance(error, errors.DiskFull | errors.NotWritable):
        return False
    return Path(error.path) == folder or folder in Path(error.path).parents


def _template(error: BaseException) -> str | None:
    cause = error.__cause__
    if isinstance(cause, errors.NotReadable):  # reading back
        return _template(cause) or _PULLED
    if isinstance(cause, OSError):
        windows = _BY_WINDOWS.get(getattr(cause, "winerror", None) or 0)
        return windows or _BY_NUMBER.get(cause.errno or 0)
    if isinstance(cause, errors.BundleError) or "read back" in getattr(error, "detail", ""):
        return _DIFFERS
    return None
