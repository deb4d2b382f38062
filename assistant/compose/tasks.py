"""Everything that a body is responsible for, and the rows of a task table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.composition import Statement
from assistant.statements import Unit, bodies_text, cells, own_number, shortened, units_of
from assistant.terms import Term, normalise
from assistant.wording import own_heading
from corpus import Clause, Document
from corpus.places import bodies, places, short_name

ClausesOf = Callable[[str], Sequence[Clause]]

#: A question about everything that a body has to do, or that a task table holds.
ASKS_TASKS = re.compile(
    r"任务|职责|工作|责任|分工|(?:哪|什么|啥|几|多少|全部|所有|些|件|项)[一-鿿]{0,2}(?:事|活|项目)|(?:干|做|管|负责|牵头|承担|配合|参与|摊上?)(?:的?(?:都|主要)?(?:有|是)?(?:哪|什么|啥|几|多少))"
)
ASKS_ALL = re.compile(
    r"哪些|哪几|哪[二两三四五六七八九十\d]+|什么|啥|[列数][出举一]|都有|全部|所有|几[项件个]|多少[项件个]"
)
_LEADING, _HELPING = re.compile(r"牵头|主办|主管"), re.compile(r"配合|协办|协助")
_ANY_ROLE = re.compile(r"牵头|主办|主管|配合|协办|协助|负责")
_IN_TABLE = re.compile(r"任务表|分解表|清单|一览表|台账|表格?[里中上内]")
_RESPONSIBLE_HEADER = re.compile(r"责任|牵头|配合|负责|部门|单位|承办|主办")
_COUNTS_ROWS = re.compile(
    r"(?:哪|几|多少|全部|所有)[一-鿿]{0,3}(?:任务|工作|事|项目)|(?:任务|工作|项目)[一-鿿]{0,2}(?:有哪|有几|有多少|列|哪些)|几行|多少行"
)
_TASK_HEADER = re.compile(r"内容|任务|事项|项目|措施|工作")
_ROLE = re.compile(r"(?:负责|牵头|配合|参与|落实|承办|主办|协办|等)+$")
_SEPARATOR = re.compile(r"[、，,；;]|(?<=[委局办部厅会])和")
_ADMINISTRATIVE = re.compile(r"^(?:省|市|县|区|州|旗|镇|乡)(?:直|级|本级)?(?=[一-鿿]{2})")
#: A clause in which a body is told to do something: 由市教育局负责, 燃气主管部门应当.
_DOES = r"[^，。；：\n]{0,10}?(?:负责|牵头|承担|应当|会同|主管|组织|指导|监督|制定|审批|核发|落实)"
_SHORTEST = 3
#: An office by a short name that is in no text: 住建局牵头的有哪些.
_SHORT_OFFICE = re.compile(
    r"(?:^|[的里中由归是，])((?:(?![的里中由归是])[一-鿿]){2,5}?[局委办厅])(?=牵头|负责|配合|承担|参与|有|的|管|要)"
)
_DEPARTMENT = re.compile(r"[一-鿿]{2,10}?(?:主管|行政|管理)?部门")
#: A question for the body itself, not for what it does.
ASKS_WHO = re.compile(
    r"谁|(?:哪|什么|啥)(?:些|个|几个|几家|家)?(?:部门|单位|机构|机关|[委局办])|单位(?:是|有|包括)"
)


@dataclass(frozen=True, slots=True)
class _Task:
    """A passage of a clause and who has to do it."""

    unit: Unit
    named: str
    start: int
    end: int


def tasks_of(question: str, document: Document, clauses: Sequence[Clause]) -> tuple[str, list[Statement]]:
    """Return the body that a question asks about, as the document writes it, with all that it has to do.

    The bodies are those that the document names as responsible, so that a shortened name (社会事业局 for
    区社会事业局) and one with its place (安康市招商局 for 市招商局) are found; ``("", [])`` where none fits.

    Args:
        question: The question.
        document: A document.
        clauses: All its clauses.
    """
    tasks = [task for clause in clauses for task in _tasks(clause, document)]
    names = dict.fromkeys(name for task in tasks for name in names_in_role(task.named, question))
    asked = _asked_body(question, list(names))
    if asked:
        chosen = [
            task for task in tasks if any(_same_body(asked, n) for n in names_in_role(task.named, question))
        ]
        # A task table repeats the tasks of the body text row by row: the finer list is the one to give.
        rows = [task for task in chosen if task.unit.kind == "row"]
        return asked, [_statement(task, document) for task in rows or chosen]
    spoken = [body.name for body in bodies(question)] + _DEPARTMENT.findall(question)
    named = sorted(spoken, key=len, reverse=True)
    for name in named:
        if found := list(_done_by(name, document, clauses)):
            return name, found
    return "", []


def rows_of(
    question: str, terms: Sequence[Term], document: Document, clauses: Sequence[Clause]
) -> list[Statement]:
    """Return the rows of a document's task table that a question counts or lists, narrowed by its cells."""
    if not (_IN_TABLE.search(question) and _COUNTS_ROWS.search(question)):
        return []
    rows = [clause for clause in clauses if clause.kind == "table_row"]
    values = {normalise(value) for clause in rows for _, value in cells(clause.text) if 2 <= len(value) <= 12}
    asked = [value for value in values if value in normalise(question)]
    rows = [
        clause
        for clause in rows
        if not asked or any(normalise(value) in asked for _, value in cells(clause.text))
    ]
    units = [units_of(clause, document)[0] for clause in rows]
    return [_statement(_Task(unit, "", unit.start, unit.end), document) for unit in units]


def row_statement(unit: Unit) -> Statement:
    """Return a table row as one item of a list: its cells without their ordinal."""
    pairs = [(name, value.rstrip("。")) for name, value in cells(unit.clause.text) if name != "序号"]
    words = "；".join(f"{name}：{value}" for name, value in pairs if value)
    return Statement(words, unit.clause, unit.document, 0, len(unit.clause.text))


def _tasks(clause: Clause, document: Document) -> Iterator[_Task]:
    """The tasks of a clause: a table row, or the passage before each 责任单位 line or bracket."""
    if clause.kind not in ("clause", "table_row", "box"):
        return
    units = units_of(clause, document)
    if clause.kind == "table_row":
        named = "；".join(f"{n}：{v}" for n, v in cells(clause.text) if v and _RESPONSIBLE_HEADER.search(n))
        if named:
            yield _Task(units[0], named, units[0].start, units[0].end)
        return
    start = 0
    for unit in units:
        if unit.kind == "bodies" and unit.start > start:
            yield _Task(unit, bodies_text(unit), start, unit.end)
            start = unit.end


def names_in_role(named: str, question: str) -> list[str]:
    """Return the bodies of a 责任单位 line, confined to the role that the question asks about."""
    role = _LEADING if _LEADING.search(question) else _HELPING if _HELPING.search(question) else None
    parts = re.split(r"[；;。]|(?<=负责|牵头|配合|参与|落实)[，,]", named)
    if role and any(_ANY_ROLE.search(part) for part in parts):
        parts = [part for part in parts if role.search(part)]
    names: list[str] = []
    for part in parts:
        part = re.sub(r"^[^：:]{2,8}[：:]", "", part.strip())
        names += [_ROLE.sub("", name.strip(" 　[]（）()")) for name in _SEPARATOR.split(part)]
    return [name for name in names if len(name) >= 2]


def _asked_body(question: str, names: Sequence[str]) -> str:
    """The responsible body that a question names, or ""."""
    plain = normalise(question)
    spoken = [normalise(body.name) for body in bodies(question)] or _SHORT_OFFICE.findall(plain)
    best = ("", 0)
    for name in names:
        whole, core = normalise(name), _core(name)
        fits = whole in plain or (len(core) >= _SHORTEST and core in plain)
        if fits or any(_shortens(_core(said), core) for said in spoken):
            length = len(whole) if whole in plain else len(core)
            if length > best[1]:
                best = (name, length)
    return best[0]


def _same_body(left: str, right: str) -> bool:
    return normalise(left) == normalise(right) or (
        len(_core(left)) >= _SHORTEST and _core(left) == _core(right)
    )


def _core(name: str) -> str:
    """A body without its place and level: 社会事业局 of 区社会事业局, 招商局 of 安康市招商局."""
    plain = normalise(name)
    for place in places(plain):
        if plain.startswith(place.name) and len(plain) > len(place.name) + 1:
            plain = plain[len(place.name) :]
            break
        short = short_name(place.name)
        if plain.startswith(short) and len(plain) > len(short) + 2:
            plain = plain[len(short) :]
            break
    return _ADMINISTRATIVE.sub("", plain)


def means(said: str, full: str) -> bool:
    """Return whether a question that says one body means another as it is written (区住建局)."""
    return _same_body(said, full) or _shortens(_core(said), _core(full))


def _shortens(short: str, full: str) -> bool:
    """Whether a name shortens another: its characters in order, first and last alike (人社局, 发改委)."""
    if not (_SHORTEST <= len(short) < len(full)) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _done_by(name: str, document: Document, clauses: Sequence[Clause]) -> Iterator[Statement]:
    """Sentences that tell a body to do something, for documents without 责任单位 lines."""
    core = _core(name)
    if len(core) < _SHORTEST:
        return
    does = re.compile(rf"(?:^|[，,；;。\n　 由])[一-鿿（）()、]{{0,12}}?{re.escape(core)}{_DOES}")
    for clause in clauses:
        if clause.kind != "clause" or core not in normalise(clause.text):
            continue
        for unit in units_of(clause, document):
            if unit.kind == "sentence" and does.search(unit.text):
                words = shortened(unit.text[len(own_number(unit.text)) :].strip().rstrip("。；;"))
                yield Statement(words, clause, document, unit.start, unit.end)
                break


def _statement(task: _Task, document: Document) -> Statement:
    clause = task.unit.clause
    if task.unit.kind == "row":
        value = next((v for n, v in cells(clause.text) if _TASK_HEADER.search(n)), clause.text)
        words = value[len(own_number(value)) :]
    elif not _shared(task):
        words = own_heading(task.unit) or (clause.path[-1] if clause.path else "") or clause.text
        words = words[len(own_number(words)) :]
    else:
        # Each paragraph of the clause has its own 责任单位: its first sentence says what it is about.
        last = clause.text[task.start : task.unit.start].strip("。；;\n ").split("\n")[-1]
        words = last[len(own_number(last)) :].split("。")[0]
    return Statement(shortened(words.rstrip("。；;")), clause, document, task.start, task.end)


def _shared(task: _Task) -> bool:
    """Whether the clause names responsible bodies more than once."""
    return sum(unit.kind == "bodies" for unit in units_of(task.unit.clause, task.unit.document)) > 1
