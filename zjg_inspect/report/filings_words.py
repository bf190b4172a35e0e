"""Words of the monthly list of filings."""

BY = {"owner": "产权方", "manager": "管理人", "": ""}


def in_time(late: int, known: bool) -> str:
    """及时, 逾期 12 天, or that nobody knows when it was signed."""
    if not known:
        return "签订日不详"
    return f"逾期 {late} 天" if late else "及时"
