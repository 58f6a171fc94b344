"""Networks that restore: detail, old photos, holes."""

from __future__ import annotations

from models.card import Figure, Licence, ModelCard
from models.cards.training_data import FREE_PHOTOS

RESTORE: tuple[ModelCard, ...] = (
    ModelCard(
        id="damage-repair",
        name="Damage repair",
        task="Restore",
        architecture="damage-repair",
        weights="damage-repair.safetensors",
        sha256="15481937a560e3071189edc992afa826e6edf1eadbfa2040615fb4ae8b47e889",
        halo=256,
        multiple=32,
        takes_mask=True,
        parameters=1_314_220,
        macs=47_536,
        training=FREE_PHOTOS,
        trained="20 minutes on one CPU core",
        licence=Licence.FREE,
        figures=(
            Figure("Kodak (6)", "holes", "psnr_mask", 22.51, 20.91, "telea"),
            Figure("Set14", "holes", "psnr_mask", 20.11, 18.24, "telea"),
        ),
        weakness="Fills holes smoothly and goes on with edges, but invents no texture; holes "
        "wider than about 40 pixels become a blur.",
        citation="H. A. Salman and A. Kalakech, Image Enhancement using Convolution Neural "
        "Networks, 2024, section 4.4",
        authors="after Salman, Kalakech",
    ),
)
