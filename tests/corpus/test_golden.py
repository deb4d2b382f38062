"""Whole documents against what a person read line by line beside the source.

A line of a golden file is one clause: its place, kind, label, innermost heading, and how its text begins and
ends. To write the files anew after a change, and then read the difference by eye:

    POLICY_GOLDEN=write python -m pytest tests/corpus/test_golden.py
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from corpus import Clause, ParsedDocument, parse, parts
from corpus.citation import document_label, part_label
from corpus.citation.resolve import Resolution, resolve
from corpus.library import bundled_corpus
from corpus.manifest import read_manifest
from corpus.readers import read_source
from corpus.references import find_references
from corpus.render import restore

GOLDEN = Path(__file__).parents[1] / "golden"
FIELDS = ("title", "aliases", "number", "issuer", "date", "effective", "expires", "status", "period")
MORE = ("regions", "cites", "notes")
READ_ONLY = ("addressee", "copy", "printed")
#: A clause is shown whole up to this many characters.
WHOLE = 120


def sources() -> dict[str, Path]:
    """Files by the id of their document: the bundled corpus, real ones, and kinds written for this test."""
    bundled = bundled_corpus()
    found = {entry.id: bundled / file for file, entry in read_manifest(bundled).items() if entry.id}
    kept = [path for folder in ("documents", "written") for path in sorted((GOLDEN / folder).iterdir())]
    return found | {path.stem: path for path in kept}


SOURCES = sources()


def parsed(name: str) -> ParsedDocument:
    return parse(read_source(SOURCES[name]), document_id=name)


def picture(item: ParsedDocument) -> str:
    """The golden file of a document."""
    document = item.document
    lines = [f"{name}: {value}" for name in FIELDS if (value := written(getattr(document, name)))]
    lines += [
        f"{name}: {'、'.join(entry.value for entry in document.evidence[name])}"
        for name in READ_ONLY
        if name in document.evidence
    ]
    lines += [f"{name}: {value}" for name in MORE for value in getattr(document, name)]
    repairs = Counter(repair.kind for repair in document.repairs)
    lines += ["repairs: " + "、".join(f"{kind} {count}" for kind, count in sorted(repairs.items())), ""]
    lines += [" | ".join(row(clause, document_label(document))) for clause in item.clauses]
    return "\n".join(lines) + "\n"


def written(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(str(one) for one in value)
    return "" if value in {None, "unknown"} else str(value)


def row(clause: Clause, head: str) -> tuple[str, ...]:
    text = clause.text.replace("\n", "⏎")
    if len(text) > WHOLE:
        text = f"{text[:60]}…{len(text)}字…{text[-40:]}"
    place = clause.id.split(":")[1]
    heading = clause.path[-1] if clause.path else ""
    return place, clause.kind, clause.label.removeprefix(head), f"{len(clause.path)} {heading}", text


def follow(label: str, item: ParsedDocument) -> Resolution:
    (reference, *_) = find_references(label)
    return resolve(reference, [item.document], lambda _: item.clauses)


@pytest.mark.parametrize("name", SOURCES)
def test_a_document_is_as_it_was_read_by_eye(name: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    found = picture(parsed(name))
    if os.environ.get("POLICY_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SOURCES)
def test_every_label_leads_back_to_its_clause_or_part_and_nothing_is_lost(name: str) -> None:
    item = parsed(name)
    document = item.document
    for clause in item.clauses:
        assert document.text[clause.start : clause.end] == clause.text
        if clause.kind == "title":
            continue
        assert follow(clause.label, item).clause is clause
        for part in parts(clause):
            found = follow(part_label(document, clause, part.start, part.end), item)
            assert (found.clause, found.part) == (clause, part)
    inside = {at for clause in item.clauses for at in range(clause.start, clause.end)}
    assert all(at in inside or char.isspace() for at, char in enumerate(document.text))
    assert restore(document.text, document.repairs) == document.original


def test_there_are_golden_files_for_the_corpus_and_at_least_twelve_other_documents() -> None:
    formats = Counter(path.suffix for path in SOURCES.values())
    assert sum(path.parent.name == "documents" for path in SOURCES.values()) >= 12
    assert formats.keys() >= {".txt", ".html", ".docx", ".xlsx", ".md"}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(SOURCES)
