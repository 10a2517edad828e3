"""How an archive package is put together: its manifest and its ZIP; equal contents give equal bytes (2.10). Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

MANIFEST, SIGNATURE, METADATA, SCHEMA, READ_ME = (
    *("manifest.json", "signature.der", "metadata.json", "schema.json", "readme.txt"),
)
UNLISTED = (MANIFEST, SIGNATURE)
"""The manifest cannot list itself, nor the signature over it."""
FORMAT = "govportal-archive-1"
READ_ME_WORDS = """政务服务办件电子档案包

manifest.json   文件清单：每个文件的字节数、页数、SHA-256 和 SM3 摘要
signature.der   机关电子印章对 manifest.json 的 SM3 摘要所作的签名（GB/T 38540-2020 签章数据，SM2）
metadata.json   元数据，结构见 schema.json
archive/        审批流转表（D-19）、案卷目录（D-20）
papers/         文书，按形成时间排列
materials/      申请材料，按事项材料清单排列
answers/ mail/ result/   表单附件、邮寄扫描件、证照和送达签名

任何人可用随产品公布的独立脚本 examples/archive_check/check.py 核验，不需要本系统。
"""


def sha256_of(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sm3_of(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.new("sm3", content).hexdigest()


def as_json(data: Any) -> bytes:
    """One way of writing, so that equal data are equal bytes."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def manifest_of(
    contents: Mapping[str, bytes], pages: Mapping[str, int], titles: Mapping[str, str], about: Mapping[str, Any]
) -> bytes:
    """The list of every file with size, pages (0 for what has none) and both digests; `about` names the package."""
    files = [
        {
            **{"path": path, "title": titles.get(path, ""), "bytes": len(content), "pages": pages.get(path, 0)},
            **{"sha256": sha256_of(content), "sm3": sm3_of(content)},
        }
        for path, content in sorted(contents.items())
    ]
    return as_json({"format": FORMAT, **about, "files": files})


def zipped(contents: Mapping[str, bytes], at: datetime) -> bytes:
    """All files, uncompressed, in the order of their names, dated `at` (read as it stands, without its zone)."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as package:
        for path, content in sorted(contents.items()):
            entry = ZipInfo(path, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return out.getvalue()


def unzipped(package: bytes) -> list[tuple[str, bytes]]:
    """Every entry with its bytes, in the order of the file; a name may stand twice. Raises zipfile.BadZipFile."""
    with ZipFile(BytesIO(package)) as found:
        return [(entry.filename, found.read(entry)) for entry in found.infolist()]
