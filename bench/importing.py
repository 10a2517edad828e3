"""Importing spreadsheets: rows a second and the peak of memory, and how both grow from a thousand rows to ten thousand.

Every size is read by a process of its own, whose memory tells nothing of the others.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = [int(size) for size in os.environ.get("BENCH_ROWS", "1000,10000").split(",")]
HEADINGS = (
    "事项名称",
    "基本编码",
    "事项类型",
    "设定依据",
    "服务对象",
    "申请材料",
    "法定办结时限",
    "承诺办结时限",
    "受理条件",
)
KILOBYTES = 1024.0


def measure() -> list[str]:
    """Lines of the report: checking and bringing in, for each size, and the growth between the sizes."""
    found = [_in_its_own_process(size) for size in SIZES]
    lines = [
        f"import of {size} rows: checked {check:.0f} rows/s, brought into drafts {bring:.0f} rows/s, "
        f"peak {peak:.0f} MB ({peak - base:.0f} above the start)"
        for size, (check, bring, base, peak) in zip(SIZES, found, strict=True)
    ]
    first, last = found[0], found[-1]
    growth = (
        f"checking × {last[0] / first[0]:.2f}, bringing in × {last[1] / first[1]:.2f}, peak × {last[3] / first[3]:.2f}"
    )
    return [*lines, f"import, {SIZES[0]} to {SIZES[-1]} rows: {growth}"]


def _in_its_own_process(size: int) -> tuple[float, float, float, float]:
    answer = subprocess.run(
        [sys.executable, "-m", "bench.importing", str(size)], capture_output=True, text=True, check=True
    )
    check, bring, base, peak = map(float, answer.stdout.split()[-4:])
    return check, bring, base, peak


def write_rows(path: Path, size: int) -> None:
    """A foreign list of so many items, no two alike."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("权力清单")
    sheet.append(HEADINGS)
    for number in range(size):
        sheet.append(
            [
                f"基准事项{size}-{number}",
                f"32019{len(str(size))}{number:06d}",
                "行政许可",
                f"《基准条例》第{number}条：从事第{number}类活动，应当取得许可。",
                "自然人、企业法人",
                f"1.申请书{number}（原件2份）\n2.身份证复印件1份；\n3.第{number}类活动的情况说明",
                "20个工作日",
                "５个工作日",
                f"1.有与第{number}类活动相适应的场所；\n2.有符合要求的人员。",
            ]
        )
    book.save(path)


def run(size: int) -> None:
    """Write, check and bring in one list; prints rows a second of both, resident megabytes before and at the peak."""
    import django

    django.setup()
    from identity.actors import SYSTEM
    from identity.models import Department
    from items.models import BookImport, BookStage
    from items.services.bookruns import run_check, run_import
    from items.services.books import receive_book, start_check, start_import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        subprocess.run([sys.executable, "-m", "bench.importing", "write", str(path), str(size)], check=True)
        with path.open("rb") as file:
            book = receive_book(file, name="list.xlsx", by=SYSTEM, department=Department.objects.earliest("pk"))
    base = _peak()
    begun = time.perf_counter()
    run_check(start_check(book, by=SYSTEM).pk)
    checked = time.perf_counter()
    book = start_import(BookImport.objects.get(pk=book.pk), by=SYSTEM)
    run_import(book.pk, by=SYSTEM)
    done = time.perf_counter()
    book.refresh_from_db()
    if book.stage != BookStage.DONE or book.job is None or book.job.result["new"] != size:
        raise RuntimeError(f"the import of {size} rows did not go through")
    print(size / (checked - begun), size / (done - checked), base, _peak())


def _peak() -> float:
    """Largest resident memory of this process so far, in megabytes; what `getrusage` says begins with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / KILOBYTES


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write_rows(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        run(int(sys.argv[1]))
