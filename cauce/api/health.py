"""For those who run it: is it alive, can it work, and its figures for Prometheus."""

import os

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from cauce.engine import gauges
from cauce.engine.house import House
from cauce.engine.metrics import REGISTRY
from cauce.errors import Unavailable

ROUTER = APIRouter(tags=["health"])


@ROUTER.get("/healthz", summary="The process is alive")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@ROUTER.get("/readyz", summary="It can work: the database answers", responses={503: {}})
async def readyz(request: Request) -> JSONResponse:
    house: House = request.app.state.house
    try:
        async with house.store.reading() as session:
            await session.execute(text("SELECT 1"))
    except Unavailable as error:
        answer = {"status": "waiting", "why": error.message}
        return JSONResponse(answer, status_code=503, headers={"Retry-After": "2"})
    return JSONResponse({"status": "ready"})


@ROUTER.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    await gauges.measure(request.app.state.house)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        # Server and worker are separate processes; each writes its figures to a shared folder.
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
