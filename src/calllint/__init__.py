"""calllint: the linter that call centres run before a dialler starts.

From Python: ``check``, ``verdicts``, ``scrub``, ``can_call``, ``prepare``, ``open_index``,
``impact``. Nothing is loaded before it is used. The types of all names stand in ``__init__.pyi``.
"""

__version__ = "2026.11.0"

_FROM = {
    "calllint.api.functions": (
        *("check", "verdicts", "scrub", "can_call", "prepare", "open_index", "Index", "impact"),
    ),
    "calllint.engine.options": ("Options", "CalllintError", "InputError", "UncheckedError"),
    "calllint.engine.cancall": ("Answer", "Prepared", "StaleIndexError"),
    "calllint.engine.impact": ("Impact",),
    "calllint.engine.result": ("ContactVerdict", "Finding", "Problem", "Report"),
    "calllint.engine.scrub": ("Scrubbed", "ScrubOptions"),
}
_MODULES = {name: module for module, names in _FROM.items() for name in names}
__all__ = ["__version__", *_MODULES]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module 'calllint' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return __all__
