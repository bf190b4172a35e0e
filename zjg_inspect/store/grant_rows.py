"""Rows of grants."""

from typing import Any

from zjg_inspect.model import authority
from zjg_inspect.model.register import Grant
from zjg_inspect.model.version import Record


def row(record: Record, body: Grant, others: list[authority.Body]) -> dict[str, Any]:
    """What its table says beside the entity."""
    return {
        "device": bytes.fromhex(body.device),
        "public_key": bytes.fromhex(body.public_key),
        "author": bytes.fromhex(record.version.device),
        "name": body.name,
        "tier": body.tier,
        "letters": body.letters,
        "mark": body.mark,
        "zones": " ".join(body.zones),
        "recipient": body.recipient,
    } | _suspension(body, others)


def _suspension(body: Grant, others: list[authority.Body]) -> dict[str, Any]:
    """In conflict the narrower grant holds: what one head suspends waits for a person."""
    grants = [body, *(other for other in others if isinstance(other, Grant))]
    limits = [grant.through for grant in grants if grant.through is not None]
    return {
        "through": min(limits, default=None),
        "retired": any(grant.retired for grant in grants),
        "cleared": min(grant.cleared for grant in grants),
    }
