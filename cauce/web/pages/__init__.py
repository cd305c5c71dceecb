"""Every page, one router a noun; all of them but the login need somebody who is logged in."""

from fastapi import APIRouter

from cauce.web.pages import (
    approvals,
    contacts,
    flows,
    imports,
    inbox,
    knowledge,
    live,
    login,
    nowhere,
    settings,
    today,
    unreadable,
    webhooks,
    why,
)

ROUTERS: tuple[APIRouter, ...] = (
    login.router,
    today.router,
    live.router,
    inbox.router,
    why.router,
    approvals.router,
    contacts.router,
    flows.router,
    imports.router,
    knowledge.router,
    settings.router,
    webhooks.router,
    unreadable.router,
    nowhere.router,
)
