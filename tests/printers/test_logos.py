"""The logo travels inside the document and comes out black on white in the middle of the paper."""

import io

import paper_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from printing_desk import Desk

from printers.capabilities import Capabilities
from printers.documents import from_json, to_json
from printers.encoders.encode import draw, encode, pdf
from printers.logos import LARGEST, LONGEST, LogoError, logo_picture, logo_size, pack_logo


def file_of(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def ring(size: int = 600) -> bytes:
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse(
        (20, 20, size - 20, size - 20), outline=(31, 58, 95, 255), width=size // 12
    )
    return file_of(picture)


@pytest.mark.parametrize("media", ["80mm", "58mm"])
@pytest.mark.parametrize("mode", ["text", "raster"])
def test_the_logo_stands_in_the_middle_above_the_event(media: str, mode: str) -> None:
    capabilities = Capabilities.of("escpos", media, mode=mode)
    logo = pack_logo(ring())
    desk = Desk(capabilities.width_dots).print(encode(paper_samples.receipt(logo=logo), capabilities))
    assert desk.errors == []
    top = desk.papers[0].image().crop((0, 0, capabilities.width_dots, 144))
    left, _, right, _ = top.point(lambda ink: 255 - ink).getbbox() or (0, 0, 0, 0)
    assert abs(left + right - capabilities.width_dots) <= 2
    assert (
        top.tobytes()
        == draw(paper_samples.receipt(logo=logo), capabilities).crop((0, 0, *top.size)).tobytes()
    )


def test_a_document_keeps_the_logo_of_its_day() -> None:
    document = paper_samples.receipt(logo=pack_logo(ring()))
    assert from_json(to_json(document)) == document
    assert len(document.logo or "") < LONGEST


def test_a_logo_is_as_large_as_paper_allows_and_plain_black_and_white() -> None:
    width, height = logo_size(pack_logo(ring(40)))
    assert (width, height) == (LARGEST[1], LARGEST[1])
    assert logo_picture(pack_logo(ring())).mode == "1"


def test_a_receipt_with_a_logo_has_a_pdf() -> None:
    assert pdf([paper_samples.receipt(logo=pack_logo(ring()))], Capabilities.of("escpos", "80mm")).startswith(
        b"%PDF"
    )


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"not a picture",
        file_of(Image.new("RGB", (50, 50), "white")),
        file_of(Image.effect_noise((900, 400), 90)),
    ],
)
def test_what_makes_no_logo_is_refused(file: bytes) -> None:
    with pytest.raises(LogoError):
        pack_logo(file)


@given(st.one_of(st.text(), st.sampled_from(["9999x1:AA==", "8x8:", "8x8:AAAA", "0x0:", "-1x5:", "8x8"])))
def test_a_damaged_logo_never_stops_a_receipt(logo: str) -> None:
    desk = Desk().print(encode(paper_samples.receipt(logo=logo), Capabilities.of("escpos", "80mm")))
    assert desk.errors == []
    assert len(desk.papers) == 1
