"""What is put side by side of a visit under review: an item then and now, a photo here and in another visit."""

from collections.abc import Sequence

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Answer, Content, FoundHazard, Photo
from zjg_inspect.service.review import Reviewing
from zjg_inspect.service.same_photos import SamePhotos
from zjg_inspect.ui.large_photos import Picture, photo_words, pictures_of
from zjg_inspect.ui.office.review_same import which_visit
from zjg_inspect.ui.office.review_side import Pair, Side
from zjg_inspect.ui.office.review_words import Compared, said
from zjg_inspect.ui.version_words import day_words


def photos_at(answer: Answer | None, hazard: FoundHazard | None) -> list[Photo]:
    """The item's photos, each once."""
    photos = (*(answer.photos if answer else ()), *(hazard.photos if hazard else ()))
    return list({photo.sha256: photo for photo in photos}.values())


def _names(content: Content) -> str:
    return "、".join(person.name for person in content.inspectors)


def _side(name: str, title: str, item: str, content: Content) -> Side | None:
    """None where the item was not asked."""
    answer = next((each for each in content.answers if each.item == item), None)
    if answer is None:
        return None
    hazard = next((each for each in content.hazards if each.item == item), None)
    return Side(name, title, answer.verdict, said(answer), pictures_of(photos_at(answer, hazard), item))


def item_pair(shown: Reviewing, row: Compared) -> Pair | None:
    """The item the last time and in the version that was reviewed before; None where there is neither."""
    item, content = row.item, shown.body.content
    left: list[Side | None] = []
    if shown.before is not None:
        earlier = shown.before.earlier
        when = day_words(earlier.made_at, today())
        left.append(_side("上一版", f"上一版 {when}", item.code, earlier.body.content))
    if shown.last is not None:
        last = shown.last.content
        left.append(_side("上次", f"上次 {last.date} {_names(last)}", item.code, last))
    now = _side("本次", f"本次 {content.date} {_names(content)}", item.code, content)
    found = [side for side in left if side is not None]
    return Pair(f"{item.code} {item.title}", found, now) if found and now is not None else None


def worth_seeing(shown: Reviewing, row: Compared) -> bool:
    """Whether the item has anything to be seen side by side: a photo then or now, and a then."""
    pair = item_pair(shown, row)
    return pair is not None and any(side.pictures for side in (*pair.left, pair.right))


def photo_pair(shown: Reviewing, same: SamePhotos) -> Pair:
    """The photos that another visit shows too, each beside itself."""
    content = shown.body.content
    there = [_picture(there.item, there.photo) for _, there in same.pairs]
    here = [_picture(here.item, here.photo) for here, _ in same.pairs]
    other = Side("那次", f"{which_visit(same)} {same.inspectors}", None, _items(there), there)
    own = Side("本次", f"本次 {content.date} {_names(content)}", None, _items(here), here)
    return Pair("同一张照片用在两次检查里", [other], own, linked=True)


def _picture(item: str, photo: Photo) -> Picture:
    return Picture(photo, " · ".join(part for part in (item or "整次检查", photo_words(photo)) if part))


def _items(pictures: Sequence[Picture]) -> str:
    named = dict.fromkeys(picture.words.split(" · ")[0] for picture in pictures)
    return f"用在 {'、'.join(named)}"
