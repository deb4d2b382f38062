"""Cases: what is asked, what a right answer states, and which clauses it must rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

KINDS = (
    "fact",
    "table",
    "body",
    "date",
    "list",
    "compare",
    "compute",
    "premise",
    "follow_up",
    "locate",
    "metadata",
    "everyday",
    "typo",
    "unanswerable",
)
#: Names that older case files use for a kind.
_KIND_ALIASES = {"followup": "follow_up", "meta": "metadata"}
_KEYS = {
    "id", "kind", "type", "question", "history", "facts", "gold", "support",
    "answerable", "forbidden", "tags", "note",
}  # fmt: skip


class CaseError(Exception):
    """A case file that cannot be read; the message is Chinese and names file and line."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A clause an answer may rest on.

    Attributes:
        document: Id of its document.
        clause: Id of the clause; None where any clause of the document that holds the quotation will do.
        quote: Literal quotation from it; a changed parser is noticed when it no longer stands there.
    """

    document: str
    clause: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One earlier turn of the conversation; the answer may be missing."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what makes an answer to it right.

    Attributes:
        id: Unique within its suite.
        kind: One of ``KINDS``.
        question: As a person would type it.
        history: Earlier turns, oldest first.
        facts: Groups of alternatives; a right answer states one of each group.
        gold: Groups of alternatives; a right answer cites one of each group.
        answerable: Whether the corpus answers it; if not, only a refusal is right.
        forbidden: Statements that make an answer wrong whatever else it says.
        tags: Free words to select by.
        note: A remark for whoever reads the case.
    """

    id: str
    kind: str
    question: str
    history: tuple[Exchange, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    gold: tuple[tuple[Gold, ...], ...] = ()
    answerable: bool = True
    forbidden: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""


def suite_path(name: str) -> Path:
    """Find a suite by the name of a bundled file or by a path.

    Args:
        name: ``sample``, ``development``, ``test`` or a path to a JSON lines file.

    Returns:
        A readable file.

    Raises:
        CaseError: There is neither such a suite nor such a file.
    """
    bundled = Path(str(files(__package__).joinpath("cases", f"{name}.jsonl")))
    for path in (bundled, Path(name)):
        if path.is_file():
            return path
    known = "、".join(sorted(path.stem for path in bundled.parent.glob("*.jsonl")))
    raise CaseError(f"没有评测集“{name}”；请写自带的评测集（{known}）或一个 .jsonl 文件的路径。")


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a suite; see ``read_numbered``."""
    return tuple(case for _, case in read_numbered(path))


def read_numbered(path: Path) -> tuple[tuple[int, Case], ...]:
    """Read a suite with the number of each case's line.

    Args:
        path: JSON lines, one case a line; blank lines are skipped.

    Returns:
        Lines, from 1, and cases in the order of the file.

    Raises:
        CaseError: A line is no case, or two cases share an id; file and line are named.
    """
    cases: dict[str, tuple[int, Case]] = {}
    for number, line in _lines(path):
        where = f"{path.name} 第{number}行"
        try:
            case = case_from(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CaseError(
                f"{where}不是有效的评测题（{error}）；请对照 docs/evaluation.md 中的格式修改。"
            ) from error
        if case.id in cases:
            raise CaseError(f"{where}的编号 {case.id} 与前面的题重复；请改用别的编号。")
        cases[case.id] = number, case
    if not cases:
        raise CaseError(f"{path.name} 里没有评测题；请每行写一道题。")
    return tuple(cases.values())


def case_from(record: Mapping[str, object]) -> Case:
    """Build a case from one JSON object.

    ``gold`` names clauses by id; ``support`` (``doc``, ``quote``, ``any``) names a document and leaves
    open how it is cut into clauses, for questions that outlast a change of the parser.

    Args:
        record: The object of one line.

    Returns:
        The case.

    Raises:
        ValueError: A key is unknown or missing, or a value has the wrong form.
    """
    if unknown := set(record) - _KEYS:
        raise ValueError(f"未知的键：{'、'.join(sorted(unknown))}")
    kind = str(record.get("kind") or record.get("type") or "")
    kind = _KIND_ALIASES.get(kind, kind)
    if kind not in KINDS:
        raise ValueError(f"未知的题型“{kind}”")
    answerable = record.get("answerable", True)
    question = record["question"]
    if not isinstance(answerable, bool) or not isinstance(question, str) or not question.strip():
        raise ValueError("answerable 应为 true 或 false，question 应为文字")
    facts = tuple(tuple(_texts(group)) for group in _list(record.get("facts", [])))
    gold = tuple(_gold_groups(record))
    if not all(facts) or not all(gold):
        raise ValueError("facts 与 gold 的每一组都要有内容")
    if not answerable and (facts or gold):
        raise ValueError("无法回答的题不应有 facts 或 gold")
    return Case(
        id=str(record["id"]),
        kind=kind,
        question=question,
        history=tuple(_exchange(turn) for turn in _list(record.get("history", []))),
        facts=facts,
        gold=gold,
        answerable=answerable,
        forbidden=tuple(_texts(record.get("forbidden", []))),
        tags=tuple(_texts(record.get("tags", []))),
        note=str(record.get("note", "")),
    )


def case_record(case: Case) -> dict[str, object]:
    """Write a case as the JSON object that ``case_from`` reads back; what is empty is left out."""
    history = [
        {"question": turn.question} | ({"answer": turn.answer} if turn.answer else {})
        for turn in case.history
    ]
    gold = [[_gold_record(gold) for gold in group] for group in case.gold]
    record: dict[str, object] = {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "history": history,
        "facts": [list(group) for group in case.facts],
        "gold": gold,
        "forbidden": list(case.forbidden),
        "tags": list(case.tags),
        "note": case.note,
    }
    record = {key: value for key, value in record.items() if value}
    return record if case.answerable else record | {"answerable": False}


def _gold_record(gold: Gold) -> dict[str, str]:
    place = {"clause": gold.clause} if gold.clause else {"doc": gold.document}
    return place | {"quote": gold.quote}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        # Notepad and Excel set a mark before the first line.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"评测集 {path} 无法读取；请核对路径，并存为 UTF-8 编码。") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"应为列表：{value!r}")
    return value


def _texts(value: object) -> list[str]:
    texts = _list(value)
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise ValueError(f"应为非空文字的列表：{value!r}")
    return [str(text) for text in texts]


def _exchange(turn: object) -> Exchange:
    if isinstance(turn, str):
        return Exchange(turn)
    if isinstance(turn, dict) and isinstance(turn.get("question"), str):
        return Exchange(turn["question"], turn.get("answer"))
    raise ValueError(f"history 的每一项应为问题，或 {{question, answer}}：{turn!r}")


def _gold_groups(record: Mapping[str, object]) -> Iterator[tuple[Gold, ...]]:
    for group in _list(record.get("gold", [])):
        yield tuple(_gold(_table(entry)) for entry in (group if isinstance(group, list) else [group]))
    for item in _list(record.get("support", [])):
        entry = _table(item)
        quotes = [str(entry["quote"]), *_texts(entry.get("any", []))]
        yield tuple(Gold(str(entry["doc"]), None, quote) for quote in quotes)


def _gold(entry: Mapping[str, object]) -> Gold:
    clause = entry.get("clause")
    if clause is None:
        return Gold(str(entry["doc"]), None, str(entry["quote"]))
    return Gold(str(clause).partition(":")[0], str(clause), str(entry["quote"]))


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"应为对象：{value!r}")
    return value
