"""What phones ask for to make an app of the pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.support.world import World

pytestmark = pytest.mark.one_database


def noise() -> bytes:
    """A photo as a gallery has it."""
    data = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(data, "JPEG")
    return data.getvalue()


def test_the_worker_comes_from_the_root_and_from_no_cache(world: World) -> None:
    answer = world.anonymous.ask("GET", "/worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    again = {"If-None-Match": answer.headers["ETag"]}
    assert world.anonymous.ask("GET", "/worker.js", headers=again).status_code == 304


@pytest.mark.parametrize(
    ("locale", "name", "shortcuts"),
    [
        ("zh-CN", "随手拍", ["随手拍", "我的"]),
        ("ko", "찰칵신고", ["찰칵신고", "나"]),
        ("en", "Snap", ["Snap", "Mine"]),
    ],
)
def test_the_manifest_speaks_the_language_of_the_page(
    world: World, locale: str, name: str, shortcuts: list[str]
) -> None:
    described = world.anonymous.ask("GET", f"/manifest.webmanifest?lang={locale}").get_json()
    assert described["name"] == name
    assert [one["name"] for one in described["shortcuts"]] == shortcuts
    for drawn in described["icons"]:
        data = world.anonymous.ask("GET", drawn["src"]).data
        with Image.open(io.BytesIO(data)) as image:
            assert f"{image.width}x{image.height}" == drawn["sizes"]
            corner = image.convert("RGBA").getpixel((0, 0))
        assert (corner[3] == 255) == (drawn.get("purpose") == "maskable")
    office = world.anonymous.ask("GET", f"/manifest.webmanifest?lang={locale}&app=office")
    assert office.get_json()["start_url"] == "/office"
    assert "share_target" not in office.get_json()
    assert world.anonymous.ask("GET", "/icon/other.png").status_code == 404


def test_only_the_system_shares_for_somebody_signed_in(world: World) -> None:
    clerk, photo = world.staff("east_clerk"), noise()

    def share(**headers: str) -> str:
        files = {"photos": (io.BytesIO(photo), "photo.jpg"), "text": "楼道里堆了杂物"}
        answer = clerk.ask("POST", "/share", data=files, headers=headers)
        return answer.text if answer.status_code == 200 else str(answer.status_code)

    shared = share(Origin="null", **{"Sec-Fetch-Site": "none"})
    assert 'name="photo"' in shared
    assert "楼道里堆了杂物" in shared
    assert share(Origin="null", **{"Sec-Fetch-Site": "cross-site"}) == "403"
    assert share(Origin="null") == "403"


def test_what_is_shared_and_is_no_photo_is_refused_in_words(world: World) -> None:
    files = {"photos": (io.BytesIO(b"no photo"), "photo.jpg")}
    answer = world.anonymous.ask("POST", "/share", data=files)
    assert answer.status_code in (415, 422)
    assert 'role="alert"' in answer.text
    assert 'name="photo"' not in answer.text
