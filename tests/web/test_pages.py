"""The pages as a client without a browser gets them."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from server.reports.consent import VERSION
from server.web.page import embed
from tests.support.world import Person, World, tiny_jpeg


@pytest.fixture
def anybody(world: World) -> Person:
    return world.anonymous


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _form(page: str, **changes: object) -> dict[str, object]:
    return {
        "token": _token(page),
        "area": "990101001001",
        "tile": "T1",
        "words": "垃圾没有人清",
        "consent": VERSION,
        "photos": (io.BytesIO(photo()), "a.jpg"),
    } | changes


def photo() -> bytes:
    """A photo nobody has sent before."""
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_first_page_holds_a_working_form_and_no_inline_code(anybody: Person) -> None:
    answer = anybody.get("/")
    assert answer.status_code == 200
    assert 'action="/report"' in answer.text
    assert "东一社区" in answer.text
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL):
        assert not body or 'type="application/json"' in attributes
    assert " style=" not in answer.text
    assert not re.search(r"\son\w+=", answer.text)


def test_embedded_data_cannot_close_its_element() -> None:
    assert "<" not in embed({"name": "</script><script>alert(1)</script>"})


def test_the_same_form_twice_is_one_report(anybody: Person, world: World) -> None:
    page = anybody.get("/").text
    data = photo()
    numbers = set()
    for _ in range(2):
        form = _form(page, photos=(io.BytesIO(data), "a.jpg"))
        answer = anybody.ask("POST", "/report", data=form)
        assert answer.status_code == 200, answer.text
        found = re.search(r'id="number">([^<]+)<', answer.text)
        assert found is not None
        numbers.add(found[1])
    assert len(numbers) == 1
    assert world.column(numbers.pop(), "state") == "submitted"


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"area": ""}, "place-error"),
        ({"consent": ""}, "consent-error"),
        ({"phone": "1"}, "contact-error"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    anybody: Person, changes: dict[str, str], marked: str
) -> None:
    page = anybody.get("/").text
    answer = anybody.ask("POST", "/report", data=_form(page, **changes))
    assert answer.status_code == 422
    assert f'id="{marked}"' in answer.text
    assert "垃圾没有人清" in answer.text
    assert _token(answer.text) == _token(page)


def test_a_file_that_is_no_photo_is_refused_in_words(anybody: Person) -> None:
    page = anybody.get("/").text
    form = _form(page, photos=(io.BytesIO(b"<svg/>"), "a.jpg"))
    answer = anybody.ask("POST", "/report", data=form)
    assert answer.status_code == 415
    assert "JPEG" in answer.text


def test_more_photos_than_a_report_takes_are_not_left_out_unsaid(anybody: Person) -> None:
    page = anybody.get("/").text
    many = [(io.BytesIO(b""), f"{number}.jpg") for number in range(10)]
    answer = anybody.ask("POST", "/report", data=_form(page, photos=many))
    assert answer.status_code == 422
    assert "照片最多 9 张" in answer.text
    assert "垃圾没有人清" in answer.text


def test_a_changed_form_with_a_used_token_starts_anew(anybody: Person) -> None:
    page = anybody.get("/").text
    assert anybody.ask("POST", "/report", data=_form(page)).status_code == 200
    answer = anybody.ask("POST", "/report", data=_form(page, words="别的事"))
    assert answer.status_code == 409
    assert _token(answer.text) != _token(page)


def test_preferences_are_kept_and_rendered(world: World) -> None:
    device = world.resident()
    device.get("/preferences?locale=ko&elder=1")
    page = device.get("/privacy").text
    assert 'lang="ko"' in page
    assert "data-elder" in page
    device.get("/preferences?locale=xx&elder=0")
    assert "data-elder" not in device.get("/privacy").text


def test_public_page_is_revalidated_by_its_tag(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    assert world.anonymous.get(f"/c/{number}").status_code == 404
    world.staff("east_clerk").do(number, "accept", **world.condition())
    first = world.anonymous.get(f"/c/{number}")
    again = world.anonymous.get(f"/c/{number}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_shared_page_names_the_address_of_the_city_whatever_the_asker_calls_it(
    world: World,
) -> None:
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    runtime = world.app.extensions["suishoupai"]
    settings = replace(runtime.settings, public_url="https://ssp.example.gov.cn/")
    world.app.extensions["suishoupai"] = replace(runtime, settings=settings)
    page = world.anonymous.get(f"/c/{number}", headers={"Host": "evil.example"}).text
    assert f'<link rel="canonical" href="https://ssp.example.gov.cn/c/{number}">' in page
    assert "evil.example" not in page


def test_code_never_stands_in_an_address(world: World) -> None:
    receipt = world.resident().report().get_json()
    form = {"number": receipt["case_number"], "code": receipt["query_code"]}
    answer = world.anonymous.ask("POST", "/follow", data=form)
    assert "上报了问题" in answer.text
    assert f"?{form['code']}" not in answer.text
    wrong = world.anonymous.ask("POST", "/follow", data=form | {"code": "A" * 16})
    assert wrong.status_code == 404
    assert "没有找到" in wrong.text


def test_smallest_photo_is_too_small(anybody: Person) -> None:
    page = anybody.get("/").text
    form = _form(page, photos=(io.BytesIO(tiny_jpeg()), "a.jpg"))
    assert anybody.ask("POST", "/report", data=form).status_code == 422
