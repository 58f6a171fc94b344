"""Lightweight super-resolution with self-features and dense modulation.

S. Baek et al., "Lightweight Image Enhancement Network for Mobile Devices Using Self-Feature
Extraction and Dense Modulation" (section 2.1, figure 2a).
"""

from __future__ import annotations

from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like, depth_to_space, in_full_precision
from models.arch.modulation import (
    SLOPE,
    MainGenerator,
    SelfFeatures,
    he_start,
    start_near_identity,
)


class LightweightSr(nn.Module):
    """3×3 convolutions of 16 channels at the small size, pixel shuffle at the end.

    Parameters
    ----------
    scale
        Enlargement r; 4 in the paper.
    features
        Channels; 16 in the paper.
    blocks
        Dense modulation blocks; 6 in the paper.
    layers
        Convolutions in a block; the paper gives no number.

    Notes
    -----
    The network paints what has to be added to the input with every pixel repeated r×r times.
    """

    inputs = 3
    by_rows = True

    def __init__(
        self, scale: int = 4, features: int = 16, blocks: int = 6, layers: int = 7
    ) -> None:
        super().__init__()
        self.scale = scale
        self.self_features = SelfFeatures(3, features)
        self.head = Conv2d(3, features, 3)
        self.generator = MainGenerator(features, blocks, layers)
        self.last = Conv2d(features, 3 * scale * scale, 3)
        self.last.adam_only = True
        he_start(self)
        start_near_identity(self)
        nn.init.zeros_(self.last.weight)

    def forward(self, picture: Tensor) -> Tensor:
        """Enlarge ``picture`` (N×3×H×W in [0, 1]) to N×3×rH×rW."""
        guide = self.self_features(picture)  # N×features×H×W
        x = self.generator(self.head(picture, SLOPE), guide)
        change = in_full_precision(self.last, x)  # N×3r²×H×W
        base = crop_like(picture, change).float()
        change = change.unflatten(1, (3, -1))  # N×3×r²×H×W
        return depth_to_space((base[:, :, None] + change).flatten(1, 2), self.scale)  # N×3×rH×rW
