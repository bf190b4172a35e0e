"""Which input method Qt is sent to; that it is reached, and what it writes, tests/drive tries with a real one."""

import pytest

from zjg_inspect.ui.input_method import reach_fcitx

BY_PORTAL = {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize(
    "asked", [{"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "fcitx5"}, {"QT_IM_MODULES": "wayland;fcitx"}]
)
def test_fcitx_is_reached_through_the_portal(asked, tmp_path):
    reach_fcitx(asked, tmp_path)
    assert asked == BY_PORTAL


@pytest.mark.parametrize(
    "asked", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULES": "wayland;ibus", "QT_IM_MODULE": "fcitx"}]
)
def test_other_wishes_are_left_alone(asked, tmp_path):
    before = dict(asked)
    reach_fcitx(asked, tmp_path)
    assert asked == before


def test_a_system_whose_qt_has_a_plugin_for_it_uses_that(tmp_path):
    (tmp_path / "platforminputcontexts").mkdir()
    (tmp_path / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    asked = {"QT_IM_MODULE": "fcitx"}
    reach_fcitx(asked, tmp_path)
    assert asked == {"QT_IM_MODULE": "fcitx"}
