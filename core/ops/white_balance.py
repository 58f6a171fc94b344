"""White balance: factors for the channels, in linear light.

Values are taken to be encoded with the sRGB curve, as everywhere in the program; primaries are the
file's own, so temperatures are exact for sRGB and close for wider spaces.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.colour.luma import LUMA_WEIGHTS
from core.op import Op, StepSource, TileContext
from core.ops.histogram import Histogram, percentile, picture_histogram
from core.ops.tables import all_levels, as_table, through_table
from core.params import Param, ParamScale, Values

NEUTRAL_KELVIN = 6500.0
WHITE_PERCENTILE = 99.0
DARKEST = 1e-4
TINT_RANGE = 0.5
XYZ_TO_RGB = np.array(
    [
        [3.2404542, -1.5371385, -0.4985314],
        [-0.9692660, 1.8760108, 0.0415560],
        [0.0556434, -0.2040259, 1.0572252],
    ]
)


def decoded(values: np.ndarray) -> np.ndarray:
    """Linear light of values encoded with the sRGB curve."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def encoded(light: np.ndarray) -> np.ndarray:
    """The sRGB curve; linear light in [0, 1] to values."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def kelvin_rgb(kelvin: float) -> np.ndarray:
    """Linear sRGB of a black body of luminance 1 (Krystek's approximation, 1000 to 15000 K)."""
    t = kelvin
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t**2) / (
        1 + 8.42420235e-4 * t + 7.08145163e-7 * t**2
    )
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t**2) / (
        1 - 2.89741816e-5 * t + 1.61456053e-7 * t**2
    )
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    return np.maximum(XYZ_TO_RGB @ np.array([x / y, 1, (1 - x - y) / y]), DARKEST)


def manual_factors(temperature: float, tint: float) -> np.ndarray:
    """Factors for R, G and B; a higher temperature makes the picture warmer, a tint magenta."""
    factors = kelvin_rgb(NEUTRAL_KELVIN) / kelvin_rgb(temperature)
    factors[1] *= 2 ** (-TINT_RANGE * tint / 100)
    return _same_brightness(factors)


def measured_factors(histogram: Histogram, method: str) -> np.ndarray:
    """Factors that make the mean, or the brightest places, of the picture neutral."""
    light = decoded(all_levels())
    if method == "grey world":
        found = histogram.channels @ light / histogram.channels.sum(axis=1)
    else:
        found = [decoded(np.array(percentile(c, WHITE_PERCENTILE))) for c in histogram.channels]
    found = np.maximum(np.array(found, float), DARKEST)
    return float(LUMA_WEIGHTS @ found) / found


def white_balance(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Scale the channels in linear light; grey pictures stay as they are."""
    core = tile.margins.cropped(pixels)
    if core.shape[2] == 1:
        return core
    names = ("method", "temperature", "tint")
    return through_table(core, _tables(tile.prepared, *(values[name] for name in names)))


def look_at_colours(source: StepSource, values: Values) -> Histogram | None:
    """The histogram, where the method needs one."""
    by_hand = values["method"] == "by hand" or source.channels == 1
    return None if by_hand else picture_histogram(source, values)


@lru_cache(maxsize=8)
def _tables(
    histogram: Histogram | None, method: str, temperature: float, tint: float
) -> np.ndarray:
    factors = manual_factors(temperature, tint)
    if histogram is not None:
        factors = factors * measured_factors(histogram, method)
    light = decoded(all_levels())
    return as_table(np.stack([encoded(np.minimum(light * factor, 1)) for factor in factors]))


def _same_brightness(factors: np.ndarray) -> np.ndarray:
    return factors / float(LUMA_WEIGHTS @ factors)


WHITE_BALANCE = Op(
    id="white-balance",
    label="White balance",
    apply=white_balance,
    group="Colour",
    params=(
        Param(
            "method",
            "Neutral is",
            "grey world",
            choices=("grey world", "white patch", "by hand"),
            help="The mean of the picture, its brightest places, or what the sliders say.",
        ),
        Param(
            "temperature",
            "Temperature",
            NEUTRAL_KELVIN,
            2000.0,
            15000.0,
            50.0,
            ParamScale.LOG,
            unit="K",
            help="Higher is warmer; 6500 changes nothing.",
        ),
        Param("tint", "Tint", 0.0, -100.0, 100.0, 1.0, help="From green to magenta."),
    ),
    help="Takes off a colour cast.",
    citation="Grey world: G. Buchsbaum, J. Franklin Inst. 310(1), 1980, "
    "doi:10.1016/0016-0032(80)90058-7. White patch: E. H. Land, J. J. McCann, J. Opt. Soc. Am. "
    "61(1), 1971, doi:10.1364/JOSA.61.000001. Temperature: M. Krystek, Color Res. Appl. 10(1), "
    "1985, doi:10.1002/col.5080100109.",
    prepare=look_at_colours,
    prepare_params=("method",),
)
