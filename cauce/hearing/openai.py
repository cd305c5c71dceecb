"""OpenAI's transcriptions, and every service that speaks the same way (Groq, whisper servers)."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from cauce.errors import DeliveryError, Rejected, Throttled, Unauthorised, Unreachable
from cauce.settings import Settings

# A note of some minutes takes seconds; whoever needs longer than this is stuck.
SECONDS = 60.0
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class OpenAIEars:
    http: httpx.AsyncClient
    base: str
    key: str = field(repr=False)
    model: str

    @property
    def name(self) -> str:
        return self.model

    async def hear(self, content: bytes, name: str, mime: str) -> str:
        """The words of a note. It can be asked again at will, so nothing is ever unknown."""
        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            answer = await self.http.post(
                f"{self.base.rstrip('/')}/audio/transcriptions",
                data={"model": self.model, "response_format": "json"},
                files={"file": (name, content, mime)},
                headers=headers,
                timeout=SECONDS,
            )
        except httpx.HTTPError as error:
            raise Unreachable("The service that writes voice notes down did not answer.") from error
        if not answer.is_success:
            raise _refusal(answer)
        text = _object(answer.content).get("text")
        if not isinstance(text, str):
            raise Unreachable("The service that writes voice notes down answered without words.")
        return text.strip()


def ears_of(settings: Settings, http: httpx.AsyncClient) -> OpenAIEars | None:
    """Whoever listens by these settings; None: nobody does."""
    if not settings.voice_url:
        return None
    key = settings.voice_key.get_secret_value()
    return OpenAIEars(http, settings.voice_url, key, settings.voice_model)


def _refusal(answer: httpx.Response) -> DeliveryError:
    error = _object(answer.content).get("error")
    code = str(error.get("code") or "") if isinstance(error, dict) else ""
    said = f"The service that writes voice notes down refused it ({answer.status_code})."
    if answer.status_code in (401, 403) or code == "insufficient_quota":
        return Unauthorised(said)
    if answer.status_code == 429:
        after = answer.headers.get("retry-after", "")
        return Throttled(said, float(after) if after.isdigit() else _PATIENCE)
    return Unreachable(said) if answer.status_code >= 500 else Rejected(said)


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
