"""The depth map's file beside a saved picture: a PNG that says how it is to be read."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image

from core.depth import DepthMap
from core.depths.depth_values import RawDepth, grey_values
from core.photos.encode_png import encode_png

STATEMENT = "Diptych depth"
_WHITE = np.float32(65535)


def sidecar_png(depth: DepthMap) -> bytes:
    """A grey PNG of 16 bits, bright being near, with the distances that are known."""
    levels = np.clip(depth.nearness * _WHITE + np.float32(0.5), 0, _WHITE).astype(np.uint16)
    stated = json.dumps({"bright": "near", "near": depth.near, "far": depth.far})
    return encode_png(levels[..., None], None, text={STATEMENT: stated})


def stated_depth(content: bytes, source: str) -> RawDepth | None:
    """The map of a file that `sidecar_png` wrote; None for any other.

    Without the statement, dark maps would be taken for distances in millimetres.
    """
    try:
        text = Image.open(io.BytesIO(content), formats=("PNG",)).info[STATEMENT]
        stated = json.loads(text)
        near, far = stated["near"], stated["far"]
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return None
    share = grey_values(content) / _WHITE
    if not near or not far:
        return RawDepth(share, source, stated=True)
    inverse = (share / near + (1 - share) / far).astype(np.float32)
    return RawDepth(inverse, source, in_metres=True, kind="inverse distance", stated=True)
