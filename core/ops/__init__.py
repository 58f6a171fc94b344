"""Classical ops, in one visible list."""

from __future__ import annotations

from core.op import Op
from core.ops.sharpen_wavelet import SHARPEN_WAVELET
from core.ops.unsharp import UNSHARP
from core.ops.unsharp_adaptive import UNSHARP_ADAPTIVE
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.ops.unsharp_haar import UNSHARP_HAAR
from core.ops.unsharp_rational import UNSHARP_RATIONAL

OPS: tuple[Op, ...] = (
    UNSHARP,
    UNSHARP_ADAPTIVE,
    UNSHARP_DEPTH,
    UNSHARP_RATIONAL,
    SHARPEN_WAVELET,
    UNSHARP_HAAR,
)
