"""Pages for everyone, without a login: the chat's script, the demo shop, the payment page."""

from fastapi import APIRouter

from cauce.web.pages import chat_widget, demo_shop, pay, signed_files

PUBLIC_ROUTERS: tuple[APIRouter, ...] = (
    chat_widget.router,
    demo_shop.router,
    pay.router,
    signed_files.router,
)
