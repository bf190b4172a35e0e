"""Another programme than the notice's, as an office would write it in the window."""

from zjg_inspect.model.programme import Phase, Programme, Targets

ANOTHER = Programme(
    id="another_2027",
    title="小微企业安全提升三年行动",
    source="某某市安委会文件",
    starts="2027-01-01",
    ends="2029-12-31",
    phases=(
        Phase("1", "动员部署", "2027-01-01", "2027-03-31"),
        Phase("2", "全面提升", "2027-04-01", "2029-06-30"),
        # a gap of two months before it
        Phase("3", "验收", "2029-09-01", "2029-12-31", "第三条"),
    ),
    targets=Targets(enterprises_in_zone=60, zones=80),
    report_day=31,
    lease_days=15,
    due_soon=5,
)
