"""What stands under a heading, or makes up a whole document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.compose.composition import Composition, Statement
from assistant.numerals import chinese_number
from assistant.statements import Unit, own_number, shortened, units_of
from assistant.terms import Term, bigrams, normalise
from assistant.wording import own_heading
from corpus import Clause, Document

#: Words that name the parts of a document and not what they are about.
_PARTS = re.compile(
    r"部分|方面|内容|章节?|节|条款?|大?块|要点|板块|环节|项|点|类|文件|规定|哪些|列[出举]来?|全部|所有|主要|东西|里头?|几大|一下|讲|写|分|共|包[括含]"
)
_SECTION = re.compile(r"第[一二三四五六七八九十百\d]+(?:[编章节]|部分|大?块)")
_COUNTED = re.compile(r"哪?([两二三四五六七八九十\d]+)(?:大|个|项|条|方面|块|章|类|种|点)")
#: 几大行动, 六大工程 are named by a level of headings.
_GREAT = re.compile(r"[几两二三四五六七八九十\d]大[一-鿿]{2}")
_WHOLE = re.compile(
    r"(?:哪|几|多少|什么)[一-鿿]{0,2}(?:部分|方面|章节?|内容|板块|块)|主要内容|讲了?(?:什么|啥|哪)|目录|框架|结构"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")
#: Items numbered 1. 2. 3. or 1、2、3、 throughout.
_RUNNING = re.compile(r"\s*(\d{1,2})\s*[．.、](?!\d)")
_FEWEST = 4
_MOST = 40
_SHORTEST = 3
_AFTER = (
    r"(?:里|中|方面)?(?:都|主要|一?共|总共|具体)*(?:有|是|分(?:为|成)?|包[括含]|讲|列)?了?"
    r"(?:哪|几|什么|啥|多少|出)"
)
_BEFORE = r"(?:哪|几|列出|列举|列一下)[一-鿿]{0,3}"


def under_heading(
    question: str, terms: Sequence[Term], document: Document, clauses: Sequence[Clause], *, literal: bool
) -> Composition | None:
    """Return the items under the heading that a question names, or the parts of the whole document.

    A heading is named when it holds every word of the question that the name of its document does not hold;
    a word that no heading of its own holds but most of one level share (实施…行动) names that level.

    Args:
        question: The question.
        terms: Its words.
        document: A document.
        clauses: All its clauses.
        literal: Whether only a heading counts that the question asks for as it stands (保障措施有哪些).
    """
    if section := _SECTION.search(question):
        named = [h for h in _headings(clauses) if normalise(h).startswith(section.group(0))]
        return _composed(named[0], document, clauses, articles=True) if named else None
    asked = max((h for h in _headings(clauses) if _asked_for(h, question)), key=len, default="")
    if asked and (composed := _composed(asked, document, clauses)):
        return composed
    if literal:
        return None
    about = normalise(" ".join((document.title, document.issuer or "", *document.regions, *document.aliases)))
    wanted = [
        term
        for term in terms
        if not (term.name or _PARTS.fullmatch(term.text) or term.text.isdecimal())
        and (term.focus or not term.said_in(about))
    ]
    number = asked_number(question)
    if not wanted:
        running = _running(number, document, clauses)
        return running or (_composed("", document, clauses) if _WHOLE.search(question) else None)
    if not (_GREAT.search(question) or any(term.thing or term.focus for term in wanted)):
        return None
    if level := _level(wanted, document, clauses):
        return level
    named = [h for h in _headings(clauses) if all(term.said_in(normalise(h)) for term in wanted)]
    pairs = bigrams(normalise(question))
    named.sort(key=lambda heading: (-sum(pair in heading for pair in pairs), len(heading)))
    lists = [composed for heading in named if (composed := _composed(heading, document, clauses))]
    fitting = next((found for found in lists if len(found.statements) == number), None)
    return fitting or _running(number, document, clauses) or (lists[0] if lists else None)


def _asked_for(heading: str, question: str) -> bool:
    """Whether a question asks for what stands under a heading, by the heading's own words."""
    core = normalise(heading[len(own_number(heading)) :]).strip("。：: ")
    if len(core) < _SHORTEST or core not in normalise(question):
        return False
    core = re.escape(core)
    return bool(re.search(rf"{core}{_AFTER}|{_BEFORE}{core}", normalise(question)))


def asked_number(question: str) -> int:
    """Return how many a question says that there are (全部12项任务), or 0."""
    match = _COUNTED.search(question)
    if not match:
        return 0
    written = match.group(1)
    return int(written) if written.isdecimal() else int(chinese_number(written) or 0)


def _running(number: int, document: Document, clauses: Sequence[Clause]) -> Composition | None:
    """The items of a document that are numbered on across its headings, where there are so many of them."""
    items = [clause for clause in clauses if clause.kind == "clause" and _RUNNING.match(clause.text)]
    numbers = [int(match.group(1)) for clause in items if (match := _RUNNING.match(clause.text))]
    if number < _FEWEST or numbers != [*range(1, number + 1)]:
        return None
    statements = []
    for clause in items:
        unit = units_of(clause, document)[0]
        words = own_heading(unit) or unit.text[len(own_number(unit.text)) :].strip().rstrip("。；;：:")
        statements.append(Statement(shortened(words), clause, document, unit.start, unit.end))
    return Composition(tuple(statements), "list", f"《{document.title}》", counted=True)


def _headings(clauses: Iterable[Clause]) -> list[str]:
    return list(dict.fromkeys(heading for clause in clauses for heading in clause.path))


def _level(wanted: Sequence[Term], document: Document, clauses: Sequence[Clause]) -> Composition | None:
    """The headings of one level most of which hold the word asked for (六大行动)."""
    under: dict[str, list[Clause]] = {"": list(clauses)}
    for clause in clauses:
        for heading in clause.path:
            under.setdefault(heading, []).append(clause)
    for above, own in under.items():
        composed = _composed(above, document, own)
        if composed is None or len(composed.statements) < 3:
            continue
        holding = sum(
            all(t.said_in(normalise(statement.text)) for t in wanted) for statement in composed.statements
        )
        if holding * 3 >= len(composed.statements) * 2:
            return composed
    return None


def _composed(
    heading: str, document: Document, clauses: Sequence[Clause], *, articles: bool = False
) -> Composition | None:
    """The items right under a heading, or the document's first level for ""; None where there is no list.

    Articles without headings of their own are items only where ``articles`` says so.
    """
    items: dict[str, Statement] = {}
    headings = {c.text.strip().rstrip("。：:"): c for c in clauses if c.kind == "heading"}
    for clause in clauses:
        if clause.kind not in ("clause", "box") or (heading and heading not in clause.path):
            continue
        below = clause.path[clause.path.index(heading) + 1 :] if heading else clause.path
        unit = units_of(clause, document)[0]
        name = below[0] if below else own_number(clause.text) + _title(unit, articles=articles)
        if not name or not own_number(name) or name in items:
            continue
        words = re.sub(r"[。：:]$", "", name[len(own_number(name)) :].strip())
        if words and (own := headings.get(name.rstrip("。：:"))):
            items[name] = Statement(shortened(words), own, document, 0, len(own.text))
        elif words:
            items[name] = Statement(shortened(words), clause, document, unit.start, unit.end)
    only = next(iter(items), "")
    if len(items) == 1 and only in _headings(clauses) and only != heading:
        return _composed(only, document, clauses, articles=articles)
    if not 2 <= len(items) <= _MOST:
        return None
    title = heading[len(own_number(heading)) :].strip().rstrip("。") if heading else f"《{document.title}》"
    opening = f"“{title}”" if heading else title
    return Composition(tuple(items.values()), "list", opening, counted=True)


def _title(unit: Unit, *, articles: bool) -> str:
    """The short title of a clause, or the first words of an article, which has none."""
    if articles:
        return own_heading(unit) or unit.text[len(own_number(unit.text)) :].strip().rstrip("。；;：:")
    return "" if _ARTICLE.match(unit.clause.text) else own_heading(unit)
