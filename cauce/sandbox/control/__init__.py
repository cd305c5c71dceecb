"""The handles of the sandbox: what goes wrong, what time it is, and what the customers do."""

from typing import Final

from fastapi import APIRouter

from cauce.sandbox.control import customers, platform, wires

ROUTERS: Final[tuple[APIRouter, ...]] = (wires.ROUTER, platform.ROUTER, customers.ROUTER)
