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
    ModelCard(
        id="lightweight-sr-x4",
        name="Lightweight SR ×4",
        task="Enlarge",
        architecture="lightweight-sr",
        arguments={"scale": 4},
        weights="lightweight-sr-x4.safetensors",
        sha256="2da519a971b2d676aea74b991b77b8d520a30b5b7c98c93f51cf727d1c819441",
        scale=4,
        halo=39,
        parameters=248_256,
        macs=246_624,
        training=FREE_PHOTOS,
        trained="24 minutes on one CPU core",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 26.09, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.63, 23.95, "bicubic"),
        ),
        weakness="Made for small JPEG pictures of low quality: it smooths fine texture along "
        "with the traces of the compression, and coarse blocks of colour remain.",
        citation="S. Baek et al., Lightweight Image Enhancement Network for Mobile Devices Using "
        "Self-Feature Extraction and Dense Modulation, section 2.1",
        authors="Baek et al.",
    ),
)
