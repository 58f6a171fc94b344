"""Which depth maps a batch uses, in one sentence."""

from __future__ import annotations

from core.depths.depth_settings import DepthOrigin, DepthSettings

NO_DEPTH = "This method does not look at depth."
SOURCES = {
    DepthOrigin.AUTOMATIC: (
        "Each photo's own depth map, else its sidecar NAME.depth.png, else an estimate, which is "
        "not measured"
    ),
    DepthOrigin.PHOTO: "The depth map stored in each photo",
    DepthOrigin.SIDECAR: "Each photo's sidecar NAME.depth.png",
    DepthOrigin.ESTIMATE: "An estimate for each photo, which is not measured",
}


def depth_sentence(settings: DepthSettings) -> str:
    """What a folder gets of the depth settings of the open photo."""
    if settings.origin is DepthOrigin.NONE:
        return "Depth is switched off in the depth pane, so it plays no part."
    used = settings.for_folder
    network = used.origin is DepthOrigin.NETWORK
    source = f"An estimate by {used.file.stem} for each photo" if network else SOURCES[used.origin]
    sentence = ", ".join((source, *_adjustments(used)))
    if settings.origin is DepthOrigin.FILE:
        return f"{sentence}; {settings.file.name} belongs to the open photo alone."
    return f"{sentence}."


def _adjustments(settings: DepthSettings) -> list[str]:
    """As set in the depth pane."""
    parts = ["inverted"] if settings.invert else []
    if (settings.far, settings.near) != (0, 1):
        parts.append(f"from {settings.far:.2f} (far) to {settings.near:.2f} (near)")
    if settings.smoothing:
        parts.append(f"smoothed by {settings.smoothing:.0f} %")
    return parts
