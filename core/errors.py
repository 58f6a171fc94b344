"""The one road for errors.

DiptychError
├── InputError        a file or folder could not be read or understood
│   ├── PhotoError    a photo could not be opened
│   └── DepthError    a depth map could not be used
├── OutputError       a file could not be written
├── UsageError        an argument, parameter or recipe is wrong
├── WeightsError      a network's weights are missing, changed or of another network
├── DeviceError       a device cannot run what was asked of it
└── Cancelled         the user asked to stop; not a failure
"""

from __future__ import annotations


class DiptychError(Exception):
    """A failure with a sentence for the user.

    Parameters
    ----------
    message
        One clear sentence that names the file or parameter.
    remedy
        What the user can do about it; may be empty.
    detail
        Technical detail to copy; may be empty.
    """

    exit_status = 1

    def __init__(self, message: str, *, remedy: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InputError(DiptychError):
    """A file or folder could not be read or understood."""


class PhotoError(InputError):
    """A photo could not be opened."""


class DepthError(InputError):
    """A depth map could not be used."""


class OutputError(DiptychError):
    """A file could not be written."""


class UsageError(DiptychError):
    """An argument, a parameter or a recipe is wrong."""

    exit_status = 2


class WeightsError(DiptychError):
    """A network's weights are missing, were changed, or belong to another network."""


class DeviceError(DiptychError):
    """A device cannot run what was asked of it."""


class Cancelled(DiptychError):
    """The user asked to stop."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)


def already_exists(name: str) -> OutputError:
    """The refusal to replace a file that the user did not give up."""
    remedy = "Choose another name, or allow overwriting (--overwrite)."
    return OutputError(f"{name} exists already.", remedy=remedy)
