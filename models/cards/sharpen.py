"""Networks that sharpen."""

from __future__ import annotations

from models.card import Figure, Licence, ModelCard
from models.cards.training_data import FREE_PHOTOS

SHARPEN: tuple[ModelCard, ...] = (
    ModelCard(
        id="autoencoder",
        name="Autoencoder deblur",
        task="Sharpen",
        architecture="autoencoder",
        weights="autoencoder.safetensors",
        sha256="4118484e5b51f63164eff21487dc8815e760f8d9addec6205ff1e38ff12aa62f",
        halo=40,
        multiple=8,
        parameters=350_636,
        macs=78_240,
        training=FREE_PHOTOS,
        trained="24 minutes on one CPU core",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "blur", "psnr", 34.03, 27.54, "input"),
            Figure("Set14", "blur", "psnr", 30.07, 25.10, "input"),
            Figure("Kodak (6)", "blur", "psnr", 30.89, 26.19, "input"),
        ),
        weakness="Made for blur of about 1 to 3 pixels: it sharpens noise and JPEG blocks along "
        "with the picture, and does nothing good to photos that are sharp already.",
        citation="Hybrid Method of Image Processing Based on Convolutional Neural Networks: "
        "the hybrid method; the residual around encoder and decoder is this program's own",
        authors="after the hybrid method's authors",
    ),
)
