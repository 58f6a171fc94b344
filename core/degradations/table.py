"""The visible list of degradations."""

from __future__ import annotations

from core.degradations import ageing, blurs, low_light, phone, resolution
from core.degradations import holes as black_holes
from core.degradations.degradation import Degradation
from core.errors import UsageError

HYBRID = "Hybrid Method of Image Processing Based on Convolutional Neural Networks"
SUPER_RESOLUTION = "Enhancing Low Resolution Images with Convolutional Neural Network"
FAST_PERCEPTUAL = "Fast Perceptual Image Enhancement"
CNN_ENHANCEMENT = "Image Enhancement using Convolution Neural Networks"
LIGHTWEIGHT = (
    "Lightweight Image Enhancement Network for Mobile Devices "
    "Using Self-Feature Extraction and Dense Modulation"
)

DEGRADATIONS: tuple[Degradation, ...] = (
    Degradation("area-x3", "Area, reduced ×3", 3, resolution.area_x3, SUPER_RESOLUTION),
    Degradation(
        *("bicubic-x4-jpeg20", "Bicubic, reduced ×4, JPEG", 4, resolution.bicubic_x4_jpeg),
        source=LIGHTWEIGHT,
        params=(resolution.QUALITY,),
        training={"quality": (15.0, 60.0)},
    ),
    Degradation(
        *("bicubic-x4-same", "Bicubic ×4 down and up", 1, resolution.bicubic_x4_same),
        source=LIGHTWEIGHT,
    ),
    Degradation(
        *("blur", "Gaussian blur", 1, blurs.gaussian_blur),
        source=HYBRID,
        params=(blurs.SIGMA,),
        training={"sigma": (0.8, 2.4)},
        kernel=lambda values: blurs.gaussian_kernel(values["sigma"]),
    ),
    Degradation(
        *("motion", "Motion blur", 1, blurs.motion_blur),
        source=HYBRID,
        params=(blurs.LENGTH, blurs.ANGLE),
        training={"length": (3.0, 25.0), "angle": (-90.0, 90.0)},
        kernel=lambda values: blurs.motion_kernel(values["length"], values["angle"]),
    ),
    Degradation(
        *("defocus", "Out of focus", 1, blurs.defocus_blur),
        source=HYBRID,
        params=(blurs.RADIUS,),
        training={"radius": (1.0, 5.0)},
        kernel=lambda values: blurs.disc_kernel(values["radius"]),
    ),
    Degradation(
        *("low-light", "Low light", 1, low_light.low_light),
        source=CNN_ENHANCEMENT,
        params=low_light.PARAMS,
        training=low_light.TRAINING,
        chance=True,
    ),
    Degradation(
        *("holes", "Black holes", 1, black_holes.holes),
        source=CNN_ENHANCEMENT,
        params=black_holes.PARAMS,
        training=black_holes.TRAINING,
        mask=black_holes.hole_mask,
        chance=True,
    ),
    Degradation(
        *("old-photo", "Old print", 1, ageing.old_photo),
        source=LIGHTWEIGHT,
        params=ageing.PARAMS,
        training=ageing.TRAINING,
        chance=True,
    ),
    Degradation(
        *("phone", "Early phone camera", 1, phone.phone),
        source=FAST_PERCEPTUAL,
        params=phone.PARAMS,
        training=phone.TRAINING,
        chance=True,
    ),
)


def degradation(name: str) -> Degradation:
    """Find a degradation by name.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    for candidate in DEGRADATIONS:
        if candidate.name == name:
            return candidate
    known = ", ".join(d.name for d in DEGRADATIONS)
    raise UsageError(f"There is no degradation {name!r}.", remedy=f"Choose one of: {known}.")
