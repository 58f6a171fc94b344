"""Classical ops, in one visible list."""

from __future__ import annotations

from core.op import Op
from core.ops.clahe import CLAHE
from core.ops.contrast_stretch import CONTRAST_STRETCH
from core.ops.denoise import DENOISE_BILATERAL, DENOISE_NLM
from core.ops.denoise_wavelet import DENOISE_WAVELET
from core.ops.edges import EDGE_ENHANCE
from core.ops.equalise import EQUALISE
from core.ops.fourier import FOURIER
from core.ops.hue import HUE_SATURATION
from core.ops.sharpen_wavelet import SHARPEN_WAVELET
from core.ops.slicing import BIT_PLANE, INTENSITY_SLICE
from core.ops.smoothing import GAUSSIAN_FILTER
from core.ops.tone import BRIGHTNESS_CONTRAST, GAMMA, NEGATIVE
from core.ops.unsharp import UNSHARP
from core.ops.unsharp_adaptive import UNSHARP_ADAPTIVE
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.ops.unsharp_haar import UNSHARP_HAAR
from core.ops.unsharp_rational import UNSHARP_RATIONAL
from core.ops.white_balance import WHITE_BALANCE

OPS: tuple[Op, ...] = (
    UNSHARP,
    UNSHARP_ADAPTIVE,
    UNSHARP_DEPTH,
    UNSHARP_RATIONAL,
    SHARPEN_WAVELET,
    UNSHARP_HAAR,
    EDGE_ENHANCE,
    GAUSSIAN_FILTER,
    FOURIER,
    DENOISE_NLM,
    DENOISE_BILATERAL,
    DENOISE_WAVELET,
    BRIGHTNESS_CONTRAST,
    GAMMA,
    CONTRAST_STRETCH,
    EQUALISE,
    CLAHE,
    NEGATIVE,
    INTENSITY_SLICE,
    BIT_PLANE,
    WHITE_BALANCE,
    HUE_SATURATION,
)
