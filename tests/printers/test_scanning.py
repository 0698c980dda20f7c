"""The codes on paper still scan as a phone sees them: turned, tilted, blurred, noisy, faded."""

import random

import paper_samples
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from printers.capabilities import Capabilities
from printers.encoders.encode import draw

DOTS_A_MILLIMETRE = 8


def photo(paper: Image.Image, pixels_a_millimetre: float, chance: random.Random) -> Image.Image:
    """The paper as a phone's camera sees it, roughly from above."""
    scene = Image.new("L", (paper.width + 160, paper.height + 160), 200)
    scene.paste(paper.convert("L").point(lambda ink: 40 if ink == 0 else 235), (80, 80))
    turned = scene.rotate(chance.uniform(-25, 25), Image.Resampling.BICUBIC, fillcolor=200)
    tilted = turned.transform(
        turned.size, Image.Transform.QUAD, _tilted_corners(turned.size, chance), Image.Resampling.BICUBIC
    )
    scale = pixels_a_millimetre / DOTS_A_MILLIMETRE
    seen = tilted.resize(
        (round(tilted.width * scale), round(tilted.height * scale)), Image.Resampling.BILINEAR
    )
    blurred = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))
    noise = Image.frombytes("L", blurred.size, chance.randbytes(blurred.width * blurred.height))
    return ImageChops.blend(blurred, noise, 0.12)


def _tilted_corners(size: tuple[int, int], chance: random.Random) -> tuple[float, ...]:
    width, height = size

    def near(x: float, y: float) -> tuple[float, float]:
        return x + chance.uniform(-0.03, 0.03) * width, y + chance.uniform(-0.03, 0.03) * height

    return (*near(0, 0), *near(0, height), *near(width, height), *near(width, 0))


def rate(paper: Image.Image, url: str, pixels_a_millimetre: float, tries: int = 16) -> float:
    chance = random.Random(20180403)  # noqa: S311 - the same photos every time
    pictures = (photo(paper, pixels_a_millimetre, chance) for _ in range(tries))
    return (
        sum(url in [found.text for found in zxingcpp.read_barcodes(picture)] for picture in pictures) / tries
    )


@pytest.mark.parametrize(("media", "name"), [("50x30", 0), ("40x30", 9)])
def test_a_label_with_five_dots_scans_from_eight_pixels_a_millimetre(media: str, name: int) -> None:
    label = paper_samples.label(*paper_samples.ten_goods()[name])
    assert rate(draw(label, Capabilities.of("escpos", media)), label.url, 8) >= 0.92


def test_the_small_label_with_the_longest_name_scans_from_ten_pixels_a_millimetre() -> None:
    label = paper_samples.label(*paper_samples.goods()[0])
    assert rate(draw(label, Capabilities.of("escpos", "40x30")), label.url, 10) >= 0.84


@pytest.mark.parametrize("media", ["80mm", "58mm"])
def test_the_code_of_a_receipt_scans_from_eight_pixels_a_millimetre(media: str) -> None:
    paper = draw(paper_samples.receipt(), Capabilities.of("escpos", media))
    lower_half = paper.crop((0, paper.height // 2, paper.width, paper.height))
    assert rate(lower_half, paper_samples.RECEIPT_URL, 8) >= 0.92


@pytest.mark.parametrize("media", ["50x30", "40x30"])
def test_a_faded_label_still_scans(media: str) -> None:
    label = paper_samples.label(*paper_samples.goods()[0])
    paper = (
        draw(label, Capabilities.of("escpos", media)).convert("L").point(lambda ink: 170 if ink == 0 else 225)
    )
    assert [found.text for found in zxingcpp.read_barcodes(paper)] == [label.url]
