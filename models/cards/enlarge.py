"""Networks that enlarge."""

from __future__ import annotations

from models.card import Channels, Figure, Licence, ModelCard
from models.cards.training_data import FREE_PHOTOS

ENLARGE: tuple[ModelCard, ...] = (
    ModelCard(
        id="espcn-x3",
        name="Sub-pixel CNN ×3",
        task="Enlarge",
        architecture="sub-pixel-cnn",
        arguments={"scale": 3, "features": 64},
        weights="espcn-x3.safetensors",
        sha256="775eba0c99c144da0ed514178a4c8e089b2349957f568bea3878e15d31557dc0",
        scale=3,
        channels=Channels.LUMA,
        halo=7,
        parameters=211_785,
        macs=211_584,
        training=FREE_PHOTOS,
        trained="140 minutes on CPU cores, then 8 on a GPU (H200) shared with others",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "area-x3", "psnr_y", 33.03, 30.65, "bicubic"),
            Figure("Set14", "area-x3", "psnr_y", 29.43, 27.81, "bicubic"),
        ),
        weakness="Fine regular textures come back smooth, and JPEG blocks are enlarged with the "
        "picture.",
        citation="S. Urazayev, Enhancing Low Resolution Images with Convolutional Neural Network, "
        "2020; W. Shi et al., CVPR 2016, doi:10.1109/CVPR.2016.207",
        authors="Urazayev; Shi et al.",
    ),
    ModelCard(
        id="lightweight-sr-x4",
        name="Lightweight SR ×4",
        task="Enlarge",
        architecture="lightweight-sr",
        arguments={"scale": 4},
        weights="lightweight-sr-x4.safetensors",
        sha256="6eab3e9fc6c3c963cdac4cbdfadc94af7c2f998b16366e7aed70547bc210878c",
        scale=4,
        halo=51,
        parameters=434_688,
        macs=432_480,
        training=FREE_PHOTOS,
        trained="9 minutes on a GPU (H200) shared with another training, then 42 on one CPU core",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 26.29, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.80, 23.95, "bicubic"),
        ),
        weakness="Made for small JPEG pictures of low quality: it smooths fine texture along "
        "with the traces of the compression, and coarse blocks of colour remain.",
        citation="S. Baek et al., Lightweight Image Enhancement Network for Mobile Devices Using "
        "Self-Feature Extraction and Dense Modulation, section 2.1",
        authors="Baek et al.",
    ),
)
