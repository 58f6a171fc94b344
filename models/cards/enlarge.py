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
        sha256="08e658dd2cd814bace0f7cb769b0a59159999f64044fcce1924b96a5b188dd21",
        scale=3,
        channels=Channels.LUMA,
        halo=7,
        parameters=211_785,
        macs=211_584,
        training=FREE_PHOTOS,
        trained="11 minutes on two CPU cores, 122 on one and 7 on two again",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "area-x3", "psnr_y", 32.90, 30.65, "bicubic"),
            Figure("Set14", "area-x3", "psnr_y", 29.33, 27.81, "bicubic"),
        ),
        weakness="Fine regular textures come back smooth, and JPEG blocks are enlarged with the "
        "picture.",
        citation="S. Urazayev, Enhancing Low Resolution Images with Convolutional Neural Network, "
        "2020; W. Shi et al., CVPR 2016, doi:10.1109/CVPR.2016.207",
        authors="Urazayev; Shi et al.",
    ),
)
