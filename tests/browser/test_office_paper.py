"""The organiser at the office: labels without a label printer, what food lacks, a sale and its papers."""

import pytest
from browser.devices import Devices
from browser.people import Organiser, organiser_of
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import Page, expect
from running import Client, Server, a_sale, new_id

COFFEE = "TKG-KOP01"
STALL = "18"
ASKS_FIRST = r"409 \(CONFLICT\).*label-sheets"


@pytest.fixture
def organiser(demo: Server) -> Client:
    return organiser_of(demo)


def office(demo: Server, devices: Devices, view: str, size: str = "tablet") -> Page:
    """The organiser's page at this view."""
    devices.watch.allow(SIGN_IN_FIRST)
    person = Organiser(devices.page(size))
    person.sign_in("panitia", demo.pins()["panitia"])
    person.go(view)
    return person.page


def a_sale_at(demo: Server, organiser: Client, stall: str, **changes: object) -> str:
    """A sale handed in by a tablet of this stall; its number."""
    tablet = demo.client()
    enrolment = organiser.post("/api/v1/enrolments", {"stall": stall}).json
    till = tablet.post("/api/v1/enrol", {"code": enrolment["code"]}).json["till"]
    document = a_sale(till) | changes
    assert tablet.put(f"/api/v1/sales/{new_id()}", document).status == 201
    return str(document["number"])


def test_labels_of_a_stall_become_a_sheet_and_the_address_is_asked_about_once(
    demo: Server, devices: Devices
) -> None:
    devices.watch.allow(ASKS_FIRST)
    page = office(demo, devices, "labels")
    page.locator(".filters select").first.select_option("01")
    page.locator("[name=each]").fill("2")
    page.locator("[name=each]").blur()
    page.locator("[data-take=each]").click()
    page.locator("[data-section=print] select").select_option("pdf:40x30")
    page.locator("[data-print]").click()
    with page.expect_download() as download:
        page.locator("[role=alertdialog] .primary").click()
    assert download.value.suggested_filename == "label.pdf"
    expect(page.locator("[data-chosen]")).to_have_attribute("data-chosen", "0")
    page.locator("[data-take=each]").click()
    with page.expect_download():
        page.locator("[data-print]").click()


def test_what_a_food_lacks_is_red_until_it_is_filled_in(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    path = f"/api/v1/product-descriptions/{new_id()}"
    assert organiser.put(path, {"sku": COFFEE, "composition": ""}).status == 201
    page = office(demo, devices, "labels", "phone")
    page.locator("[data-kind=food]").click()
    page.locator("input[type=search]").fill("gayo bubuk")
    row = page.locator(f"[data-sku={COFFEE}]")
    expect(row.locator(".missing")).to_contain_text("kurang: komposisi")
    page.locator(f"[data-facts={COFFEE}]").click()
    page.locator("textarea[name=composition]").fill("Kopi arabika 100%")
    page.locator(".facts-form .primary").click()
    expect(row.locator(".complete")).to_be_visible()
    expect(page.locator(".facts-form")).to_have_count(0)


def test_nobody_but_the_packer_says_when_a_food_was_made(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    facts = {"composition": "Kopi arabika 100%", "net_weight_g": "200", "halal_status": "belum bersertifikat"}
    facts |= {"permit_no": "P-IRT 2103000000000-28", "shelf_life_days": 30}
    path = f"/api/v1/product-descriptions/{new_id()}"
    assert organiser.put(path, {"sku": COFFEE, **facts}).status == 201
    page = office(demo, devices, "labels", "phone")
    page.locator("[data-kind=food]").click()
    page.locator("input[type=search]").fill("gayo bubuk")
    row = page.locator(f"[data-sku={COFFEE}]")
    expect(row.locator(".complete")).to_contain_text("tanggal")
    row.get_by_role("button", name="stok").click()
    expect(row.locator(".missing")).to_contain_text("tanggal produksi")
    expect(page.locator("[data-section=print]")).to_contain_text("BELUM LENGKAP")
    dates = row.locator("input[type=date]")
    dates.first.fill("2018-04-03")
    dates.first.blur()
    expect(dates.nth(1)).to_have_value("2018-05-03")
    expect(row.locator(".missing")).to_have_text("kurang: kode produksi")


def test_a_label_is_seen_dot_for_dot_before_it_is_printed(demo: Server, devices: Devices) -> None:
    page = office(demo, devices, "labels")
    page.locator("[data-section=print] select").select_option("pdf:50x30")
    page.locator(f"[data-sku={COFFEE}] .name").click()
    picture = page.locator(".label-preview")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.label-preview').naturalWidth === 400")
    page.locator("[data-kind=shelf]").click()
    page.locator(f"[data-sku={COFFEE}] .name").click()
    page.wait_for_function("() => document.querySelector('.label-preview').naturalWidth === 576")


def test_a_sale_is_found_by_its_number_and_its_papers_are_seen_to(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    unsure = [{"method": "qris", "amount": 130_000, "state": "unconfirmed"}]
    number = a_sale_at(demo, organiser, STALL, payments=unsure)
    page = office(demo, devices, "sales", "phone")
    page.locator("input[name=number]").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("[data-sale]")).to_have_count(1)
    page.locator(f"[data-sale='{number}'] button").click()
    page.get_by_role("button", name="Sudah masuk").click()
    expect(page.get_by_role("button", name="Sudah masuk")).to_have_count(0)
    expect(page.locator("[data-job=printed]")).to_be_visible()
    page.get_by_role("button", name="Cetak salinan").click()
    expect(page.locator("[data-section=papers]")).to_contain_text("Salinan 1")
    page.locator(".receipt-picture").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.receipt-picture img').naturalWidth === 576")


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_the_form_of_a_kuitansi_stays_inside_its_page(
    demo: Server, devices: Devices, organiser: Client, size: str
) -> None:
    number = a_sale_at(demo, organiser, STALL)
    page = office(demo, devices, "sales", size)
    page.locator("input[name=number]").fill(number)
    page.keyboard.press("Enter")
    page.locator(f"[data-sale='{number}'] button").click()
    page.locator("details:has([data-section=kuitansi]) summary").click()
    expect(page.locator("[data-section=kuitansi]")).to_be_visible()
    outside = page.evaluate(
        """() => {
            const cut = (each) => each.getBoundingClientRect().right > innerWidth
            return [...document.querySelectorAll('.opened td *')].filter(cut).length
        }"""
    )
    assert outside == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("button", "section"), [("Kalibrasi", "calibration"), ("Ubah", "printer-form")])
def test_what_opens_above_the_printers_comes_into_sight(
    demo: Server, devices: Devices, button: str, section: str
) -> None:
    page = office(demo, devices, "printers", "phone")
    page.get_by_role("button", name=button).last.click()
    heading = page.locator(f"[data-section={section}] h3")
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()


def test_the_chosen_tab_is_in_sight_on_a_phone(demo: Server, devices: Devices) -> None:
    page = office(demo, devices, "settings", "phone")
    box = page.locator("nav a[aria-current=page]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.goto("/office#labels")
    page.reload()
    expect(page.locator("nav a[data-view=labels]")).to_be_in_viewport()
