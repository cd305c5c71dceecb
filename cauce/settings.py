"""Every environment variable Cauce reads, grouped and typed; `.env.example` lists them all."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once at start. Names in the environment are these in capitals after `CAUCE_`."""

    model_config = SettingsConfigDict(env_prefix="CAUCE_", env_file=".env", extra="ignore")

    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="Port the server listens on")
    public_url: str = Field("", description="Address people reach it at; made from host and port")
    data_dir: Path = Field(Path("data"), description="Folder of the embedded database and caches")
    database_url: str = Field(
        "", description="Another PostgreSQL (15 or later); empty uses the embedded one"
    )
    log_format: Literal["console", "json"] = Field("console", description="How logs are written")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe log line that is written"
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description="Signs chat visitors, payment forms and webhooks; made on the first start",
    )
    burst_wait: float = Field(
        2.0, ge=0, le=30, description="Longest wait, in seconds, for a customer who is still typing"
    )
    chat_origins: str = Field(
        "*", description="Websites that may show the chat, separated by commas; * is any"
    )
    worker_concurrency: int = Field(100, ge=1, le=500, description="Chat turns at once a worker")
    worker_stalled_seconds: float = Field(
        25.0, ge=2, le=600, description="A worker silent for this long is dead; others do its work"
    )
    pool_size: int = Field(20, ge=2, le=200, description="Database connections a process")
    secure_cookies: bool = Field(False, description="True behind HTTPS: cookies only over TLS")

    webhooks_to_private_addresses: bool = Field(
        False, description="True lets outgoing webhooks reach addresses inside your own network"
    )
    meta_app_secret: SecretStr = Field(
        SecretStr(""), description="Signs Meta's webhook calls (WhatsApp, Messenger, Instagram)"
    )
    meta_graph_url: str = Field(
        "https://graph.facebook.com", description="Where WhatsApp and Messenger are spoken to"
    )
    meta_instagram_url: str = Field(
        "https://graph.instagram.com", description="Where Instagram is spoken to"
    )
    meta_graph_version: str = Field(
        "v25.0", pattern=r"^v\d+\.\d+$", description="The version of Meta's Graph API"
    )
    meta_verify_token: SecretStr = Field(
        SecretStr(""), description="The word Meta must say when it checks the webhook address"
    )

    @cached_property
    def address(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
