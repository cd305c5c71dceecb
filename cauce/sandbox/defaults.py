"""Where the sandbox listens and what it signs with, when nobody says otherwise."""

from typing import Final

PORT: Final = 8700
# What signs played webhooks where no secret of a real application is set. It protects nothing.
APP_SECRET: Final = "sandbox-app-secret"  # noqa: S105
VERIFY_TOKEN: Final = "sandbox-verify-token"  # noqa: S105
CALLBACK: Final = "http://127.0.0.1:8000/api/v1/webhooks/inbound"
