"""The survey's screen in the words of the person who enters something."""

import random

import pages
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from world import credit_code

from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import lists, sample, survey
from zjg_inspect.ui.field.survey import SurveyScreen
from zjg_inspect.ui.field.walker import WalkerScreen

FOUND = "张家港市新来精密零件有限公司"
CODE = credit_code(501)
WRONG = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")


def opened(field, text=""):
    if text:
        field.search(text)
    field.press("Ctrl+N")
    return field.shows(SurveyScreen)


def kept(field):
    assert field.window.saver.flush()
    return survey.entry(field.db)


def proposals(field):
    return survey.proposals(field.db)


def by_two(screen):
    screen.form.by.show_people((Someone("张某"), Someone("李某")), None)


def copy_a_picture(n=1):
    data, jpeg = QMimeData(), sample.workshop_photo(random.Random(n))
    data.setData("image/jpeg", jpeg)
    data.setImageData(QImage.fromData(jpeg))
    QGuiApplication.clipboard().setMimeData(data)
    pages.settle()


def entered(field, name, inspect):
    screen = opened(field, name)
    by_two(screen)
    field.press("Ctrl+Enter" if inspect else "Ctrl+S")
    field.shows(WalkerScreen) if inspect else field.at_home()
    return named(field, name).id


def in_sight(screen, widget):
    """A finger scrolls the page until it stands there."""
    screen._area.ensureWidgetVisible(widget)
    pages.settle()
    return widget


def named(field, name):
    return next(row for row in lists.enterprises(field.db, name) if row.name == name)
