"""The next version of the checklist, as an office person makes it and the office releases it."""

import msgspec
import yaml

from zjg_inspect.service import forms


class Plain(yaml.SafeDumper):
    """Without references, which a form file may not have."""

    def ignore_aliases(self, data):
        return True


def next_version(world, *, drop=(), reword=None, add=(), version=None):
    """What an office person makes of the current checklist: a file, as it would be brought along."""
    with world.office.read() as conn:
        now = forms.current_form(conn, world.office, forms.FORM_ID)
    doc = msgspec.to_builtins(now)
    doc["version"] = version or now.version + 1
    for section in doc["sections"]:
        section["items"] = [item for item in section["items"] if item["code"] not in drop]
        for item in section["items"]:
            item["text"] = (reword or {}).get(item["code"], item["text"])
        first = section["items"][0] | {"applies_when": None, "weight": "required", "key": False}
        new = {"title": "新加的条目", "text": "新加的这一条做到了。"}
        mine = [code for code in add if code.startswith(section["code"] + "-")]
        section["items"] += [first | new | {"code": code} for code in mine]
    path = world.root / "下一版.yaml"
    path.write_text(yaml.dump(doc, allow_unicode=True, Dumper=Plain), encoding="utf-8")
    return path


def released(world, **changed):
    """Imported, said to ask the same where it is worded otherwise, and released."""
    draft = forms.import_draft(world.office, next_version(world, **changed))
    forms.say_same(world.office, draft, set(changed.get("reword") or ()))
    return forms.release(world.office, draft)
