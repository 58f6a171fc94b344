"""Losses on features of pictures: VGG-19 where its weights are at hand, a filter bank elsewhere."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.errors import WeightsError
from models.train.losses import filtered, gaussian_row

VGG_BLOCKS = ((64, 64), (128, 128), (256,) * 4, (512,) * 4, (512,) * 4)
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
SIGMA, REACH = 1.0, 3
CONTRAST = 0.02
GAIN = 10.0
POOL = 4


class Vgg19Features(nn.Module):
    """VGG-19 up to relu5_4.

    K. Simonyan, A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
    Recognition", ICLR 2015.

    Parameters
    ----------
    weights
        The customary PyTorch checkpoint (``features.0.weight`` …) that the user has; None leaves
        the weights as they start.

    Raises
    ------
    WeightsError
        If the file cannot be read or is another network's.
    """

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for number, block in enumerate(VGG_BLOCKS):
            layers += [nn.MaxPool2d(2)] if number else []
            for channels in block:
                layers += [nn.Conv2d(before, channels, 3, padding=1), nn.ReLU()]
                before = channels
        self.features = nn.Sequential(*layers)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer(
            "deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False
        )
        if weights is not None:
            self._load(weights)
        self.requires_grad_(False)

    def _load(self, path: Path) -> None:
        remedy = "Give the VGG-19 checkpoint of torchvision, or train without it."
        try:
            content = torch.load(path, weights_only=True, map_location="cpu")
            wanted = {name: content[name] for name in self.state_dict()}
            self.load_state_dict(wanted)
        except (OSError, KeyError, RuntimeError, TypeError) as error:
            message = f"{path} does not hold the weights of VGG-19."
            raise WeightsError(message, remedy=remedy, detail=str(error)) from error

    def forward(self, x: Tensor) -> Tensor:
        """Features of N×3×H×W in [0, 1]: N×512×H/16×W/16."""
        return self.features((x - self.mean) / self.deviation)


class FilterBankFeatures(nn.Module):
    """The substitute that needs no weights: compressed derivatives at three sizes.

    Gaussian derivatives of first and second order, divided by their own size plus a contrast, are
    averaged over 4×4 pixels with and without sign: edges count, their exact place and strength
    count less. A gain of 10 brings differences to the size that VGG-19's have, so that the papers'
    weights keep their meaning.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Features of N×3×H×W in [0, 1]: N×F, F growing with the size."""
        levels = []
        for _ in range(3):
            levels.append(self._level(x).flatten(1))
            x = F.avg_pool2d(x, 2)
        return torch.cat(levels, 1)

    def _level(self, x: Tensor) -> Tensor:
        smooth = filtered(x, gaussian_row(SIGMA, REACH))
        down = smooth[..., 2:, 1:-1] - smooth[..., :-2, 1:-1]
        across = smooth[..., 1:-1, 2:] - smooth[..., 1:-1, :-2]
        centre = 2 * smooth[..., 1:-1, 1:-1]
        bent_down = smooth[..., 2:, 1:-1] + smooth[..., :-2, 1:-1] - centre
        bent_across = smooth[..., 1:-1, 2:] + smooth[..., 1:-1, :-2] - centre
        responses = torch.cat((down, across, bent_down, bent_across), 1)
        compressed = responses / (responses.abs() + CONTRAST)
        return GAIN * F.avg_pool2d(torch.cat((compressed, compressed.abs()), 1), POOL)


def perceptual_loss(features: nn.Module, result: Tensor, target: Tensor) -> Tensor:
    """Mean absolute difference of features (Baek et al., equation 7)."""
    return F.l1_loss(*_compared(features, result, target))


def content_loss(features: nn.Module, result: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of features (de Stoutz et al., equation 4)."""
    return F.mse_loss(*_compared(features, result, target))


def _compared(features: nn.Module, result: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    features = features.to(result.device)
    with torch.no_grad():
        wanted = features(target)
    return features(result), wanted


def feature_network(weights: Path | None) -> nn.Module:
    """VGG-19 if its file is there, else the filter bank."""
    found = weights is not None and weights.is_file()
    return Vgg19Features(weights) if found else FilterBankFeatures()
