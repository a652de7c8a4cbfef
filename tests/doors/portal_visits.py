"""Shared by the tests of the portal: who visits, what a page shows, how its forms are sent without scripts."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.factories import people as persons
from tongban.foundation.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(account_id: int) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend=BACKEND)
    return client


def citizen(serial: int = 1, name: str = "李小敏") -> tuple[int, Client]:
    """A verified person and his browser."""
    person_id, account_id = persons.citizen(serial, name=name)
    return person_id, signed_in(account_id)


@dataclass
class Seen(HTMLParser):
    """A page as a person without scripts sees it: its fields as they would be sent, and its words."""

    text: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    _area: str = ""
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in told:
            self.fields[self._select] = [told["value"]]
        if tag == "input" and name and told.get("type") not in ("file", "search", "submit"):
            if told.get("type") in ("radio", "checkbox") and "checked" not in told:
                return
            self.fields.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    @property
    def words(self) -> str:
        """The words alone."""
        plain = re.sub(r"<(script|style).*?</\1>", " ", self.text, flags=re.S)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", plain))).strip()

    @property
    def faults(self) -> list[str]:
        """The lines of the error summary."""
        found = re.search(r"data-error-summary.*?<ul>(.*?)</ul>", self.text, re.S)
        lines = re.findall(r"<li>(.*?)</li>", found.group(1), re.S) if found else []
        return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def see(response: Any) -> Seen:
    """What an answer shows."""
    return Seen(response.content.decode())


def send(client: Client, url: str, **typed: Any) -> Any:
    """Opens a page, types into its form as it stands, and sends it; names with dots are written with two underscores."""
    fields = dict(see(client.get(url)).fields)
    for name in ("csrfmiddlewaretoken", "mode", "q"):
        fields.pop(name, None)
    return client.post(
        url.partition("#")[0], {**fields, **{k.replace("__", "."): v for k, v in typed.items()}}
    )
