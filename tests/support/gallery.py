"""Every screen of the hosted flow as a stand-alone page, to look at and to test for accessibility.

``python tests/support/gallery.py FOLDER`` writes them with their style sheet.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from verilink.flow import components as c
from verilink.flow.document import (
    FieldSchema,
    Form,
    Input,
    Message,
    Page,
    Privacy,
    Screen,
    ScreenStep,
    Template,
)
from verilink.flow.moment import Context, Moment
from verilink.flow.outcomes import Answer, Attempt, Finish, InvalidAnswer, Outcome, Result, Show, State, Wait
from verilink.flow.plan import plan_of
from verilink.flow.schemas import Option
from verilink.flow.shipped import shipped_templates
from verilink.flow.steps import screen as screens
from verilink.hosted.assets import assets
from verilink.hosted.devices import Device
from verilink.hosted.rendering import render_screen, render_shell
from verilink.hosted.screens.building import build
from verilink.hosted.screens.handoff import build_elsewhere, build_offer
from verilink.hosted.screens.model import Case, Chrome, Standing
from verilink.hosted.screens.problem import WORDINGS, problem
from verilink.hosted.screens.proof import build_proof
from verilink.kit import clock
from verilink.kit.i18n import Translator, available, translator
from verilink.sessions.model import Link
from verilink.themes.contrast import findings
from verilink.themes.model import Styles, Values
from verilink.themes.sheet import style_sheet

ODD = {"phone-number": {"number": "06 12 34", "country": "FR"}, "tax-number": "12", "income": "-1"}
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
ORGANIZATION = "Northwind"
INQUIRY = "inq_4QPsTz8mKd2WvX7nGh3LcRb6SQR3"
TEMPLATE = shipped_templates()["Government ID and selfie"]
PAPER = shipped_templates()["Proof of address"]
REACHING = shipped_templates()["Email and phone"]
ADDRESS, NUMBER = "ada.lovelace@analytical-engines.example", "+491512345678"
KEPT = {"contact": "ada@analytical.example", "locked": True}
# Screens whose folded part is shown unfolded, as a person leaves them.
OPENED = ("other-way", "code-email", "code-wait")
FAILED = Result(
    verification_id="ver_1",
    passed=False,
    reasons=("too_much_glare", "mrz_not_found"),
    checks={"id_mrz_detection": "failed", "id_blur_detection": "failed"},
)
PASSED = Result(verification_id="ver_2", passed=True)
FORM = Form(
    title="A few details about you",
    body="As they stand in your passport.",
    inputs=(
        Input(field="name-first"),
        Input(field="name-middle", required=False),
        Input(field="birthdate", hint="For example 3 27 1990"),
        Input(field="email-address"),
        Input(field="purpose"),
        Input(field="politician"),
    ),
)
PAGE_FIELDS = {
    "about": FieldSchema(label="What do you do?", max_char_length=400),
    "tax-number": FieldSchema(label="Tax number", mask="##-###-####"),
    "income": FieldSchema(type="number", label="Monthly income", min=0, max=1_000_000),
    "phone-number": FieldSchema(label="Phone number"),
    "website": FieldSchema(label="Your website"),
    "birthdate": FieldSchema(type="date", label="Date of birth", max_date="2026-01-01"),
    "agrees": FieldSchema(type="boolean", label="What I say here is true"),
    "news": FieldSchema(
        type="multi_choices", label="What may we write to you about?", options=("Offers", "Events", "Jobs")
    ),
    "plan": FieldSchema(
        type="choices",
        label="Plan",
        options=(Option(value="s", label="Small"), Option(value="l", label="Large")),
    ),
    "sector": FieldSchema(
        type="choices", label="Sector", options=("Farming", "Building", "Trade", "Health", "Teaching", "Art", "Other")
    ),
    "languages": FieldSchema(
        type="multi_choices",
        label="Languages you speak",
        options=("Arabic", "Bengali", "English", "French", "Hindi", "Japanese", "Portuguese", "Spanish", "Urdu"),
    ),
    "residence": FieldSchema(label="Country you live in"),
    "contract": FieldSchema(type="file", label="Your contract", max_file_size_bytes=5_000_000),
    "selected-id-class": FieldSchema(label="Kind of document"),
    **{
        f"address-{part}": FieldSchema()
        for part in ("street-1", "street-2", "city", "subdivision", "postal-code", "country-code")
    },
}
READING = Page(
    title="How it works",
    components=(
        c.Paragraph(text="Three things are asked. It takes about two minutes.", style="lead"),
        c.Image(drawing="paper", alt="A letter with your address"),
        c.Title(text="What you need"),
        c.Container(style="card", components=(c.Title(text="A recent letter"), c.Paragraph(text="With your address."))),
        c.Spacer(size="small"),
        c.Container(
            style="row",
            components=(
                c.Image(src=f"data:image/png;base64,{_DOT}", alt="", size="small"),
                c.Paragraph(text="Pictures of your own are part of the template."),
            ),
        ),
        c.ClickableContainer(
            name="business",
            components=(c.Title(text="I act for a company"), c.Paragraph(text="You are asked for its name.")),
        ),
        c.Footer(
            components=(
                c.Paragraph(text="Nothing is sent yet.", style="small"),
                c.Button(name="go", label="Start"),
                c.Button(name="later", label="I have none of this", style="quiet", skips=True),
                c.Button(name="help", label="Ask for help", style="text", skips=True),
            )
        ),
    ),
)
TYPING = Page(
    title="About you",
    components=(
        c.TextArea(field="about", hint="In a sentence or two"),
        c.MaskedText(field="tax-number"),
        c.NumberInput(field="income", hint="In euros, before tax"),
        c.PhoneNumber(field="phone-number"),
        c.UrlInput(field="website", required=False),
        c.DateInput(field="birthdate"),
        c.FileUpload(field="contract"),
        c.AddressInput(),
        c.Checkbox(field="agrees"),
    ),
)
CHOOSING = Page(
    title="Choose",
    components=(
        c.RadioGroup(field="plan"),
        c.CheckboxGroup(field="news", required=False),
        c.Select(field="sector"),
        c.MultiSelect(field="languages"),
        c.CountrySelect(field="residence"),
        c.IdTypeSelect(verification="government_id"),
    ),
)
FIELDS = {
    "name-first": FieldSchema(label="First name"),
    "name-middle": FieldSchema(label="Middle name"),
    "birthdate": FieldSchema(type="date", label="Date of birth"),
    "email-address": FieldSchema(type="email-address", label="Email address"),
    "purpose": FieldSchema(type="choices", label="What will you use the account for?", options=("Savings", "Salary")),
    "politician": FieldSchema(type="boolean", label="I hold a high public office"),
}


def show(template: Template, screen: Screen, *, state: State | None = None, **context: Any) -> Show:
    """The outcome that shows ``screen``, with the model the flow gives it."""
    moment = Moment(plan_of(template), state or State(step=template.start), Context(**context))
    return Show(step="here", screen=screen, model=screens.model(moment, screen), progress=0.4, can_go_back=True)


def refused(template: Template, screen: Screen, values: dict[str, Any]) -> Mapping[str, str]:
    """What the flow says of a page that is sent with these values."""
    moment = Moment(plan_of(template), State(step=template.start), Context())
    try:
        screens.accept(moment, screen, Answer(step=template.start, values=values))
    except InvalidAnswer as error:
        return error.errors
    raise AssertionError("the page was taken")


def outcomes() -> Iterator[tuple[str, Template, Outcome, dict[str, Any]]]:
    """(name, template, outcome, more of the case) of every screen of the flow."""
    yield "consent", TEMPLATE, replace_progress(show(TEMPLATE, screen_of("start")), 0.02), {}
    by_person = replace_template(TEMPLATE, privacy=Privacy(manual_review=True))
    yield "consent-other-way", by_person, replace_progress(show(by_person, screen_of("start")), 0.02), {}
    yield "success-by-person", by_person, msgspec.structs.replace(end_of("success"), by_person=True), {}
    with_form = replace_template(TEMPLATE, fields={**TEMPLATE.fields, **FIELDS})
    yield "form", with_form, show(with_form, FORM), {}
    errors = {
        "name-first": "Fill this in to go on.",
        "birthdate": "This date does not exist. Check the day and the month.",
        "purpose": "Choose one of the options.",
    }
    answers = {"birthdate": "1990-02-31", "email-address": "anna@example.com"}
    yield "form-errors", with_form, show(with_form, FORM), {"errors": errors, "answers": answers}
    paged = replace_template(TEMPLATE, fields={**TEMPLATE.fields, **PAGE_FIELDS})
    for name, page in (("page-reading", READING), ("page-typing", TYPING), ("page-choosing", CHOOSING)):
        yield name, paged, show(paged, page), {}
    for name, page, values in (("page-typing-errors", TYPING, ODD), ("page-choosing-errors", CHOOSING, {})):
        yield name, paged, show(paged, page), {"errors": refused(paged, page, values), "answers": values}
    yield "choose-id", TEMPLATE, show(TEMPLATE, screen_of("select_government_id"), country_hint="DE"), {}
    for id_class, taken, name in (("pp", 0, "passport"), ("id", 0, "card-front"), ("id", 1, "card-back")):
        yield (
            f"capture-{name}",
            TEMPLATE,
            show(TEMPLATE, screen_of("verification_government_id"), state=photographed(id_class, taken)),
            {},
        )
    sending = PAPER.steps["verification_document"].screen  # type: ignore[union-attr]
    for name, taken in (("capture-document", 0), ("capture-document-more", 2)):
        sent = Attempt(pages={f"page-{index + 1}": f"file_{index}" for index in range(taken)})
        state = State(step="verification_document", attempts={"document": sent})
        yield name, PAPER, show(PAPER, sending, state=state), {}
    yield from code_outcomes()
    yield "consent-document", PAPER, show(PAPER, PAPER.steps["start"].screen), {}  # type: ignore[union-attr]
    selfie = Attempt(order=("center", "right", "left"))
    state = State(step="verification_selfie", attempts={"selfie": selfie})
    yield "selfie", TEMPLATE, show(TEMPLATE, screen_of("verification_selfie"), state=state), {}
    yield "selfie-other-way", by_person, show(by_person, screen_of("verification_selfie"), state=state), {}
    yield (
        "processing",
        TEMPLATE,
        Wait(step="x", verification="selfie", progress=0.88),
        {"results": {"government_id": (PASSED,)}},
    )
    state = State(step="x", results={"government_id": (FAILED,)})
    yield (
        "retry",
        TEMPLATE,
        show(TEMPLATE, screen_of("retry_verification_government_id"), state=state),
        {"results": {"government_id": (FAILED,)}},
    )
    yield (
        "message",
        TEMPLATE,
        show(TEMPLATE, Message(title="One more thing", body="Next we look at your face. It takes less than a minute.")),
        {},
    )
    yield "success", TEMPLATE, end_of("success"), {"redirect": "https://app.northwind.example/welcome?inquiry-id=inq_1"}
    yield "failure", TEMPLATE, end_of("failure"), {"results": {"government_id": (FAILED,)}}


def code_outcomes() -> Iterator[tuple[str, Template, Outcome, dict[str, Any]]]:
    """Every state of the screens that ask for an address and for the code that was sent to it."""
    email, phone = asking("email_address"), asking("phone_number")
    mailed = asking("email_address", contact=ADDRESS, sent=1)
    texted = asking("phone_number", contact=NUMBER, sent=1)
    unsure = asking("email_address", contact=ADDRESS, sent=1, wrong=1)
    states: dict[str, tuple[Show, dict[str, Any]]] = {
        "address-email": (email, {}),
        "address-email-problem": (email, wrongly("email_address", "ada@")),
        "address-phone": (phone, {"country": "DE"}),
        "address-phone-problem": (phone, wrongly("phone_number", "+33 6 12 34")),
        "address-phone-no-provider": (phone, {"standing": Standing(available=False)}),
        "address-locked": (msgspec.structs.replace(email, model=email.model | KEPT), {}),
        "code-email": (mailed, {}),
        "code-wrong": (unsure, {}),
        "code-wait": (asking("email_address", contact=ADDRESS, sent=2), {"standing": Standing(wait=24)}),
        "code-sandbox": (mailed, {"standing": Standing(simulated=True)}),
        "code-undeliverable": (texted, {"standing": Standing(failed=True)}),
    }
    for name, (outcome, more) in states.items():
        yield name, REACHING, outcome, more


def wrongly(verification: str, contact: str) -> dict[str, Any]:
    """What was typed for an address, and what the flow says of it."""
    answers = {"contact": contact}
    return {"answers": answers, "errors": refused(REACHING, asking(verification).screen, answers)}


def asking(verification: str, **attempt: Any) -> Show:
    """The screen that sends codes, with this attempt so far."""
    step = f"verification_{verification}"
    found: Any = REACHING.steps[step]
    state = State(step=step, attempts={verification: Attempt(**attempt)})
    return show(REACHING, found.screen, state=state, country_hint="DE")


def screen_of(step: str) -> Screen:
    """The screen of a step of the shipped template."""
    found = TEMPLATE.steps[step]
    assert isinstance(found, ScreenStep)
    return found.screen


def end_of(step: str) -> Finish:
    """The outcome of an end step of the shipped template."""
    found: Any = TEMPLATE.steps[step]
    return Finish(step=step, status=found.status, title=found.title, body=found.body)


def photographed(id_class: str, taken: int) -> State:
    """A state with this many pages of a document confirmed."""
    order: tuple[Any, ...] = ("front",) if id_class == "pp" else ("front", "back")
    attempt = Attempt(
        id_class=id_class, country="DE", order=order, pages={page: f"file_{page}" for page in order[:taken]}
    )
    return State(step="verification_government_id", attempts={"government_id": attempt})


def replace_progress(outcome: Show, progress: float) -> Show:
    """The same screen nearer to the start."""
    return msgspec.structs.replace(outcome, progress=progress, can_go_back=False)


def replace_template(template: Template, **changes: Any) -> Template:
    """A template that differs in these parts."""
    return msgspec.structs.replace(template, **changes)


def pages(code: str = "en-US") -> Iterator[tuple[str, str]]:
    """(name, markup of the flow) of every screen, its parts included."""
    spoken = translator(code)
    chrome = Chrome(
        locale=code,
        brand=ORGANIZATION,
        languages=tuple((each, translator(each).locale.name) for each in available()),
        can_leave=True,
        step="here",
        reference=INQUIRY,
    )
    for name, template, outcome, more in outcomes():
        case = Case(
            language=spoken,
            organization=ORGANIZATION,
            template=template,
            outcome=outcome,
            device=Device("android", True),
            **more,
        )
        percent = None if isinstance(outcome, Finish) else round(100 * outcome.progress)
        framed = replace(chrome, progress=percent, can_go_back=isinstance(outcome, Show) and outcome.can_go_back)
        sandboxed = replace(framed, sandbox=True, simulate="pass") if name in ("consent", "retry") else framed
        html = render_screen(build(case), sandboxed)
        if name.endswith(OPENED):
            html = html.replace("<details>", "<details open>")
        if name == "code-wait":
            html = counted_down(html, 24)
        yield name, html
        for part in ("live", "blocked", "review", "sending"):
            if f'data-part="{part}"' in html and name in ("capture-passport", "capture-card-back", "selfie"):
                yield f"{name}-{part}", with_part(html, part)
    yield from handoff_pages(spoken, replace(chrome, can_leave=False, progress=40))
    for name, proof in (("proof", "prf_1"), ("proof-later", None)):
        yield name, render_screen(build_proof(spoken, proof), replace(chrome, can_leave=False, step=""))
    for code_, _ in WORDINGS.items():
        page = problem(
            spoken,
            code_,
            organization=ORGANIZATION,
            offers_new_link=code_ == "link_used",
            detail="Give either inquiry-id or inquiry-template-id, not both." if code_ == "invalid_config" else "",
        )
        plain = replace(chrome, can_leave=False, here="?language=" if code_ == "nobody_here" else "")
        yield f"problem-{code_.replace('_', '-')}", render_screen(page, plain)


def handoff_pages(spoken: Translator, chrome: Chrome) -> Iterator[tuple[str, str]]:
    """The page with the code for another device, on a computer, and the one of whoever looks on."""
    shown = show(TEMPLATE, screen_of("verification_government_id"), state=photographed("id", 0))
    ways = ("qr", "email", "sms")
    case = Case(language=spoken, organization=ORGANIZATION, template=TEMPLATE, outcome=shown, handoff=ways)
    link = Link("", "https://verify.northwind.example/v/k7qm-2xpd-9vhr", clock.in_seconds(3_600))
    yield "handoff", render_screen(build_offer(case, link, ""), chrome)
    full = "This link was opened too often to go on with another device. You can go on here."
    yield "handoff-full", render_screen(build_offer(case, None, spoken(full)), chrome)
    yield "elsewhere", render_screen(build_elsewhere(case, build(case).title), chrome)


def counted_down(html: str, seconds: int) -> str:
    """The button for another code as the script leaves it until another may be asked for."""
    said = html.partition('data-text="')[2].partition('"')[0].replace("{seconds}", str(seconds))
    html = html.replace('name="again"', 'disabled name="again"')
    return re.sub(r"(data-wait data-text=[^>]*) hidden>", rf"\1>{said}", html)


def with_part(html: str, part: str) -> str:
    """The markup as the script shows it in one of its parts."""
    html = html.replace('<div data-part="intro" class="part">', '<div data-part="intro" class="part" hidden>')
    for attributes in (f'data-part="{part}" class="part"', f'data-part="{part}" data-filming class="part"'):
        html = html.replace(f"<div {attributes} hidden>", f"<div {attributes}>")
    if part == "live":
        html = html.replace(
            'class="flow fresh" data-screen="capture-id"', 'class="flow fresh filming" data-screen="capture-id"'
        )
        html = html.replace(
            '<p id="tip" role="status"></p>', '<p id="tip" role="status">There is a reflection. Tilt it a little</p>'
        )
        html = html.replace('<span data-pose="left" hidden>', '<span data-pose="left">').replace(
            'data-pose="left" hidden', 'data-pose="left"'
        )
        html = html.replace(" disabled", "")
    if part == "review":
        html = html.replace('id="picture" alt', 'id="picture" src="picture.jpg" alt', 1).replace(
            'send" hidden', 'send"'
        )
    return html


def page_of(body: str, variant: str, direction: str = "ltr", *, code: str = "en-US") -> str:
    """A whole page without its script, beside ``flow.css``."""
    shell = render_shell(code, variant.removeprefix("brand-"))
    if variant.startswith("brand-"):
        shell = shell.replace("</head>", '<link rel="stylesheet" href="brand.css"></head>')
    start, end = shell.index('<div id="app">') + len('<div id="app">'), shell.index("<noscript>")
    page = f"{shell[:start]}{body}</div>{shell[end:]}".replace(f"{assets().prefix}/flow.css", "flow.css")
    page = re.sub(r'<script type="module"[^>]*></script>|<link rel="modulepreload"[^>]*>', "", page)
    return page.replace('dir="ltr"', f'dir="{direction}"')


LOOKS = (("light", "ltr"), ("dark", "ltr"), ("light", "rtl"), ("brand-light", "ltr"), ("brand-dark", "ltr"))
# A look as far from ours as a company may go: another ground, another shape, a main colour too pale for text.
BRAND = Styles(
    light=Values(
        color_primary="#ffb000",
        color_background="#fff6e0",
        color_modal_background="#ffffff",
        color_font="#2b1a4d",
        color_button_secondary_fill="#efe6ff",
        font_size_body="18px",
        font_size_header="32px",
        line_height_body="1.6",
        border_radius="24px",
        border_radius_input="4px",
        border_width="2px",
        button_text_transform="uppercase",
        button_shadow_strength="large",
        input_style="underline",
        icon_style="line",
        text_align="center",
        font_family_title="Georgia, serif",
    ),
    dark=Values(color_background="#1a1033", color_modal_background="#241747"),
)


def write(folder: Path) -> list[str]:
    """Write every page in light, in dark and from right to left; returns the file names."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "flow.css").write_bytes(assets().files["flow.css"].content)
    assert findings(BRAND) == []
    (folder / "brand.css").write_text(style_sheet(BRAND, str))
    written = []
    for variant, direction in LOOKS:
        for name, body in pages():
            file = f"{name}.{variant}.{direction}.html"
            (folder / file).write_text(page_of(body, variant, direction), encoding="utf-8")
            written.append(file)
    return written


if __name__ == "__main__":
    sys.stdout.write("\n".join(write(Path(sys.argv[1]))) + "\n")
