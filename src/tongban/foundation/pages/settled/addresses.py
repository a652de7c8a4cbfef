"""网址的写法：一个名字只通一条路的，路由查一次，以后只填参数 (what `reverse` would work out anew for every link)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse
from django.urls.converters import DEFAULT_CONVERTERS
from django.urls.resolvers import URLResolver, get_ns_resolver

PLAIN = re.compile(r"[\w.~-]+", re.ASCII)
TEXT_AS_IT_IS = tuple(type(each) for name, each in DEFAULT_CONVERTERS.items())


@dataclass(frozen=True)
class Address:
    """一条路：``shape`` 里填参数，``fits`` 是它自己的样子。"""

    shape: str
    names: tuple[str, ...]
    fits: re.Pattern[str]
    urlconf: str

    def of(self, values: Sequence[Any]) -> str | None:
        """填好的网址；参数里有要转写的字、站点不在根上，为 None，照 Django 的办。"""
        if not all(type(each) in (str, int) for each in values):
            return None
        told = [str(each) for each in values]
        elsewhere = get_script_prefix() != "/" or _urlconf() != self.urlconf
        if elsewhere or not all(map(PLAIN.fullmatch, told)):
            return None
        made = self.shape % dict(zip(self.names, told, strict=True))
        return f"/{made}" if self.fits.search(made) else None


def address(name: str, *, count: int) -> Address | None:
    """这个名字、这么多参数的路；不止一条、或参数要变样写的，为 None。"""
    *spaces, view = name.split(":")
    resolver = _resolver(spaces)
    ways = resolver.reverse_dict.getlist(view) if resolver else []
    if len(ways) != 1 or len(ways[0][0]) != 1:
        return None
    ((shape, names),), pattern, _, converters = ways[0]
    plain = all(type(each) in TEXT_AS_IT_IS for each in converters.values())
    if not plain or len(names) != count:
        return None
    return Address(shape=shape, names=tuple(names), fits=re.compile(f"^{pattern}"), urlconf=_urlconf())


def onward(name: str, *values: Any) -> HttpResponseRedirect:
    """请对方去那一页 (302)."""
    way = _settled(name, len(values), _urlconf())
    return HttpResponseRedirect((way and way.of(values)) or reverse(name, args=values))


@cache
def _settled(name: str, count: int, urlconf: str) -> Address | None:
    return address(name, count=count)


def _urlconf() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


def _resolver(spaces: Sequence[str]) -> URLResolver | None:
    """Through the names before the colons; a name that stands for several places is not for us."""
    resolver, so_far, converters = get_resolver(_urlconf()), "", {}
    for space in spaces:
        if resolver.app_dict.get(space, [space]) != [space] or space not in resolver.namespace_dict:
            return None
        more, resolver = resolver.namespace_dict[space]
        so_far += more
        converters.update(resolver.pattern.converters)
    return get_ns_resolver(so_far, resolver, tuple(converters.items())) if so_far else resolver
