"""What do we write to debtors, and in which words?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.errors import Refusal
from acquit.desk import mails, scopes, sheets, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.desk.wording import names, preview
from acquit.desk.wording.forms import TextForm
from acquit.dunning.actions.wordings import restore_original, save_wording
from acquit.dunning.models import Wording
from acquit.dunning.queries.wording import own_texts
from acquit.dunning.wording.codes import ONE_TONE
from acquit.dunning.wording.facts import LANGUAGES, TONES, Text
from acquit.dunning.wording.originals import written_for
from acquit.dunning.wording.writing import Key, text_for
from acquit.organisation.models import Company
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpResponse

BOTH = ("GET", "POST")
KEPT_S = 600


@door(Act.SET_RULES)
def templates(request: DeskRequest) -> HttpResponse:
    """Every text of one company in every language, and which are its own."""
    companies = list(_companies(request).order_by("name"))
    asked = request.GET.get("company", "")
    company = next((one for one in companies if str(one.pk) == asked), None)
    company = company or next(iter(companies), None)
    context: dict[str, object] = {"companies": companies, "company": company}
    if company is not None:
        key = names.key_of(request.GET, company)
        context |= _listed(company, key.channel, request.GET.get("tone", "NEUTRAL"))
    return render(request, "desk/wording/list.html", context)


@door(Act.SET_RULES, *BOTH)
def template(request: DeskRequest, pk: int) -> HttpResponse:
    """One text: read it, change it, see it as it arrives."""
    company = get_object_or_404(_companies(request), pk=pk)
    key = names.key_of(request.GET, company)
    form = TextForm(key, sheets.sent(request), initial=_initial(company, key))
    if request.method == "POST" and form.is_valid():
        try:
            save_wording(
                company,
                key,
                form.written(),
                on=request.desk.today,
                actor=actor(request),
                at=request.desk.at,
            )
        except Refusal as refusal:
            form.add_error(None, words.refused(refusal))
        else:
            messages.success(request, _("From now on messages are written like this."))
            return redirect(_href("desk:template", company, key))
    text = form.written() if form.is_bound else _in_force(company, key)
    status = 422 if form.is_bound else 200
    context = _edited(company, key) | _preview(request, company, key, text)
    context |= {"form": form, "groups": preview.examples(key, company, request.desk.today)}
    return render(request, "desk/wording/edit.html", context, status=status)


@door(Act.SET_RULES, "POST")
def template_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """What is being typed, as it would arrive."""
    company = get_object_or_404(_companies(request), pk=pk)
    key = names.key_of(request.GET, company)
    form = TextForm(key, request.POST)
    context = _preview(request, company, key, form.written())
    return render(request, "desk/wording/preview.html", context)


@door(Act.SET_RULES)
def template_mail(request: DeskRequest, pk: int) -> HttpResponse:
    """The last preview of whoever looks, as a mail program shows it; empty when there was
    none, or long ago.
    """
    get_object_or_404(_companies(request), pk=pk)
    return mails.framed(cache.get(_last_preview(request), ""))


@door(Act.SET_RULES, *BOTH)
def template_original(request: DeskRequest, pk: int) -> HttpResponse:
    """Back to our own text."""
    company = get_object_or_404(_companies(request), pk=pk)
    key = names.key_of(request.GET, company)
    sheet = Sheet(
        title=_("Back to the original"),
        lead=_("The company's own text is kept among the older versions."),
        submit=_("Back to the original"),
        done=_("The original text is used from now on."),
        back=_href("desk:template", company, key),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: restore_original(company, key, actor=actor(request), at=request.desk.at),
    )


def _listed(company: Company, channel: str, tone: str) -> dict[str, object]:
    """The texts of a channel in one tone: a row for each step, a cell for each language."""
    tone = tone if tone in TONES else "NEUTRAL"
    own = own_texts([company.pk]).get(company.pk, {})
    steps = sorted(written_for(channel), key=names.order)
    rows = []
    for step in steps:
        keys = [
            Key(step, channel, language, "" if step in ONE_TONE else tone)
            for language in LANGUAGES
        ]
        cells = [
            (
                names.LANGUAGE_NAMES[key.language],
                _href("desk:template", company, key),
                key in own,
            )
            for key in keys
        ]
        rows.append((names.step_name(step), cells))
    return {
        "channel": channel,
        "channels": names.CHANNELS.items(),
        "tone": tone,
        "tones": names.TONE_NAMES.items(),
        "heads": [names.LANGUAGE_NAMES[one] for one in LANGUAGES],
        "rows": rows,
        "own_count": len(own),
    }


def _edited(company: Company, key: Key) -> dict[str, object]:
    """What stands around the editor."""
    versions = Wording.objects.filter(
        company=company,
        step=key.text,
        channel=key.channel,
        language=key.language,
        tone=key.tone,
    )
    kept = list(versions.select_related("author").order_by("-version"))
    siblings = [
        (name, _href("desk:template", company, key._replace(tone=tone)), tone == key.tone)
        for tone, name in names.TONE_NAMES.items()
        if key.tone
    ]
    languages = [
        (
            names.LANGUAGE_NAMES[one],
            _href("desk:template", company, key._replace(language=one)),
            one == key.language,
        )
        for one in LANGUAGES
    ]
    return {
        "company": company,
        "key": key,
        "step": names.step_name(key.text),
        "channel": names.CHANNELS[key.channel],
        "tones": siblings,
        "languages": languages,
        "versions": kept,
        "own": bool(kept) and not kept[0].original,
        "here": _href("desk:template", company, key),
        "preview_href": _href("desk:template_preview", company, key),
        "original_href": _href("desk:template_original", company, key),
        "list_href": f"{reverse('desk:templates')}?"
        + urlencode({"company": str(company.pk), "channel": key.channel, "tone": key.tone}),
    }


def _preview(
    request: DeskRequest, company: Company, key: Key, text: Text
) -> dict[str, object]:
    given: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    offered = preview.customers(company, key, given.get("find", ""))
    chosen = given.get("customer", "")
    consumers = preview.consumers(key)
    invented = {*preview.SAMPLES, *(code for code, _name in consumers)}
    if chosen not in {*invented, *(str(pk) for pk, _name in offered)}:
        chosen = str(offered[0][0]) if offered else preview.SAMPLES[0]
    paper = given.get("show") == "paper" and key.channel == "EMAIL"
    shown = preview.shown(text, key, company, chosen, on=request.desk.today, paper=paper)
    return {
        "key": key,
        "mail": _mail(request, company, key, shown),
        "offered": [(str(pk), name) for pk, name in offered],
        "consumers": consumers,
        "chosen": chosen,
        "find": given.get("find", ""),
        "paper": paper,
        "shown": shown,
    }


def _mail(request: DeskRequest, company: Company, key: Key, shown: preview.Shown) -> str:
    """Where the frame finds what is shown, "" = it is no e-mail. What is being typed stands
    nowhere yet: the last of it is kept for a moment, one for each person.
    """
    if key.channel != "EMAIL" or shown.message is None or shown.paper:
        return ""
    html = mails.html_of(shown.message, sender=company.name)
    cache.set(_last_preview(request), html, KEPT_S)
    # A browser asks again when the address is another.
    mark = hashlib.sha256(html.encode()).hexdigest()[:16]
    return f"{reverse('desk:template_mail', args=[company.pk])}?{mark}"


def _last_preview(request: DeskRequest) -> str:
    return f"mail-preview:{request.user.pk}"


def _initial(company: Company, key: Key) -> dict[str, str]:
    text = _in_force(company, key)
    return {"subject": text.subject, "text": text.body}


def _in_force(company: Company, key: Key) -> Text:
    return text_for(key, own_texts([company.pk]).get(company.pk))


def _href(view: str, company: Company, key: Key) -> str:
    asked: dict[str, str | int] = {
        "step": key.text,
        "channel": key.channel,
        "language": key.language,
        "tone": key.tone,
    }
    asked = {name: value for name, value in asked.items() if value}
    return f"{reverse(view, args=[company.pk])}?{urlencode(asked)}"


def _companies(request: DeskRequest) -> QuerySet[Company]:
    return Company.objects.filter(scopes.companies(request.granted, "pk"))
