"""Meta's side of the line: the Graph API, and the webhooks that follow from what happens."""

from typing import Final

from fastapi import APIRouter

from cauce.sandbox.meta import cdn, graph

ROUTERS: Final[tuple[APIRouter, ...]] = (graph.ROUTER, cdn.ROUTER)
