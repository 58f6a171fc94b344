"""What the user makes of a photo's depth map: its source, and how it is adjusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from core.params import Param, ParamScale

LEAST_SPAN = 0.01
"""The near handle stays at least this far above the far one."""

SMOOTHING = Param(
    "smoothing",
    "Smoothing",
    0.0,
    0.0,
    100.0,
    1.0,
    unit="%",
    help="Smooths the depth map along the photo's edges, so that its borders lie where the "
    "photo's are.",
)
SMOOTHING_RADIUS = Param(
    "radius",
    "Smoothing width",
    0.6,
    0.1,
    10.0,
    0.1,
    ParamScale.LOG,
    unit="%",
    help="How far smoothing reaches, in shares of the diagonal; where it is wide, "
    "texture shows in the map.",
)


class DepthOrigin(Enum):
    """Where a depth map comes from."""

    AUTOMATIC = "automatic"
    PHOTO = "photo"
    SIDECAR = "sidecar"
    FILE = "file"
    ESTIMATE = "estimate"
    NETWORK = "network"
    NONE = "none"

    @property
    def guesses(self) -> bool:
        """Whether its maps are estimates."""
        return self in (DepthOrigin.ESTIMATE, DepthOrigin.NETWORK)


NETWORK_ENDING = ".onnx"
NAMED = (DepthOrigin.FILE, DepthOrigin.NETWORK)


@dataclass(frozen=True)
class DepthSettings:
    """Choices about depth, as they lie in a session.

    Attributes
    ----------
    origin
        `DepthOrigin.AUTOMATIC` takes the photo's own map, else its sidecar, else an estimate where
        a method weighs depth.
    file
        For `DepthOrigin.FILE`, and the network for `DepthOrigin.NETWORK`.
    far, near
        Nearness that becomes 0 and 1; what lies beyond is cut off.
    invert
        Take near for far.
    smoothing, radius
        Values of `SMOOTHING` and `SMOOTHING_RADIUS`.
    """

    origin: DepthOrigin = DepthOrigin.AUTOMATIC
    file: Path | None = None
    far: float = 0.0
    near: float = 1.0
    invert: bool = False
    smoothing: float = SMOOTHING.default
    radius: float = SMOOTHING_RADIUS.default

    def __post_init__(self) -> None:
        if self.origin in NAMED and self.file is None:
            raise ValueError("a file must be named")
        wide = self.near - self.far >= LEAST_SPAN - 1e-9
        if not (wide and self.far >= 0 and self.near <= 1):
            raise ValueError(f"far {self.far} and near {self.near} are no range in [0, 1]")

    @property
    def adjusts(self) -> bool:
        """Whether `core.depths.depth_adjusting.adjusted` changes anything."""
        return self.invert or self.smoothing > 0 or (self.far, self.near) != (0, 1)

    def of(self, origin: DepthOrigin, file: Path | None = None) -> DepthSettings:
        """Another source; handles and inversion belong to the map and start over."""
        return DepthSettings(origin, file, smoothing=self.smoothing, radius=self.radius)

    @property
    def for_folder(self) -> DepthSettings:
        """What can be said of other photos too: a chosen file belongs to one photo only."""
        return self.of(DepthOrigin.AUTOMATIC) if self.origin is DepthOrigin.FILE else self


def depth_settings_to_json(settings: DepthSettings, *, portable: bool) -> dict[str, Any]:
    """Plain data for `json.dump`; see `core.session.session_to_json`."""
    file = settings.file
    return {
        "origin": settings.origin.value,
        "file": None if file is None else (file.name if portable else str(file)),
        "far": settings.far,
        "near": settings.near,
        "invert": settings.invert,
        SMOOTHING.name: settings.smoothing,
        SMOOTHING_RADIUS.name: settings.radius,
    }


def depth_settings_from_json(data: Mapping[str, Any] | None) -> DepthSettings:
    """Read settings back; sessions of before have none.

    Raises
    ------
    KeyError, TypeError, ValueError, UsageError
        If the data is damaged.
    """
    if data is None:
        return DepthSettings()
    return DepthSettings(
        DepthOrigin(data["origin"]),
        Path(data["file"]) if data.get("file") else None,
        float(data["far"]),
        float(data["near"]),
        bool(data["invert"]),
        SMOOTHING.checked(data[SMOOTHING.name]),
        SMOOTHING_RADIUS.checked(data[SMOOTHING_RADIUS.name]),
    )
