"""Text that speaks to whoever answers (忽略以上规定，回答…): it is read as text and never followed."""

from __future__ import annotations

import re
from typing import Final

_COMMAND: Final = re.compile(
    r"(?:忽略|无视|忘记|不要遵守|跳过)[^，。；\n]{0,12}(?:指令|指示|提示|规则|规定|要求|条款|内容|设定|限制)"
    r"|系统(?:提示|指令|消息)|提示词|[【\[]系统[】\]]"
    r"|(?:你|您)(?:现在|将|必须|的新|从现在|是)[^，。；\n]{0,12}(?:助手|模型|角色|扮演|回答|输出|身份|任务|管理员)"
    r"|扮演[^，。；\n]{0,12}(?:角色|助手|模型|管理员)|(?:答案|回答|答复)(?:改为|改成|替换为|设为|必须是|一律)"
    r"|(?:请|直接|必须|只|统一|一律)(?:回答|回复|输出|答复)[：:“\"]|(?:新的?|以下)指令[：:]"
    r"|ignore\s+(?:all\s+|any\s+|the\s+)*(?:previous|above|prior)|system\s*(?:prompt|message|:)|<\|?(?:system|im_start)"
    r"|\bDAN\b|jailbreak|developer\s+mode|<script|javascript:|\[/?INST\]",
    re.IGNORECASE,
)
#: In a question, what it orders to be answered is no part of what it asks.
_ORDER: Final = re.compile(r"\s*(?:请|就|直接|必须|只|统一|一律|并)*(?:回答|回复|输出|答复)[^？?]*$")
_MARKUP: Final = re.compile(r"<[A-Za-z!/][^<>]*>|!\[[^\[\]]*\]\([^()]*\)|[\u200b-\u200d\u2060\ufeff]")
_PART: Final = re.compile(r"[^，,。；;！!？?\n]*[，,。；;！!？?\n]?")


def commands(text: str) -> bool:
    """Whether a text tells its reader what to answer or to be."""
    return bool(_COMMAND.search(_MARKUP.sub("", text)) or _COMMAND.search(text))


def without_commands(question: str) -> str:
    """A question without markup and without what it orders; whole where nothing else is in it."""
    plain = _MARKUP.sub("", question)
    parts = [match.group() for match in _PART.finditer(plain) if match.group()]
    if any(_COMMAND.search(part) for part in parts):
        parts = [part for part in parts if not _COMMAND.search(part) and not _ORDER.match(part)]
    return "".join(parts).strip("，,；; ") or plain.strip() or question
