"""Every page, one router a noun; all of them but the login need somebody who is logged in."""

from fastapi import APIRouter

from cauce.web.pages import (
    answers,
    approvals,
    archive,
    contacts,
    flows,
    imports,
    inbox,
    knowledge,
    live,
    login,
    nowhere,
    products,
    settings,
    terms,
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
    terms.router,
    archive.router,
    products.router,
    answers.router,
    settings.router,
    webhooks.router,
    unreadable.router,
    nowhere.router,
)
