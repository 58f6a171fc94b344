"""Networks that restore: detail, old photos, holes."""

from __future__ import annotations

from models.card import Figure, Licence, ModelCard
from models.cards.training_data import DARK_AND_BRIGHT, FREE_PHOTOS

RESTORE: tuple[ModelCard, ...] = (
    ModelCard(
        id="damage-repair",
        name="Damage repair",
        task="Restore",
        architecture="damage-repair",
        weights="damage-repair.safetensors",
        sha256="43c1705c680dab9cf39983eff09676c73dcdd81d85e73c41bedf4297f815458d",
        halo=256,
        multiple=32,
        takes_mask=True,
        parameters=1_314_220,
        macs=47_536,
        training=FREE_PHOTOS,
        trained="90 minutes on CPU cores shared with others",
        licence=Licence.FREE,
        figures=(
            Figure("Kodak (6)", "holes", "psnr_mask", 22.59, 21.07, "navier-stokes"),
            Figure("Set14", "holes", "psnr_mask", 20.18, 18.30, "navier-stokes"),
        ),
        weakness="Fills holes smoothly and goes on with edges, but invents no texture; holes "
        "wider than about 40 pixels become a blur.",
        citation="H. A. Salman and A. Kalakech, Image Enhancement using Convolution Neural "
        "Networks, 2024, section 4.4",
        authors="after Salman, Kalakech",
    ),
    ModelCard(
        id="detail-enhance",
        name="Detail enhancement",
        task="Restore",
        architecture="lightweight-enhancer",
        weights="detail-enhance.safetensors",
        sha256="2af56e5a557712cfb8f7701b74562858e42e6b8be88ad333cb7d1dfff3ffd111",
        halo=168,
        multiple=8,
        whole_picture=True,
        parameters=299_155,
        macs=30_624,
        training=FREE_PHOTOS,
        trained="9 minutes on a GPU (H200) shared with another training",
        licence=Licence.FREE,
        figures=(
            Figure("Faces (8)", "bicubic-x4-same", "psnr", 31.06, 29.08, "input"),
            Figure("Kodak (6)", "bicubic-x4-same", "psnr", 26.76, 25.35, "input"),
        ),
        weakness="Made for softness like that of a fourfold enlargement: photos that are sharp "
        "already get hard edges with light seams, and no texture is invented.",
        citation="S. Baek et al., Lightweight Image Enhancement Network for Mobile Devices Using "
        "Self-Feature Extraction and Dense Modulation, sections 2.1 and 2.4",
        authors="Baek et al.",
    ),
    ModelCard(
        id="old-photo",
        name="Old photograph",
        task="Restore",
        architecture="lightweight-enhancer",
        weights="old-photo.safetensors",
        sha256="13e8ff451a759dfa334189a0fd237c2e498626272790ff70ec27ce32b4746e64",
        halo=168,
        multiple=8,
        whole_picture=True,
        half_precision=False,
        parameters=299_155,
        macs=30_624,
        training=FREE_PHOTOS,
        trained="7 minutes on a GPU (H200) shared with others, then 41 on one CPU core",
        licence=Licence.FREE,
        figures=(
            Figure("Faces (8)", "old-photo", "psnr", 27.62, 16.99, "input"),
            Figure("Kodak (6)", "old-photo", "psnr", 26.30, 18.31, "input"),
        ),
        weakness="Fills no cracks and no missing parts, strong paper patterns stay visible, and in "
        "dark flat places a faint grid of four pixels can show.",
        citation="S. Baek et al., Lightweight Image Enhancement Network for Mobile Devices Using "
        "Self-Feature Extraction and Dense Modulation, sections 2.1 and 2.4",
        authors="Baek et al.",
    ),
    ModelCard(
        id="lowlight-cnn",
        name="Low light CNN",
        task="Restore",
        architecture="low-light",
        weights="lowlight-cnn.safetensors",
        sha256="50919cb233aa7c5cc06e492775614380cadc9be8caebc898a4d136de4f3375b8",
        halo=192,
        multiple=32,
        whole_picture=True,
        parameters=830_657,
        macs=26_308,
        training=DARK_AND_BRIGHT,
        trained="7 minutes on a GPU (H200) shared with others",
        licence=Licence.RESEARCH,
        figures=(
            Figure("SICE (18)", "real pairs", "psnr", 24.65, 9.29, "input"),
            Figure("ELIEI (8)", "real pairs", "psnr", 20.35, 7.06, "input"),
        ),
        weakness="Photos that are bright enough already become too bright: skies and windows wash "
        "out, and noise of the darkest parts becomes visible.",
        citation="H. A. Salman and A. Kalakech, Image Enhancement using Convolution Neural "
        "Networks, 2024, section 4.4",
        authors="after Salman, Kalakech",
    ),
    ModelCard(
        id="mirnet-small",
        name="MIRNet small",
        task="Restore",
        architecture="mirnet",
        arguments={"features": 24, "groups": 1, "blocks": 2, "reduce": 2, "exposed": True},
        weights="mirnet-small.safetensors",
        sha256="c167f8f01cf234dc66ef472f52ede7a6cf40a057f0e69c43afe2ce154bea66da",
        halo=256,
        multiple=16,
        whole_picture=True,
        parameters=1_985_815,
        macs=87_042,
        training=DARK_AND_BRIGHT,
        trained="7 minutes on a GPU (H200) shared with others",
        licence=Licence.RESEARCH,
        figures=(
            Figure("SICE (18)", "real pairs", "psnr", 24.16, 9.29, "input"),
            Figure("ELIEI (8)", "real pairs", "psnr", 23.84, 7.06, "input"),
        ),
        weakness="Photos that are bright enough already become too bright: skies and windows wash "
        "out; it takes three times as long as the smaller network.",
        citation="S. W. Zamir et al., Learning Enriched Features for Real Image Restoration and "
        "Enhancement, ECCV 2020, doi:10.1007/978-3-030-58595-2_30",
        authors="Zamir et al.",
    ),
)
