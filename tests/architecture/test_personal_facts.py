"""Personal facts: they enter no log line, no printed line and no refusal."""

import ast
import re

import pytest

from tests.architecture.sources import Source, calls, dotted, hold, house, planted

PERSONAL = re.compile(
    r"^(citizen_id|id_no|id_number|identifier|passport(_no)?|mobile|phone(_no|_number)?|email|home_address|birth(day|_date)?"
    r"|person_name|full_name|applicant_name|password|secret|token|bank_account)$"
)
SPEAKS = re.compile(
    r"(^|\.)(print|log|logger|logging|_log|structlog)(\.|$)|(^|\.)(debug|info|warning|error|exception|critical)$"
)


def personal_facts_told(sources: list[Source]) -> list[str]:
    """Personal facts handed to a log, to print or to a refusal."""
    found = []
    for source in sources:
        refusals = [
            n.exc for n in ast.walk(source.tree) if isinstance(n, ast.Raise) and isinstance(n.exc, ast.Call)
        ]
        for call in [c for c in calls(source) if _speaks(dotted(c.func))] + refusals:
            found += [source.at(call, f"tells {name}") for name in _names_in(call) if PERSONAL.match(name)]
    return found


def _speaks(name: str) -> bool:
    return bool(SPEAKS.search(name)) and not name.startswith("messages.")


def _names_in(call: ast.Call) -> list[str]:
    names = []
    for part in [*call.args, *call.keywords]:
        for node in ast.walk(part):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                    names.append(name)
                case ast.Dict(keys=keys):
                    names += [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    return names


def test_no_personal_fact_is_told() -> None:
    hold(personal_facts_told(house()))


@pytest.mark.parametrize(
    "text",
    [
        "logger.info('registered %s', person.citizen_id)",
        "logger.warning('late', extra={'mobile': person.mobile_masked})",
        "print(f'{mobile} called')",
        "logging.getLogger('x').error('bad', extra={'by': 1, 'email': x})",
        "raise NoSuchPerson(citizen_id=number)",
        "structlog.get_logger().info('x', phone=p.phone)",
    ],
)
def test_a_personal_fact_told_is_caught(text: str) -> None:
    assert personal_facts_told(planted("rooms/people/acts.py", text)) != []


def test_a_number_of_the_record_may_be_told() -> None:
    assert (
        personal_facts_told(planted("rooms/people/acts.py", "logger.info('x', extra={'person': person.pk})"))
        == []
    )
