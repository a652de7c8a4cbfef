"""情形：回答决定材料。"""

from collections.abc import Mapping

from tongban.rooms.catalogue.words import CheckedAnswers, Material, Option, Question, Version

Answers = Mapping[str, object]


def required_materials(version: Version, answers: Answers) -> tuple[Material, ...]:
    """应交材料：共同的材料，加上所选情形增加的，去掉所选情形免交的，按清单顺序。

    Law: 行政许可法 第三十条（材料目录公示）、第三十一条（不得要求提交无关材料）.
    """
    chosen = [option for question in version.situations for option in _chosen(question, answers)]
    added = {key for option in chosen for key in option.adds}
    removed = {key for option in chosen for key in option.removes}
    return tuple(m for m in version.materials if (m.base or m.key in added) and m.key not in removed)


def possible_materials(version: Version, answers: Answers) -> tuple[Material, ...]:
    """还可能要的全部材料：没答的题，凡是会增加的都列上；每答一题只会少、不会多，全答完就是应交材料。

    Law: 行政许可法 第三十条（需要提交的全部材料的目录公示）.
    """
    open_ = (question for question in version.situations if not _chosen(question, answers))
    added = {key for question in open_ for option in question.options for key in option.adds}
    wanted = {m.key for m in required_materials(version, answers)}
    removed = {k for q in version.situations for option in _chosen(q, answers) for k in option.removes}
    return tuple(m for m in version.materials if m.key in wanted or m.key in added - removed)


def check_answers(version: Version, answers: Answers) -> CheckedAnswers:
    """核对情形：每题都要答，答案要在选项里；不认识的题略去；选了“不必办”的，说去向，不能提交。"""
    clean: dict[str, str | tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for question in version.situations:
        picked = tuple(option.key for option in _chosen(question, answers))
        if picked:
            clean[question.key] = picked if question.many else picked[0]
        else:
            problems[question.key] = f"请选择：{question.ask}"
        if ends := next((option.ends for option in _chosen(question, answers) if option.ends), ""):
            problems[question.key] = ends
    return CheckedAnswers(answers=clean, problems=problems)


def _chosen(question: Question, answers: Answers) -> tuple[Option, ...]:
    told = answers.get(question.key)
    keys = (
        {str(key) for key in told[:100]} if question.many and isinstance(told, list | tuple) else {_key(told)}
    )
    return tuple(option for option in question.options if option.key in keys)


def _key(told: object) -> str:
    match told:
        case [only]:
            return _key(only)
        case bool():
            return "yes" if told else "no"
        case str():
            return told
    return ""
