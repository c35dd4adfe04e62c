"""Whether `numerics` and `figures` are this project's: other distributions have packages of these names."""

from __future__ import annotations

from importlib import import_module


def check_ours(name: str) -> None:
    """Nothing, if the package of this name is ours. Raises ImportError that says which one is in the way."""
    try:
        package = import_module(name)
    except ImportError as error:
        raise ImportError(f"the package {name} of vae-derivations cannot be imported: {error}") from None
    if getattr(package, "PROJECT", None) != "vae-derivations":
        where = getattr(package, "__file__", None) or ", ".join(getattr(package, "__path__", ()))
        raise ImportError(
            f"the package {name} in {where} is not the one of vae-derivations: another distribution has the same name; "
            "uninstall it, or install vae-derivations in an environment of its own"
        )
