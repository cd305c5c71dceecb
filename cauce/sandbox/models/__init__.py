"""The vendors of models, played here: OpenAI, Anthropic, Gemini and one that speaks like OpenAI."""

from typing import Final

from fastapi import APIRouter

from cauce.sandbox.models import (
    anthropic,
    control,
    gemini,
    openai_chat,
    openai_media,
    openai_responses,
)

# "/local" is a model in the house: it speaks like OpenAI and asks for no key.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    openai_chat.router,
    openai_responses.router,
    openai_media.router,
    anthropic.router,
    gemini.router,
    control.router,
)
