"""The website chat's public endpoints: who holds a visitor's token sees that visitor's messages."""

from cauce.api.chat.routes import ROUTER

__all__ = ["ROUTER"]
