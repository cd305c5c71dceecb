"""OpenAI's ears and brush: transcriptions of voice notes, and small pictures."""

import base64
import struct
import zlib
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.datastructures import UploadFile

from cauce.sandbox.models.desk import desk_of
from cauce.sandbox.models.openai_shapes import answered, problem, refused_key, refused_model
from cauce.sandbox.models.trouble import Problem, meet

router = APIRouter()
HEARD: Final = "Hola, ¿tienen laptops disponibles y cuánto demora el envío?"
_LARGEST = 25 * 1024 * 1024
_SIZES = ("1024x1024", "1536x1024", "1024x1536", "auto")


@router.post("/openai/v1/audio/transcriptions")
@router.post("/local/v1/audio/transcriptions")
async def transcriptions(request: Request) -> Response:
    """What is in the file does not matter: a scripted text, else always the same words."""
    async with request.form() as form:
        upload, model = form.get("file"), form.get("model")
        wanted = str(form.get("response_format") or "json")
        size = upload.size or 0 if isinstance(upload, UploadFile) else None
    refused = refused_key(request) or refused_model({"model": model})
    if refused is None and size is None:
        refused = Problem(
            "bad_request", message="Missing required parameter: 'file'.", field="file"
        )
    if refused is None and size is not None and size > _LARGEST:
        refused = Problem("bad_request", message="Maximum content size limit exceeded.")
    if refused is not None:
        return problem(refused)
    desk = desk_of(request)

    async def answer(trouble: str) -> Response:
        waiting = desk.scripts.get("openai.audio")
        text = str(waiting.popleft().get("text", "")) if waiting else HEARD
        if trouble:
            text = ""
        if wanted == "text":
            return PlainTextResponse(text)
        usage = {"type": "duration", "seconds": 4}
        return answered({"text": text, "usage": usage}, desk.number())

    return await meet(request, "openai.audio", problem, answer)


@router.post("/openai/v1/images/generations")
async def images(request: Request) -> Response:
    """A picture of one colour: always base64, as these models give it."""
    body = await request.json()
    refused = refused_key(request) or refused_model(body)
    if refused is None and "response_format" in body:
        refused = Problem(
            "bad_request",
            message="Unknown parameter: 'response_format'.",
            field="response_format",
        )
    if refused is None and body.get("size", "auto") not in _SIZES:
        refused = Problem("bad_request", message="Invalid size.", field="size")
    if refused is not None:
        return problem(refused)

    async def answer(trouble: str) -> Response:
        if trouble == "refusal":
            return problem(
                Problem(
                    "bad_request",
                    message="Your request was rejected by the safety system.",
                    code="moderation_blocked",
                )
            )
        pictures = [{"b64_json": _picture(place)} for place in range(int(body.get("n") or 1))]
        number = desk_of(request).number()
        usage = {"input_tokens": 20, "output_tokens": 1056, "total_tokens": 1076}
        made = {"created": 1_763_800_000 + number, "data": pictures, "usage": usage}
        return answered(made, number)

    return await meet(request, "openai.images", problem, answer)


def _picture(place: int) -> str:
    """A PNG of one point."""
    raw = b"\x00" + bytes(((place * 40) % 256, 120, 180))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return base64.b64encode(png).decode()
