"""定稿模板：编译好的模板在头一次用到时改写一遍，画出来一字不差，只是快得多 (a page is put together once, not at every request).

1. `whole`: a page and the pages it extends become one list of nodes.
2. `settling`: what is the same for everybody as long as the process lives becomes text: ``{% trans "…" %}``, ``{% static %}``,
   ``{% url %}`` without arguments, what is said of the district, an ``{% if %}`` that has only one answer; ``{% include %}``
   of a named template becomes part of the page.
3. `quick`: what is left (this person's, this case's) is looked up by a shorter way.

Nothing that a request brings is ever kept: a page is settled without any request, from the names in ``KNOWN`` alone.
"""

from tongban.foundation.pages.settled.loading import Loader

__all__ = ["Loader"]
