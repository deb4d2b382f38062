"""What is evaluated: the assistant in this process, or one that is being served."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any, Protocol

from eval.cases import Case
from eval.score import AnswerJson

if TYPE_CHECKING:
    from assistant import Mode
    from assistant.chain import Assistant


class TargetError(Exception):
    """The target gave no answer; the message is Chinese and says what to do next."""


class Target(Protocol):
    """Anything that answers a case with an Answer JSON."""

    def ask(self, case: Case, *, mode: Mode) -> AnswerJson:
        """Answer one case; raises ``TargetError`` where there is no answer."""

    def clause(self, clause_id: str) -> tuple[str, str] | None:
        """Return the label and the text of a clause; None where there is none of that id."""


class InProcess:
    """The assistant of this process."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, case: Case, *, mode: Mode) -> AnswerJson:
        """Answer one case."""
        from assistant import Turn
        from assistant.json import answer_json

        history = tuple(Turn(turn.question, turn.answer) for turn in case.history)
        return answer_json(self._assistant.ask(case.question, history=history, mode=mode))

    def clause(self, clause_id: str) -> tuple[str, str] | None:
        """Return the label and the text of a clause."""
        found = self._assistant.index.clause(clause_id)
        return (found.label, found.text) if found else None


class Served:
    """An assistant behind ``POST /v1/ask``.

    Args:
        url: Root of the service, such as ``http://127.0.0.1:8000``.
        key: Sent as a bearer token where the service asks for one.
        timeout: Seconds to wait for one answer.
    """

    def __init__(self, url: str, *, key: str | None = None, timeout: float = 120.0) -> None:
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"

    def ask(self, case: Case, *, mode: Mode) -> AnswerJson:
        """Answer one case over HTTP."""
        turns = [{"question": turn.question, "answer": turn.answer} for turn in case.history]
        body = {
            "question": case.question,
            "mode": mode,
            "history": [{key: value for key, value in turn.items() if value is not None} for turn in turns],
        }
        return self._call("/v1/ask", body)

    def clause(self, clause_id: str) -> tuple[str, str] | None:
        """Return the label and the text of a clause, asked of the service."""
        try:
            found = self._call(f"/v1/clauses/{urllib.parse.quote(clause_id, safe='')}")
        except TargetError:
            return None
        return found["label"], found["text"]

    def _call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            self._url + path,
            data=None if body is None else json.dumps(body, ensure_ascii=False).encode(),
            headers=self._headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                reply: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            told = error.read().decode(errors="replace")[:200]
            raise TargetError(f"服务返回 {error.code}：{told}；请查看服务的日志。") from error
        except (OSError, ValueError) as error:
            raise TargetError(f"{self._url} 没有给出答复（{error}）；请确认服务已启动。") from error
        return reply
