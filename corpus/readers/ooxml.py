"""Office Open XML packages (docx, xlsx): bounded reading of the XML parts inside a zip file."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from corpus.model import CorpusError

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: The strict form of the standard uses other namespaces for the same vocabulary.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip

#: Most members an office writes is a few hundred (one a picture).
_MAX_MEMBERS = 10_000
_MAX_PART = 64 * 1024 * 1024
#: XML in real documents packs 5 to 30 times smaller; small parts may pack better.
_MAX_RATIO = 100
_RATIO_FREE = 1024 * 1024
#: Elements allowed in a part: an MB of packed docx holds some 200,000, a bomb millions.
_FREE_ELEMENTS = 300_000
_ELEMENTS_A_BYTE = 0.3

#: All members of a file together, unpacked; a document full of photographs stays below.
_MAX_UNPACKED = 512 * 1024 * 1024

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class Package:
    """The parts of one docx or xlsx file, parsed one by one as they are asked for.

    Nothing is unpacked to disk, no entity is resolved, no address is fetched, and no part may be larger
    than its packed size makes plausible.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Opens the package.

        Args:
            data: The file's bytes.
            name: The file's name, for messages.

        Raises:
            CorpusError: The zip file is broken, encrypted, or has too many members.
        """
        self._name = name
        self._size = len(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except _ZIP_ERRORS as error:
            raise self._broken() from error
        if len(members) > _MAX_MEMBERS:
            raise CorpusError(f"{name}：压缩包内有 {len(members)} 个文件，过多。请另存一份后重试。")
        self._members = {member.filename: member for member in members}

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def names(self) -> Iterator[str]:
        """The paths of all parts."""
        return iter(self._members)

    def main(self, default: str) -> str:
        """The path of the package's main part, or ``default`` where the package does not name it."""
        targets = dict(self._relationships(""))
        return next((target for kind, target in targets.values() if kind == "officeDocument"), default)

    def related(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` is related to by a relationship type ending in ``/kind``."""
        return next(
            (target for found, target in dict(self._relationships(part)).values() if found == kind), None
        )

    def targets(self, part: str) -> dict[str, str]:
        """The paths of all parts that ``part`` is related to, by relationship id."""
        return {identity: target for identity, (_, target) in self._relationships(part)}

    def xml(self, part: str) -> etree._Element | None:
        """The root element of a part; None where the package has no such part.

        Raises:
            CorpusError: The part is broken, or implausibly large.
        """
        if part not in self._members:
            return None
        data = self._read(part)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise CorpusError(f"{self._name}：文件内含不允许的实体声明。请用 Office 或 WPS 另存一份后重试。")
        elements = data.count(b"<") - data.count(b"</")
        if elements > max(_FREE_ELEMENTS, _ELEMENTS_A_BYTE * self._size):
            raise CorpusError(
                f"{self._name}：文件结构异常复杂（{part}）。请用 Office 或 WPS 另存一份后重试。"
            )
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._broken() from error

    def verify(self) -> None:
        """Reads every part within the bounds, for a library that loads the whole file at once.

        Raises:
            CorpusError: A part is broken, encrypted or implausibly large, or all of them together are.
        """
        unpacked = 0
        for part, member in self._members.items():
            if part.endswith((".xml", ".rels")):
                self.xml(part)
                unpacked += member.file_size
            else:
                unpacked += len(self._read(part))
            if unpacked > _MAX_UNPACKED:
                raise CorpusError(f"{self._name}：压缩内容展开后异常庞大。请另存一份后重试。")

    def _relationships(self, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return
        for relationship in root.iter(_RELATIONSHIP):
            if relationship.get("TargetMode") == "External":
                continue
            target = relationship.get("Target", "")
            path = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            yield relationship.get("Id", ""), (relationship.get("Type", "").rpartition("/")[2], path)

    def _read(self, part: str) -> bytes:
        member = self._members[part]
        if member.flag_bits & 0x1:
            raise CorpusError(f"{self._name}：文件已加密。请去掉密码另存后重试。")
        allowed = min(_MAX_PART, max(_RATIO_FREE, member.compress_size * _MAX_RATIO))
        try:
            with self._archive.open(member) as stream:
                data = stream.read(allowed + 1)
        except _ZIP_ERRORS as error:
            raise self._broken() from error
        if len(data) > allowed:
            raise CorpusError(
                f"{self._name}：压缩内容展开后异常庞大（{part}）。请用 Office 或 WPS 另存一份后重试。"
            )
        return data

    def _broken(self) -> CorpusError:
        return CorpusError(
            f"{self._name}：文件已损坏，无法解开。请重新取得原件，或用 Office、WPS 修复另存后重试。"
        )
