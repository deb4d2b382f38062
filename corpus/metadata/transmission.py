"""主送 (addressees), 抄送 (copies) and 印发日期 (date of printing)."""

from __future__ import annotations

import re

from corpus.metadata.dates import find_dates
from corpus.metadata.head import HeadValue
from corpus.metadata.lines import Line, is_addressee, is_heading
from corpus.metadata.title import Titles

_COPY = re.compile(r"抄\s*[送报]\s*[：:]\s*")
_RECIPIENTS = re.compile(
    r"人民政府|委|办|局|部|厅|院|会|单位|机构|部门|企业|公司|学校|中心|机关|团体|同志|街道|你[们局]|处"
)


def read_transmission(text: str, lines: tuple[Line, ...], titles: Titles) -> list[tuple[str, HeadValue]]:
    """The three values as ``(addressee | copy | printed, value)``, those that stand in the text."""
    found: list[tuple[str, HeadValue]] = []
    for line in lines[titles.notice_body : titles.notice_body + 6]:
        if is_heading(line.text):
            break
        if is_addressee(line.text) and _RECIPIENTS.search(line.text):
            value = line.text.rstrip("：: ")
            found.append(("addressee", HeadValue(value, line.start, line.start + len(value))))
            break
    for place, line in enumerate(lines):
        copy = _COPY.match(line.text)
        if copy:
            last = place
            while last + 1 < len(lines) and not re.search(r"印发|^主动公开", lines[last + 1].text):
                if "。" in lines[last].text[-1] and not re.search(r"[，、。]", lines[last + 1].text):
                    break
                last += 1
            value = re.sub(r"\s+", "", text[line.start + copy.end() : lines[last].end])
            found.append(("copy", HeadValue(value, line.start + copy.end(), lines[last].end)))
            break
    for line in reversed(lines[-12:]):
        if line.text.endswith("印发"):
            days = list(find_dates(line.text))
            if days:
                day = days[-1]
                found.append(("printed", HeadValue(day.iso, line.start + day.start, line.start + day.end)))
                break
    return found
