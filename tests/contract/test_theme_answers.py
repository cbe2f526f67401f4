"""Answers about theme sets have the contract's form; what the contract refuses is refused as it says."""

from __future__ import annotations

from typing import Any

from support.contract import needs_contract
from support.scenes import body

pytestmark = needs_contract

STYLES = {
    "settings": {"use-dark-theme": True, "preferred-theme-variant": "light"},
    "light": {
        "inquiry": {"primary-color": {"unit": "hex", "value": "#111111"}},
        "components": {
            "button": {
                "border-radius": {"unit": "px", "value": 4},
                "primary": {
                    "base": {
                        "background-color": {"unit": "hex", "value": "#111111"},
                        "text-color": {"unit": "hex", "value": "#FFFFFF"},
                    }
                },
            }
        },
        "step-assets": {},
    },
}


async def test_theme_sets(contract: Any) -> None:
    made = await contract.production.post("/theme-sets", body(name="Brand Default", styles=STYLES))
    assert made.status == 201
    theme = made.json()["data"]
    one, said = f"/theme-sets/{theme['id']}", theme["attributes"]
    assert theme["id"].startswith("theset_")
    assert said["status"] == "active"
    assert said["styles"]["settings"] == STYLES["settings"]
    assert said["styles"]["light"] == STYLES["light"]
    assert (await contract.sandbox.get(one)).json()["data"]["attributes"] == said
    renamed = await contract.production.patch(one, body(name="Brand"))
    assert renamed.json()["data"]["attributes"]["styles"] == said["styles"]
    emptied = await contract.production.patch(one, body(styles={}))
    empty = {"inquiry": {}, "components": {}, "step-assets": {}}
    assert emptied.json()["data"]["attributes"]["styles"]["light"] == empty
    listed = (await contract.production.get("/theme-sets?page[size]=2")).json()
    assert listed["data"][0]["id"] == theme["id"]
    assert listed["links"]["next"]
    gone = await contract.production.delete(one)
    assert gone.json()["data"]["attributes"]["status"] == "archived"
    assert (await contract.production.get(one)).status == 200
    assert (await contract.production.delete(one)).status == 409
    assert (await contract.production.patch(one, body(name="x"))).status == 409
    archived = (await contract.production.get("/theme-sets?filter[status]=archived")).json()["data"]
    assert [each["id"] for each in archived] == [theme["id"]]


async def test_what_does_not_fit_is_named_by_its_path(contract: Any) -> None:
    wrong = {
        "light": {
            "inquiry": {"primary-color": {"unit": "hex", "value": "red"}, "navbar": {"video": "x"}},
            "components": {"button": {"border-radius": {"unit": "hex", "value": "#111111"}}},
        },
        "sepia": {},
    }
    answer = await contract.production.post("/theme-sets", body(name="x", styles=wrong))
    assert answer.status == 400
    details = answer.json()["errors"][0]["details"]
    for path in ("light.inquiry.primary-color", "light.inquiry.navbar.video", "button.border-radius", "styles.sepia"):
        assert path in details
    for attributes in ({"name": "x", "logo": "y"}, {"name": ""}, {"styles": {}}, {"name": "x", "styles": []}):
        assert (await contract.production.post("/theme-sets", body(**attributes))).status == 400


async def test_colours_that_cannot_be_read_are_not_kept(contract: Any) -> None:
    pale = {"light": {"components": {"text": {"base": {"text-color": {"unit": "hex", "value": "#BBBBBB"}}}}}}
    answer = await contract.production.post("/theme-sets", body(name="Pale", styles=pale))
    assert answer.status == 422
    assert "would do" in answer.json()["errors"][0]["details"]


async def test_the_default_stays_and_sandbox_keys_only_read(contract: Any) -> None:
    sets = (await contract.sandbox.get("/theme-sets")).json()["data"]
    [standard] = [each for each in sets if each["attributes"]["name"] == "Standard"]
    assert (await contract.production.delete(f"/theme-sets/{standard['id']}")).status == 409
    assert (await contract.sandbox.post("/theme-sets", body(name="x"))).status == 403
    weak = contract.api.client(await contract.api.key("production", ["theme_set.read"]))
    assert (await weak.post("/theme-sets", body(name="x"))).status == 403


async def test_a_version_tells_the_theme_its_inquiries_have(contract: Any) -> None:
    made = await contract.production.post("/theme-sets", body(name="Brand", styles=STYLES))
    theme_id, template = made.json()["data"]["id"], contract.api.template_id
    async with contract.api.services.pool.acquire() as conn:
        await conn.execute("UPDATE inquiry_template SET theme_set_id = $1 WHERE id = $2", theme_id, template)
    listed = await contract.production.get(f"/inquiry-template-versions?filter[inquiry-template-id]={template}")
    theme = listed.json()["data"][0]["attributes"]["theme"]
    assert theme["color-button-primary"] == "#111111"
    assert theme["border-radius"] == "4px"
