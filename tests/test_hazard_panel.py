"""What is recorded of a hazard between two visits, at the laptop's and at the office's window."""

from datetime import timedelta

import pytest
from pages import Field
from pages_office import OfficeDesk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_hazard_verbs import rechecks, visits
from world import hazard_due, photo, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import due, hazards, lists
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.hazard_step_photos import StepPhotos

NAME = "甲五金厂"


def day(days):
    return (today() + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One hazard that was found again after it had been closed, due in three days; the office knows it."""
    world = small_world(tmp_path_factory.mktemp("built"), count=2)
    visits(world, fail=("4-09",), days=-70)
    rechecks(world, days=-50)
    hazard_due(world, NAME, 3)
    world.carry(world.laptop, world.office)
    world.close()
    return world


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class TestLaptop:
    @pytest.fixture
    def field(self, qtbot, world):
        made = Field(qtbot, world.laptop)
        made.press("Ctrl+2")
        return made

    def test_the_list_says_what_recurs_and_space_leads_to_the_steps(self, field):
        screen = field.window.home.hazards
        (row,) = [each for each in screen.list.rows.rows() if hasattr(each, "facts")]
        assert row.facts.startswith("第 2 次出现 · 还没改好")
        assert screen.more.text() == f"第 2 次出现，上次 {day(-70)} 查出、{day(-50)} 销号"
        field.press("Space")
        assert screen.panel.isVisible()
        assert screen.panel.steps() == [f"{day(0)} 查出 张某、李某"]
        field.press("Esc")
        assert screen.list.isVisible()

    def test_an_extension_is_recorded_with_its_reason_and_shown_in_the_list(self, field, world):
        screen = field.window.home.hazards
        field.press("Space")
        click(screen.panel.buttons["extended"])
        assert screen.panel.deadline.value().isoformat() == day(4)
        field.press("Enter")
        field.until(lambda: bool(screen.panel.error.text()))
        assert screen.panel.error.text().startswith("延期要写明原因")
        field.type("等设备到货")
        field.press("Enter")
        field.until(lambda: len(screen.panel.steps()) == 2)
        assert screen.panel.steps()[1] == f"{day(0)} 延期到 {day(4)} 等设备到货 · 张某的电脑"
        assert screen.quiet.text() == "已延期。"
        assert f"延期 1 次，原期限 {day(3)}" in screen.panel.stands()
        field.press("Esc")
        (row,) = [each for each in screen.list.rows.rows() if hasattr(each, "facts")]
        assert row.facts.startswith("延期 1 次 · 第 2 次出现")
        assert due.open_hazards(world.laptop)[0].deadline == day(4)

    def test_the_enterprises_word_comes_with_a_photo_and_waits_for_a_recheck(self, field, world, tmp_path):
        screen = field.window.home.hazards
        field.press("Space")
        click(screen.panel.buttons["rectified"])
        good, bad = tmp_path / "改好了.jpg", tmp_path / "坏了.jpg"
        good.write_bytes(photo(7))
        bad.write_bytes(photo(7)[:200])
        screen.panel.strip.added.emit([good, bad])
        field.until(lambda: bool(screen.panel.error.text() and screen.panel._photos))
        assert "坏了.jpg" in screen.panel.error.text()
        field.type("王某")
        click(screen.panel.done)
        field.until(lambda: len(screen.panel.steps()) == 2)
        assert screen.panel.steps()[1] == f"{day(0)} 企业报已改好 王某 · 照片 1 张"
        (shown,) = screen.panel.findChildren(StepPhotos)
        field.until(lambda: shown.pictures[0].isEnabled())
        assert not screen.panel._verbs.isVisible(), "nothing more is said of it before it was seen"
        assert lists.figures(world.laptop).open_hazards == 1
        field.press("Esc")
        field.press("Enter")
        field.shows(StartScreen)

    def with_two_photos(self, field):
        """The panel with a step that has two photos, both in sight."""
        screen = field.window.home.hazards
        field.press("Space")
        (row,) = due.open_hazards(screen.panel._db)
        evidence = [hazards.Evidence(photo(number), f"{number}.jpg") for number in (7, 8)]
        hazards.record_rectified(screen.panel._db, row.id, day(0), Someone("王某"), "护栏装好了", evidence)
        screen.panel.show_hazard(row.id)
        (shown,) = screen.panel.findChildren(StepPhotos)
        field.until(lambda: all(view.isEnabled() for view in shown.pictures))
        return screen.panel, shown

    def test_a_steps_photo_is_seen_large_by_keys_and_left_the_same_way(self, field):
        panel, shown = self.with_two_photos(field)
        shown.pictures[0].setFocus()
        field.press("Enter")
        assert panel.large.isVisible()
        assert panel.large.view.width() > 5 * shown.pictures[0].width() / 2
        field.until(lambda: panel.large.view.isEnabled())
        assert "企业报已改好" in panel.large.current().words
        field.press("Right")
        assert panel.large.current().photo != panel.large._pictures[0].photo
        field.press("Esc")
        assert panel.isVisible()
        assert panel.large.isHidden()
        assert QApplication.focusWidget() is shown.pictures[0]
        field.press("Esc")
        assert field.window.home.hazards.list.isVisible()

    def test_by_finger_the_second_one_and_back(self, field):
        panel, shown = self.with_two_photos(field)
        click(shown.pictures[1])
        assert panel.large._at == 1
        click(panel.large.back)
        assert panel.large.isHidden()
        assert shown.isVisible()

    def test_a_photo_that_has_not_come_says_so_and_is_not_opened(self, field):
        panel, _ = self.with_two_photos(field)
        for file in panel._db.directory.glob("media/**/*.jpg"):
            file.unlink()
        panel.show_hazard(panel._hazard)
        shown = panel.findChildren(StepPhotos)[-1]
        field.until(lambda: shown.pictures[0].accessibleName() == "缺照片")
        click(shown.pictures[0])
        assert panel.large.isHidden()

    def test_escape_closes_the_open_fields_first(self, field):
        screen = field.window.home.hazards
        field.press("Space")
        click(screen.panel.buttons["referred"])
        field.press("Esc")
        assert screen.panel.isVisible()
        assert screen.panel.form.isHidden()
        field.press("Esc")
        assert screen.list.isVisible()


@pytest.mark.usefixtures("office_look")
class TestOffice:
    @pytest.fixture
    def page(self, qtbot, world):
        desk = OfficeDesk(qtbot, world.office)
        desk.window.show_page("register")
        page = desk.window.pages["register"]
        page.show_thing(world.enterprises[NAME])
        qtbot.waitUntil(lambda: page.details.hazards is not None, timeout=30000)
        return page

    def test_an_enterprises_hazards_stand_in_its_details_the_open_one_first(self, page):
        said = [page.details.hazards._look.spoken(each) for each in page.details.hazards.values()]
        assert said == [
            f"4-09 安全通道被托盘占用　还没改好，期限 {day(3)} · 第 2 次出现",
            f"4-09 安全通道被托盘占用　{day(-50)} 已销号",
        ]

    def test_the_office_hands_one_over_to_enforcement(self, page, world, qtbot):
        first, _ = page.details.hazards.values()
        page.details.hazards.acted.emit(first)
        assert page.details.isHidden()
        click(page.hazard.buttons["referred"])
        page.hazard.reason.setText("逾期不改")
        click(page.hazard.done)
        qtbot.waitUntil(lambda: len(page.hazard.steps()) == 2, timeout=30000)
        assert page.hazard.steps()[1] == f"{day(0)} 已移交执法 逾期不改 · 塘桥镇安监办"
        assert page.hazard.buttons["referred"].isHidden(), "it is referred once"
        page.hazard.leave()
        assert not page.details.isHidden()
        row = hazards.hazard_story(world.office, first.id).row
        assert (row.referred, row.state) == (True, "open")
        world.carry(world.office, world.laptop)
        assert hazards.hazard_story(world.laptop, first.id).row.referred

    def test_of_a_closed_one_the_steps_are_shown_and_nothing_is_offered(self, page):
        page.details.hazards.acted.emit(page.details.hazards.values()[1])
        assert page.hazard.steps() == [
            f"{day(-70)} 查出 张某、李某", f"{day(-50)} 复查已改好，销号 张某、李某",
        ]  # fmt: skip
        assert not any(button.isVisible() for button in page.hazard.buttons.values())
