"""A configured model as one of pydantic-ai's; the one place that knows the vendors' libraries."""

from typing import TYPE_CHECKING

from cauce.ai.vendors.config import ModelConfig
from cauce.errors import Misconfigured

if TYPE_CHECKING:
    from httpx2 import AsyncClient
    from pydantic_ai.models import Model

# Servers in the house ask for no key, but the library wants one to send.
_NO_KEY = "none"


def connect(config: ModelConfig, http_client: "AsyncClient") -> "Model":
    """Imports the vendor's library; nothing is sent. `http_client` stays the caller's to close."""
    if config.vendor == "compatible":
        return _compatible(config, http_client)
    if not config.key:
        raise Misconfigured(f"The model {config.name} needs the key of its vendor.")
    if config.vendor == "anthropic":
        return _anthropic(config, http_client)
    if config.vendor == "google":
        return _google(config, http_client)
    return _openai(config, http_client)


def _openai(config: ModelConfig, http_client: "AsyncClient") -> "Model":
    from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel  # noqa: PLC0415
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    # Named even when it is the usual one: an address in the environment must not win.
    provider = OpenAIProvider(
        base_url=config.base_url or "https://api.openai.com/v1",
        api_key=config.key,
        http_client=http_client,
    )
    if config.vendor == "openai_responses":
        return OpenAIResponsesModel(config.model, provider=provider)
    return OpenAIChatModel(config.model, provider=provider)


def _compatible(config: ModelConfig, http_client: "AsyncClient") -> "Model":
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415
    from pydantic_ai.profiles.openai import OpenAIModelProfile  # noqa: PLC0415
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider  # noqa: PLC0415

    if not config.base_url:
        raise Misconfigured(f"The model {config.name} needs the address of its server.")
    provider = OpenAICompatibleProvider(
        config.name,
        base_url=config.base_url,
        api_key=config.key or _NO_KEY,
        http_client=http_client,
    )
    # The older name for the limit of tokens is the one that every such server knows.
    profile = OpenAIModelProfile(openai_chat_supports_max_completion_tokens=False)
    return OpenAIChatModel(config.model, provider=provider, profile=profile)


def _anthropic(config: ModelConfig, http_client: "AsyncClient") -> "Model":
    from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415
    from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

    provider = AnthropicProvider(
        base_url=config.base_url or "https://api.anthropic.com",
        api_key=config.key,
        http_client=http_client,
    )
    return AnthropicModel(config.model, provider=provider)


def _google(config: ModelConfig, http_client: "AsyncClient") -> "Model":
    from pydantic_ai.models.google import GoogleModel  # noqa: PLC0415
    from pydantic_ai.providers.google import GoogleProvider  # noqa: PLC0415

    provider = GoogleProvider(
        base_url=config.base_url or "https://generativelanguage.googleapis.com",
        api_key=config.key,
        http_client=http_client,
    )
    return GoogleModel(config.model, provider=provider)
