"""An office that was backed up, and what is asked of a place where a backup was to be brought back."""

from world import photo, small_world

from zjg_inspect.service import backup, setup, signing, visit
from zjg_inspect.service.doctor import doctor


def backed_up_office(root):
    """An office's data with a visit and its photo, closed, and its backup."""
    world = small_world(root)
    draft = world.answered("甲五金厂")
    visit.add_photo(world.laptop, draft, "1-06", photo(1), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    file = backup.backup(world.office, root / "b.zjgbackup").path
    world.close()
    return root / "office", file


def set_of(directory):
    with setup.open_data(directory) as db:
        found = doctor(db)
        assert found.ok, found.problems
        return found.versions


def is_free(directory):
    """No store with anything in it, and a backup can still be brought back here."""
    if not directory.exists():
        return True
    assert not (directory / "store.sqlite").exists()
    return True
