"""Which input method Qt is sent to; that it is reached, and what it writes, tests/drive tries with a real one."""

import pytest

from zjg_inspect.ui.input_method import reach

IN_ORDER = {"IBUS_ENABLE_SYNC_MODE": "1"}
BY_PORTAL = {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"} | IN_ORDER


@pytest.mark.parametrize(
    "asked", [{"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "fcitx5"}, {"QT_IM_MODULES": "wayland;fcitx"}]
)
def test_fcitx_is_reached_through_the_portal(asked, tmp_path):
    reach(asked, tmp_path)
    assert asked == BY_PORTAL


@pytest.mark.parametrize(
    "asked", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULES": "wayland;ibus", "QT_IM_MODULE": "fcitx"}]
)
def test_other_wishes_are_left_alone(asked, tmp_path):
    before = dict(asked)
    reach(asked, tmp_path)
    assert asked == before | IN_ORDER


def test_a_system_whose_qt_has_a_plugin_for_it_uses_that(tmp_path):
    (tmp_path / "platforminputcontexts").mkdir()
    (tmp_path / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    asked = {"QT_IM_MODULE": "fcitx"}
    reach(asked, tmp_path)
    assert asked == {"QT_IM_MODULE": "fcitx"} | IN_ORDER


def test_who_wants_the_keys_unordered_may_have_them(tmp_path):
    asked = {"IBUS_ENABLE_SYNC_MODE": "0"}
    reach(asked, tmp_path)
    assert asked == {"IBUS_ENABLE_SYNC_MODE": "0"}
