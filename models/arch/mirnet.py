"""MIRNet: features of several sizes, exchanged and selected.

S. W. Zamir et al., "Learning Enriched Features for Real Image Restoration and Enhancement", ECCV
2020, doi:10.1007/978-3-030-58595-2_30. Names of layers are those of the authors' checkpoints, so
that these load.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.exposure import AutomaticExposure
from models.arch.layers import (
    Conv2d,
    TransposedConv2d,
    aligned,
    crop_like,
    cut_inner,
    in_full_precision,
    pad_borders,
    space_to_depth,
)
from models.arch.whole_picture import of_whole_picture


def pooled(x: Tensor) -> Tensor:
    """Mean of every channel over the whole picture, N×C×1×1."""
    return of_whole_picture(lambda features: features.mean((2, 3), keepdim=True), x)


def cropped_to_smallest(tensors: Sequence[Tensor]) -> list[Tensor]:
    """Tiles of one size: each has lost something else at the inner sides."""
    height, width = (min(t.shape[axis] for t in tensors) for axis in (-2, -1))
    smallest = tensors[0].new_empty(1, 1, height, width)
    return [crop_like(t, smallest) for t in tensors]


def shares(gates: Sequence[Tensor]) -> Tensor:
    """Softmax over a few N×C×1×1 gates; torch's own rounds by how many threads share it."""
    stacked = torch.stack(list(gates)).float()
    powers = (stacked - stacked.amax(0)).exp()
    return (powers / powers.sum(0)).to(gates[0].dtype)


class SelectiveKernelFusion(nn.Module):
    """Adds features of several branches, weighted per channel (section 3.2)."""

    def __init__(self, features: int, branches: int) -> None:
        super().__init__()
        squeezed = max(features // 8, 4)
        self.conv_du = nn.Sequential(nn.Conv2d(features, squeezed, 1, bias=False), nn.PReLU())
        self.fcs = nn.ModuleList(
            [nn.Conv2d(squeezed, features, 1, bias=False) for _ in range(branches)]
        )

    def forward(self, branches: Sequence[Tensor]) -> Tensor:
        """Fuse tensors of N×features×H×W."""
        branches = cropped_to_smallest(branches)
        told = self.conv_du(pooled(sum(branches)))  # N×squeezed×1×1
        weights = shares([fc(told) for fc in self.fcs])
        return sum(weight * branch for weight, branch in zip(weights, branches, strict=True))


class SpatialAttention(nn.Module):
    """A gate per pixel from the largest and the mean channel."""

    def __init__(self) -> None:
        super().__init__()
        self.spatial = nn.ModuleDict({"conv": Conv2d(2, 1, 5, bias=False)})

    def forward(self, x: Tensor) -> Tensor:
        """N×C×H×W in and out."""
        seen = torch.cat((x.amax(1, keepdim=True), x.mean(1, keepdim=True)), 1)
        gate = torch.sigmoid(self.spatial["conv"](seen))
        return crop_like(x, gate) * gate


class ChannelAttention(nn.Module):
    """A gate per channel from the mean over the picture."""

    def __init__(self, features: int) -> None:
        super().__init__()
        squeezed = max(features // 8, 1)
        self.conv_du = nn.Sequential(
            nn.Conv2d(features, squeezed, 1, bias=False),
            nn.ReLU(),
            nn.Conv2d(squeezed, features, 1, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        return x * self.conv_du(pooled(x))


class DualAttention(nn.Module):
    """Residual unit whose change passes both attentions (section 3.3)."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            Conv2d(features, features, 3, bias=False),
            nn.PReLU(),
            Conv2d(features, features, 3, bias=False),
        )
        self.SA = SpatialAttention()
        self.CA = ChannelAttention(features)
        self.conv1x1 = nn.Conv2d(2 * features, features, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.body(x)
        by_place, by_channel = cropped_to_smallest((self.SA(change), self.CA(change)))
        change = self.conv1x1(torch.cat((by_place, by_channel), 1))
        return crop_like(x, change) + change


class BlurredHalf(nn.Module):
    """Half the size, after a small blur that keeps edges from flickering."""

    def __init__(self, features: int) -> None:
        super().__init__()
        row = torch.tensor([0.25, 0.5, 0.25])
        self.register_buffer("filt", torch.outer(row, row).repeat(features, 1, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W to N×features×H/2×W/2."""
        x = pad_borders(cut_inner(aligned(x, 2), 1), 1, mode="reflect")
        return F.conv2d(x, self.filt.to(x.dtype), stride=2, groups=x.shape[1])


class DoubledBilinear(nn.Module):
    """Twice the size by bilinear interpolation."""

    def forward(self, x: Tensor) -> Tensor:
        """N×C×H×W to N×C×2H×2W."""
        return cut_inner(F.interpolate(x, scale_factor=2, mode="bilinear"), 1)


class ResidualDown(nn.Module):
    """Half the size, twice the channels, on a long and a short way (section 3.4)."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.top = nn.Sequential(
            nn.Conv2d(features, features, 1, bias=False),
            nn.PReLU(),
            Conv2d(features, features, 3, bias=False),
            nn.PReLU(),
            BlurredHalf(features),
            nn.Conv2d(features, 2 * features, 1, bias=False),
        )
        self.bot = nn.Sequential(
            BlurredHalf(features), nn.Conv2d(features, 2 * features, 1, bias=False)
        )

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W to N×2·features×H/2×W/2."""
        return sum(cropped_to_smallest((self.top(x), self.bot(x))))


class ResidualUp(nn.Module):
    """Twice the size, half the channels, on a long and a short way (section 3.4)."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.top = nn.Sequential(
            nn.Conv2d(features, features, 1, bias=False),
            nn.PReLU(),
            TransposedConv2d(features, features, 3, bias=False),
            nn.PReLU(),
            nn.Conv2d(features, features // 2, 1, bias=False),
        )
        self.bot = nn.Sequential(
            DoubledBilinear(), nn.Conv2d(features, features // 2, 1, bias=False)
        )

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W to N×features/2×2H×2W."""
        return sum(cropped_to_smallest((self.top(x), self.bot(x))))


class Resized(nn.Module):
    """Several halvings or doublings in a row."""

    def __init__(self, kind: type[nn.Module], features: Sequence[int]) -> None:
        super().__init__()
        self.body = nn.Sequential(*(kind(n) for n in features))

    def forward(self, x: Tensor) -> Tensor:
        """Resize N×C×H×W."""
        return self.body(x)


def _down(features: int, steps: int) -> Resized:
    return Resized(ResidualDown, [features * 2**i for i in range(steps)])


def _up(features: int, steps: int) -> Resized:
    return Resized(ResidualUp, [features // 2**i for i in range(steps)])


class MultiScaleBlock(nn.Module):
    """Streams of several sizes that exchange what they see (section 3.1).

    Parameters
    ----------
    features
        Channels of the largest stream; doubled at each halving.
    height
        Streams.
    width
        Attention units in each.
    """

    def __init__(self, features: int, height: int, width: int) -> None:
        super().__init__()
        self.height, self.width = height, width
        sizes = [features * 2**i for i in range(height)]
        self.blocks = nn.ModuleList(
            [nn.ModuleList([DualAttention(n) for _ in range(width)]) for n in sizes]
        )
        self.last_up = nn.ModuleDict({str(i): _up(sizes[i], i) for i in range(1, height)})
        self.down = nn.ModuleDict()
        self.up = nn.ModuleDict()
        for level, n in enumerate(sizes):
            for steps in range(1, height - level):
                self.down[f"{n}_{2**steps}"] = _down(n, steps)
            for steps in range(1, level + 1):
                self.up[f"{n}_{2**steps}"] = _up(n, steps)
        self.conv_out = Conv2d(features, features, 3, bias=False)
        self.selective_kernel = nn.ModuleList([SelectiveKernelFusion(n, height) for n in sizes])

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        streams = [self.blocks[0][0](x)]
        for level in range(1, self.height):
            above = streams[-1]
            smaller = self.down[f"{above.shape[1]}_2"](above)
            streams.append(self.blocks[level][0](smaller))
        for column in range(1, self.width):
            fused = [self._fused(streams, level) for level in range(self.height)]
            streams = [self.blocks[level][column](y) for level, y in enumerate(fused)]
        enlarged = [y if i == 0 else self.last_up[str(i)](y) for i, y in enumerate(streams)]
        change = self.conv_out(self.selective_kernel[0](enlarged))
        return crop_like(x, change) + change

    def _fused(self, streams: Sequence[Tensor], level: int) -> Tensor:
        resized = [self._at_level(y, i, level) for i, y in enumerate(streams)]
        return self.selective_kernel[level](resized)

    def _at_level(self, x: Tensor, level: int, wanted: int) -> Tensor:
        if level == wanted:
            return x
        ways = self.up if wanted < level else self.down
        return ways[f"{x.shape[1]}_{2 ** abs(level - wanted)}"](x)


class RecursiveGroup(nn.Module):
    """Multi-scale blocks and a convolution around which the input is added."""

    def __init__(self, features: int, blocks: int, height: int, width: int) -> None:
        super().__init__()
        units = [MultiScaleBlock(features, height, width) for _ in range(blocks)]
        self.body = nn.Sequential(*units, Conv2d(features, features, 3, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.body(x)
        return crop_like(x, change) + change


class MirNet(nn.Module):
    """Groups of multi-scale blocks between two convolutions.

    Parameters
    ----------
    features, groups, blocks, height, width
        64, 3, 2, 3 and 2 in the paper.
    reduce
        Space to depth before the first convolution; 1 in the paper, 2 in the small network.
    exposed
        Work on the picture after an automatic exposure; not in the paper.

    Notes
    -----
    The authors' program takes one attention unit for all columns of a stream; here each has its
    own, and their checkpoint fills all with the same weights. Pooled gates are those of the whole
    picture, recorded once.
    """

    inputs = 3
    scale = 1
    asks_whole_picture = True

    def __init__(
        self,
        features: int = 64,
        groups: int = 3,
        blocks: int = 2,
        height: int = 3,
        width: int = 2,
        *,
        reduce: int = 1,
        exposed: bool = False,
    ) -> None:
        super().__init__()
        self.reduce = reduce
        self.exposure = AutomaticExposure() if exposed else nn.Identity()
        self.multiple = 2 * reduce * 2 ** (height - 1)
        channels = 3 * reduce * reduce
        self.conv_in = Conv2d(channels, features, 3, bias=False)
        self.body = nn.Sequential(
            *(RecursiveGroup(features, blocks, height, width) for _ in range(groups))
        )
        self.conv_out = Conv2d(features, channels, 3, bias=False)

    def forward(self, picture: Tensor) -> Tensor:
        """Enhance ``picture`` (N×3×H×W in [0, 1]); the same size."""
        x = space_to_depth(self.exposure(picture), self.reduce)  # N×3·reduce²×H/reduce×W/reduce
        change = in_full_precision(self.conv_out, self.body(self.conv_in(x)))
        return F.pixel_shuffle(crop_like(x, change) + change, self.reduce)
