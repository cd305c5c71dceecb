"""Connect and check, media, comments and publishing over the Graph API."""

import httpx
import pytest

from cauce.sandbox.defaults import APP_SECRET, VERIFY_TOKEN
from cauce.sandbox.world.accounts import (
    APP_ID,
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from tests.sandbox.played import NUMBER_ID, PAGE_ID, WABA_ID, Played, code

APP = f"{APP_ID}|{APP_SECRET}"


@pytest.mark.parametrize("version", ["v18.0/", "v25.0/", "v99.1/", ""])
async def test_every_version_is_served_and_none(played: Played, version: str) -> None:
    headers = {"authorization": f"Bearer {WHATSAPP_TOKEN}"}
    answer = await played.http.get(f"/graph/{version}{NUMBER_ID}", headers=headers)
    assert answer.json()["display_phone_number"] == "+507 6000-0001"
    asked = {"fields": "throughput,id", "access_token": WHATSAPP_TOKEN}
    picked = await played.http.get(f"/graph/{version}{NUMBER_ID}", params=asked)
    assert picked.json() == {"throughput": {"level": "STANDARD"}, "id": NUMBER_ID}


async def test_who_may_do_what(played: Played) -> None:
    assert code(await played.graph(NUMBER_ID, token="EAAnobody")) == (190, 467)
    assert (await played.graph(NUMBER_ID, token="EAAnobody")).status_code == 400
    assert code(await played.graph(INSTAGRAM_ID, token=INSTAGRAM_TOKEN))[0] == 190
    headers = {"authorization": f"Bearer {PAGE_TOKEN}"}
    assert code(await played.http.get("/instagram/v25.0/me", headers=headers))[0] == 190
    assert code(await played.graph(PAGE_ID)) == (100, 33)
    few = {"scopes": ["whatsapp_business_management"]}
    await played.control(f"tokens/{WHATSAPP_TOKEN}", few, "PATCH")
    assert code(await played.send("50761111111"))[0] == 10
    await played.control(f"tokens/{WHATSAPP_TOKEN}", {"expires_in": 60}, "PATCH")
    await played.passes(61)
    assert code(await played.graph(NUMBER_ID)) == (190, 463)


async def test_a_token_tells_about_itself(played: Played) -> None:
    path = f"debug_token?input_token={PAGE_TOKEN}"
    told = (await played.graph(path, token=APP)).json()["data"]
    assert (told["is_valid"], told["expires_at"], told["type"]) == (True, 0, "PAGE")
    assert "pages_messaging" in told["scopes"]
    await played.control(f"tokens/{WHATSAPP_TOKEN}", {"alive": False}, "PATCH")
    dead = await played.graph(f"debug_token?input_token={WHATSAPP_TOKEN}", token=APP)
    assert dead.json()["data"]["is_valid"] is False
    assert dead.json()["data"]["granular_scopes"][0]["target_ids"] == [WABA_ID]
    # Nobody but the application may ask, and Instagram's own host does not know the question.
    assert code(await played.graph(path, token=PAGE_TOKEN))[0] == 100
    elsewhere = await played.http.get(
        f"/instagram/v25.0/{path}", headers={"authorization": f"Bearer {APP}"}
    )
    assert code(elsewhere)[0] == 100
    granted = (await played.graph("me/permissions", token=PAGE_TOKEN)).json()["data"]
    assert {"permission": "pages_messaging", "status": "granted"} in granted


async def test_instagrams_token_is_refreshed(played: Played) -> None:
    await played.passes(hours=23)
    path = "/instagram/refresh_access_token?grant_type=ig_refresh_token"
    headers = {"authorization": f"Bearer {INSTAGRAM_TOKEN}"}
    assert code(await played.http.get(path, headers=headers))[0] == 100
    await played.passes(hours=24 * 58)
    fresh = (await played.http.get(path, headers=headers)).json()
    assert fresh["expires_in"] == 60 * 86400
    await played.passes(hours=48)
    former = await played.http.get("/instagram/v25.0/me", headers=headers)
    assert code(former) == (190, 463)
    headers = {"authorization": f"Bearer {fresh['access_token']}"}
    me = (await played.http.get("/instagram/v25.0/me", headers=headers)).json()
    assert me == {"username": "cauce.sandbox", "id": INSTAGRAM_ID}


async def test_the_accounts_show_what_hangs_on_them(played: Played) -> None:
    numbers = (await played.graph(f"{WABA_ID}/phone_numbers")).json()["data"]
    assert [one["id"] for one in numbers] == [NUMBER_ID]
    asked = f"{PAGE_ID}?fields=name,instagram_business_account"
    page = (await played.graph(asked, token=PAGE_TOKEN)).json()
    assert page["instagram_business_account"] == {"id": INSTAGRAM_ID}
    apps = (await played.graph(f"{PAGE_ID}/subscribed_apps", token=PAGE_TOKEN)).json()["data"]
    assert "messages" in apps[0]["subscribed_fields"]
    strange = await played.graph(
        f"{PAGE_ID}/subscribed_apps?subscribed_fields=gossip", {}, token=PAGE_TOKEN
    )
    assert code(strange)[0] == 100


async def test_a_callback_is_believed_when_it_answers_the_challenge(played: Played) -> None:
    body = {"object": "page", "callback_url": "http://cauce.test/other", "fields": "messages"}
    body["verify_token"] = VERIFY_TOKEN
    assert (await played.graph(f"{APP_ID}/subscriptions", body)).json() == {"success": True}
    asked = played.told.calls[-1].url.params
    assert (asked["hub.mode"], asked["hub.verify_token"]) == ("subscribe", VERIFY_TOKEN)
    await played.writes(await played.customer())
    await played.passes()
    assert played.told.calls[-1].url.path == "/other"


async def test_media_goes_up_and_down_again(played: Played) -> None:
    headers = {"authorization": f"Bearer {WHATSAPP_TOKEN}"}

    async def upload(content: bytes, kind: str) -> httpx.Response:
        return await played.http.post(
            f"/graph/v25.0/{NUMBER_ID}/media",
            data={"messaging_product": "whatsapp", "type": kind},
            files={"file": ("a", content, kind)},
            headers=headers,
        )

    media = (await upload(b"ogg", "audio/ogg")).json()["id"]
    told = (await played.graph(media)).json()
    assert (told["file_size"], told["mime_type"]) == (3, "audio/ogg")
    assert (await played.http.get(told["url"], headers=headers)).content == b"ogg"
    assert (await played.http.get(told["url"])).status_code == 401
    await played.passes(301)
    assert (await played.http.get(told["url"], headers=headers)).status_code == 404
    fresh = (await played.graph(media)).json()["url"]
    assert (await played.http.get(fresh, headers=headers)).content == b"ogg"
    await played.passes(hours=31 * 24)
    assert code(await played.graph(media)) == (100, 33)
    assert code(await upload(b"", "audio/ogg"))[0] == 131053
    assert code(await upload(b"x", "font/woff2"))[0] == 100
    assert code(await upload(b"x" * (5 * 1024 * 1024 + 1), "image/png"))[0] == 131053


async def test_a_comment_is_told_answered_hidden_and_answered_once_in_private(
    played: Played,
) -> None:
    ana = await played.customer("instagram", name="Ana", username="ana.p")
    wish = {"channel": "instagram", "author": ana["id"], "text": "¿Precio?"}
    comment = (await played.control("comments", wish))["comment"]["id"]
    await played.passes()
    value = played.values()[0]
    assert (value["text"], value["from"]["username"]) == ("¿Precio?", "ana.p")
    reply = await played.graph(
        f"{comment}/replies", {"message": "¡Te escribimos!"}, token=PAGE_TOKEN
    )
    assert reply.json()["id"]
    await played.passes()
    assert played.values()[-1]["from"]["id"] == INSTAGRAM_ID
    hidden = await played.graph(f"{comment}?hide=true", {}, token=PAGE_TOKEN)
    assert hidden.json() == {"success": True}
    private = {"recipient": {"comment_id": comment}, "message": {"text": "Cuesta $520"}}
    path = f"{PAGE_ID}/messages"
    assert "recipient_id" not in (await played.graph(path, private, token=PAGE_TOKEN)).json()
    assert code(await played.graph(path, private, token=PAGE_TOKEN))[0] == 10900
    assert code(await played.write_to(ana))[0] == 10


async def test_a_comment_of_the_page_is_told_by_its_feed_and_too_old_after_a_week(
    played: Played,
) -> None:
    ana = await played.customer("messenger", name="Ana")
    wish = {"channel": "messenger", "author": ana["id"], "text": "¿Precio?"}
    comment = (await played.control("comments", {**wish, "twice": True}))["comment"]["id"]
    await played.control(f"comments/{comment}", {"text": "¿Y el precio?"}, "PATCH")
    await played.passes()
    assert [one["verb"] for one in played.values()] == ["add", "add", "edited"]
    assert played.values()[0]["from"] == {"id": ana["address"], "name": "Ana"}
    await played.passes(hours=24 * 7)
    private = {"recipient": {"comment_id": comment}, "message": {"text": "Cuesta $520"}}
    late = await played.graph(f"{PAGE_ID}/messages", private, token=PAGE_TOKEN)
    assert code(late)[0] == 10903


async def test_publishing_takes_a_container_some_patience_and_a_quota(played: Played) -> None:
    async def ask(path: str, body: dict[str, str] | None = None) -> httpx.Response:
        return await played.graph(f"{path}", body, token=PAGE_TOKEN)

    made = (await ask(f"{INSTAGRAM_ID}/media", {"image_url": "https://x.example/a.jpg"})).json()
    publish = {"creation_id": made["id"]}
    assert (await ask(f"{made['id']}?fields=status_code")).json()["status_code"] == "IN_PROGRESS"
    assert code(await ask(f"{INSTAGRAM_ID}/media_publish", publish)) == (9007, 2207027)
    await played.passes(6)
    post = (await ask(f"{INSTAGRAM_ID}/media_publish", publish)).json()["id"]
    assert (await ask(f"{post}?fields=permalink")).json()["permalink"].endswith(post)
    assert (await ask(f"{made['id']}?fields=status_code")).json()["status_code"] == "PUBLISHED"
    usage = (await ask(f"{INSTAGRAM_ID}/content_publishing_limit")).json()["data"][0]
    assert (usage["quota_usage"], usage["config"]["quota_total"]) == (1, 50)
    old = (await ask(f"{INSTAGRAM_ID}/media", {"image_url": "https://x.example/b.jpg"})).json()
    await played.passes(hours=25)
    assert (
        code(await ask(f"{INSTAGRAM_ID}/media_publish", {"creation_id": old["id"]}))[1] == 2207006
    )
    assert (await ask(f"{PAGE_ID}/feed", {"message": "Hoy abrimos"})).json()["id"]
