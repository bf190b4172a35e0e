"""Documents of small forms, as a form file or a bundle holds them."""


def an_item(code: str = "1-01", **changes: object) -> dict[str, object]:
    return {
        "code": code,
        "title": "通道畅通",
        "text": "安全通道保持畅通。",
        "look_at": ["走一遍通道。"],
        "met": "走得通。",
        "source": "§三(四)2",
    } | changes


def a_form(*items: object, **changes: object) -> dict[str, object]:
    section = {"code": "1", "title": "现场", "source": "§三(四)", "items": list(items) or [an_item()]}
    return {
        "id": "trial",
        "version": 1,
        "title": "试用表",
        "source": "自拟",
        "derived": True,
        "sections": [section],
    } | changes
