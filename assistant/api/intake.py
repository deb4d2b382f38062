"""Take documents into the record while the service runs: new, replaced, corrected, deleted."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

import anyio
from anyio import to_thread

from assistant.api.errors import ApiError
from assistant.api.indexing import Indexer
from corpus import CorpusError, Document, ParsedDocument
from corpus.apart import parse_apart
from corpus.library import safe_id
from index import Index

#: Files that are parsed at once; further ones wait.
_PARSERS = 2


class Intake:
    """Changes the record, and has the index follow it.

    Files are parsed side by side; only the look whether an id is free and the write after it take turns.

    Args:
        index: The open index.
        indexer: Follows the record in the background.
    """

    def __init__(self, index: Index, indexer: Indexer) -> None:
        self._index = index
        self._indexer = indexer
        self._turn = anyio.Lock()
        self._parsers = anyio.CapacityLimiter(_PARSERS)

    async def add(self, data: bytes, name: str) -> tuple[Document, bool]:
        """Take in a new document.

        Returns:
            The document, and whether it is new: the same file sent twice is one document.

        Raises:
            ApiError: Another document has its id, or the file cannot be read.
        """
        identifier = safe_id(PurePosixPath(name).stem)
        if there := await to_thread.run_sync(self._same, identifier, data):
            return there, False
        parsed = await self._parse(data, name, identifier, {})
        async with self._turn:
            # Another upload of the name may have come first while this one was parsed.
            if there := await to_thread.run_sync(self._same, identifier, data):
                return there, False
            await self._put(parsed, data, {})
        return parsed.document, True

    async def replace(self, identifier: str, data: bytes, name: str) -> Document:
        """Put a new file in the place of a document, under the same id.

        Raises:
            ApiError: There is no such document, or the file cannot be read.
        """
        await to_thread.run_sync(self._existing, identifier)
        parsed = await self._parse(data, name, identifier, {})
        async with self._turn:
            await to_thread.run_sync(self._existing, identifier)
            await self._put(parsed, data, {})
        return parsed.document

    async def correct(self, identifier: str, changes: Mapping[str, object]) -> Document:
        """Set metadata by hand, on top of what was set before.

        Raises:
            ApiError: There is no such document.
        """
        async with self._turn:
            document = await to_thread.run_sync(self._existing, identifier)
            data = await to_thread.run_sync(self._index.received, identifier)
            if data is None:
                raise _not_found()
            by_hand = await to_thread.run_sync(self._index.set_by_hand, identifier)
            overrides = {**by_hand, **changes}
            parsed = await self._parse(data, document.source, identifier, overrides)
            await self._put(parsed, data, overrides)
        return parsed.document

    async def delete(self, identifier: str) -> None:
        """Delete a document; from then on nothing of it is answered.

        Raises:
            ApiError: There is no such document.
        """
        async with self._turn:
            if not await to_thread.run_sync(self._index.delete_document, identifier):
                raise _not_found()
        self._indexer.wake()

    def _same(self, identifier: str, data: bytes) -> Document | None:
        """Return the document of an id if it is of the same bytes; refuse other bytes under the id."""
        folded = identifier.casefold()
        there = next((each for each in self._index.documents() if each.id.casefold() == folded), None)
        if there is not None and self._index.received(there.id) != data:
            message = f"已有同名公文“{there.title}”：如要更新，请用替换；如是另一份，请先改文件名。"
            raise ApiError(409, "document_exists", message)
        return there

    def _existing(self, identifier: str) -> Document:
        document = self._index.document(identifier)
        if document is None:
            raise _not_found()
        return document

    async def _parse(
        self, data: bytes, name: str, identifier: str, overrides: Mapping[str, object]
    ) -> ParsedDocument:
        try:
            return await to_thread.run_sync(
                parse_apart, data, name, identifier, overrides, limiter=self._parsers
            )
        except CorpusError as error:
            raise ApiError(422, "unreadable_file", str(error)) from error

    async def _put(self, parsed: ParsedDocument, data: bytes, overrides: Mapping[str, object]) -> None:
        await to_thread.run_sync(self._index.put_document, parsed, data, overrides)
        self._indexer.wake()


def file_name(sent: str) -> str:
    """Return the plain name of an uploaded file, whatever path or character the sender put in it."""
    name = unicodedata.normalize("NFC", sent.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    path = PurePosixPath(name.strip())
    if path.name == "..":
        return ""
    if len(name.encode()) <= 200:
        return path.name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{path.stem[:40]}-{digest}{path.suffix[:10]}"


def _not_found() -> ApiError:
    return ApiError(404, "document_not_found", "没有这份公文：请查看公文列表 /v1/documents。")
