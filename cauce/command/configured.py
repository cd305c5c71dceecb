"""The settings of this installation, with the secret it made for itself on the first start."""

import os
import secrets

from pydantic import SecretStr, ValidationError

from cauce.errors import Misconfigured
from cauce.settings import Settings

_FILE = "secret"


def settings() -> Settings:
    """Reads the environment; raises Misconfigured naming the variable that is wrong.

    Without CAUCE_SECRET one is made in the data folder, readable by its owner only. Servers on
    several machines must be given the same one.
    """
    try:
        found = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CAUCE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise Misconfigured(f"{name}: {first['msg']}.") from error
    if found.secret.get_secret_value():
        return found
    return found.model_copy(update={"secret": SecretStr(_own_secret(found))})


def _own_secret(found: Settings) -> str:
    place = found.data_dir / _FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return place.read_text("ascii").strip()
