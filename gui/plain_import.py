"""Imports Qt's bindings, and leaves ``import`` as it was before."""

from __future__ import annotations

import builtins


def import_qt() -> None:
    """Import Qt without the hook that it puts into ``import``.

    PySide reads the source text of every module imported after it, torch's too, to find out
    whether ``from __feature__ import`` could concern it. Nothing here uses that.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain
