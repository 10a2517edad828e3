"""The feed of published decisions for the credit platform, in the fields of 2.11."""

from cases.models import Publication, PublicationState
from cases.pages.publications import standing_of

FEED_HEAD = (
    *("公示序号", "行政许可决定文书号", "许可名称", "许可类别", "许可内容", "行政相对人名称", "行政相对人代码"),
    *("许可机关", "许可机关代码", "许可决定日期", "有效期自", "有效期至", "许可证书名称", "许可编号"),
    *("业务编码", "办理结果", "当前状态", "更正次数"),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TAKEN_DOWN = "撤下"


def feed_row(row: Publication) -> list[str]:
    """One line of the feed; of what was taken down only that it was."""
    if row.state != PublicationState.PUBLISHED:
        known = {"公示序号": str(row.feed_no), "业务编码": plain(row.number), "当前状态": TAKEN_DOWN}
        return [known.get(name, "") for name in FEED_HEAD]
    until = row.valid_until.isoformat() if row.valid_until else ("长期" if row.licence_no else "")
    cells = (
        *(str(row.feed_no), row.decision_no, row.name, row.category, row.content, row.holder_name, row.holder_code),
        *(row.department.name, row.department.uscc, row.decided_on.isoformat()),
        *(row.valid_from.isoformat() if row.valid_from else "", until, row.licence_name, row.licence_no),
        *(row.number, row.outcome, str(standing_of(row).word), str(row.version - 1)),
    )
    return [plain(cell) for cell in cells]


def plain(cell: str) -> str:
    """A cell no table program takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
