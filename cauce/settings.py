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
    prompts_dir: str = Field(
        "", description="Folder with prompts of your own for models; empty uses ours"
    )
    pool_size: int = Field(20, ge=2, le=200, description="Database connections a process")
    secure_cookies: bool = Field(False, description="True behind HTTPS: cookies only over TLS")

    webhooks_to_private_addresses: bool = Field(
        False, description="True lets outgoing webhooks reach addresses inside your own network"
    )
    meta_app_id: str = Field(
        "", pattern=r"^\d*$", description="Id of the application at Meta: lets it tell about tokens"
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
    whatsapp_per_second: int = Field(
        80, ge=1, le=1000, description="Messages a second a WhatsApp number may send"
    )
    message_prices: str = Field(
        "",
        pattern=r"^\s*([A-Z]{3}(\s+[a-z_]+=\d{1,4}(\.\d{1,6})?)+)?\s*$",
        description="Prices by category: USD marketing=0.0625 utility=0.0068 service=0; or unknown",
    )
    read_marks: bool = Field(
        True, description="Shows customers outside the website that they are read and answered"
    )
    meta_verify_token: SecretStr = Field(
        SecretStr(""), description="The word Meta must say when it checks the webhook address"
    )

    media_max_mb: int = Field(
        25, ge=1, le=100, description="Largest file of a message that is kept, in megabytes"
    )
    media_hosts: str = Field(
        "fbsbx.com, fbcdn.net, cdninstagram.com, facebook.com",
        description="Hosts (and theirs below) that files of customers are fetched from",
    )
    media_s3_bucket: str = Field(
        "", description="Bucket (Amazon S3 or alike) for files; empty keeps them in the data folder"
    )
    media_s3_endpoint: str = Field("", description="Address of the bucket's server; empty: Amazon")
    media_s3_region: str = Field("us-east-1", description="Region of the bucket")
    media_s3_key: str = Field("", description="Access key id for the bucket")
    media_s3_secret: SecretStr = Field(SecretStr(""), description="Secret key for the bucket")
    voice_url: str = Field(
        "", description="Who writes voice notes down (OpenAI: https://api.openai.com/v1); or nobody"
    )
    voice_key: SecretStr = Field(SecretStr(""), description="Key for that service")
    voice_model: str = Field("gpt-4o-mini-transcribe", description="Model that writes them down")
    voice_wait: float = Field(
        20.0, ge=0, le=120, description="Longest an answer waits for a voice note's words, seconds"
    )

    @cached_property
    def address(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
