"""Writes the pages that are tables of our data: facts, roles, codes of faults."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from staffing_norms.editions import read_norm
from staffing_norms.facts import Default, FactType, vocabulary
from staffing_norms.library import read_shipped
from staffing_norms.pack import NO_CLAUSE, DepartmentFile, Figure, Rate
from staffing_norms.quantities import format_number, reference, units
from staffing_norms.schema import Bilingual
from staffing_norms.wording import kinds_of_fault

HERE = Path(__file__).parent
NORM = "cn-estate"
TOLD = "<!-- Written by docs/generate.py. Change the norm files, not this page. -->"


def pages() -> Mapping[str, str]:
    """Return the generated pages by file name."""
    written = {"facts.md": _facts(), "faults.md": _faults(), "roles.md": _roles()}
    return {name: "\n".join([*lines, ""]) for name, lines in written.items()}


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(headings)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _facts() -> Iterator[str]:
    words = vocabulary()
    yield from (
        "# Facts of a site 项目资料",
        "",
        TOLD,
        "",
        (
            "What may be stated of a site. Each fact may be written under its name or under a"
            " Chinese key, in any unit of its kind. A bare number is in the unit shown. What is not"
            " stated and has no default (–) is unknown 未知, and never zero. See"
            " [how to write a site file](write-a-site-file.md)."
        ),
        "",
        "## All facts",
        "",
    )
    yield from _table(_HEADINGS, (_fact_row(name, fact) for name, fact in words.items()))
    for name, fact in words.items():
        if fact.kind == "records":
            yield from _fields(name, fact)
    for name, fact in words.items():
        if fact.words:
            yield from (f"## Words for `{name}`", "")
            yield from _table(
                ("word", "English", "中文", "also read"),
                (
                    (_code(word), each.labels.en, each.labels.zh, _list(each.keys))
                    for word, each in fact.words.items()
                ),
            )
    yield from _activities(words["tasks"])


_HEADINGS = ("fact", "中文", "unit", "meaning", "if not stated")


def _fields(name: str, fact: FactType, what: str = "entry") -> Iterator[str]:
    yield from (f"## Fields of one {what} of `{name}`", "")
    yield from _table(_HEADINGS, (_fact_row(field, each) for field, each in fact.fields.items()))
    for field, each in fact.fields.items():
        if each.fields:
            yield from _fields(f"{name}.{field}", each, "mapping")


def _fact_row(name: str, fact: FactType) -> tuple[str, ...]:
    meaning = f"{fact.meaning.en}<br>{fact.meaning.zh}"
    unit = reference(fact.dimension).labels["en"] or "share" if fact.kind == "number" else fact.kind
    if name in _OF_THE_ACTIVITY:
        unit = "of the activity"
    whole = ", whole" if fact.whole else ""
    return _code(name), _list(fact.keys), f"{unit}{whole}", meaning, _default(fact)


_OF_THE_ACTIVITY = ("quantity", "rate")


def _default(fact: FactType) -> str:
    match fact.default:
        case None:
            return "–"
        case Default(same_as=str(other)):
            return _code(other)
        case Default(product=(_, *_) as factors):
            return " × ".join(map(_code, factors))
        case Default(total=(records, field, count)):
            return f"sum of {_code(field)} × {_code(count)} over {_code(records)}"
        case Default(value=bool(value)):
            return "yes 是" if value else "no 否"
        case Default(value=str(word)):
            return f"{_code(word)} {fact.words[word].labels.zh}"
        case Default(value=Fraction() as number):
            return format_number(number)
        case _:
            raise NotImplementedError(fact.default)


def _activities(tasks: FactType) -> Iterator[str]:
    yield from (
        "## Activities of tasks 作业项目",
        "",
        (
            "A task names an activity by its id or by a label; where ways are listed, also its"
            " `variant`. The norm's work rates are [among the roles](roles.md#work-rates-工效)."
        ),
        "",
    )
    rows = []
    for name, activity in tasks.activities.items():
        label = f"{activity.labels.en} {activity.labels.zh}"
        if activity.unit:
            rows.append((_code(name), "", _unit(activity.unit), label))
        rows += [
            (
                _code(name),
                _code(way),
                _unit(variant.unit),
                f"{label}: {variant.labels.en} {variant.labels.zh}",
            )
            for way, variant in activity.variants.items()
        ]
    yield from _table(("activity", "variant", "unit", "meaning"), rows)


def _faults() -> Iterator[str]:
    yield from (
        "# Codes of faults 错误代码",
        "",
        TOLD,
        "",
        (
            "Every error carries its faults as data, each with a stable `code`, a place and an"
            " English message with the particulars: see"
            " [errors as data](use-in-a-service.md#errors-as-data-错误即数据). With `--lang zh`"
            " the command line says in Chinese what kind of fault it is, and the particulars below."
        ),
        "",
    )
    rows = ((_code(code), kind.en, kind.zh) for code, kind in kinds_of_fault().items())
    yield from _table(("code", "English", "中文"), rows)


def _roles() -> Iterator[str]:
    pack, departments = read_norm(NORM)
    yield from (
        "# Roles, methods and rates 岗位、方法与工效",
        "",
        TOLD,
        "",
        (
            f"The norm `{pack.id}`, version {pack.version}: {pack.title.en} {pack.title.zh}."
            f" {pack.source.en} {pack.source.zh} Trust {pack.trust}."
        ),
        "",
        (
            "Status 读法 says how a clause is read: printed 原文, corrected 勘误, reading 本库理解,"
            " silent 条文未规定, doubtful 存疑."
        ),
        "",
    )
    for department in departments:
        yield from _department(department)
    yield from ("## Work rates 工效", "", "Units of work of one person or crew, as printed.", "")
    yield from _table(
        ("activity", "variant", "unit", "rate", "clause", "status"),
        (_rate_row(rate) for each in departments for rate in each.rates),
    )


def _department(file: DepartmentFile) -> Iterator[str]:
    yield from (f"## {file.labels.en} {file.labels.zh} `{file.department}`", "")
    terms = read_shipped("terms.yaml").data["terms"]  # type: ignore[index]  # a mapping
    for method in file.methods:
        needs = ", ".join(" or ".join(map(_code, names)) for names in method.needs)
        shown = "" if method.automatic else " Never taken by itself: it is not the whole job."
        yield f"- {_code(method.id)} {terms[method.id]['zh']}: needs {needs}.{shown}"
    yield ""
    yield from _table(
        ("role", "English", "中文", "method", "clause", "status"),
        (_role_row(file, role, labels) for role, labels in file.roles.items()),
    )
    readings = {
        (each.clause, each.reading.en, each.reading.zh): None
        for each in (*file.rules, *(file.leaders.bands if file.leaders else ()))
        if each.reading
    }
    if readings:
        yield from ("How clauses are read 条文理解:", "")
        yield from (
            f"- {_clause(clause)}: {english} {chinese}" for clause, english, chinese in readings
        )
        yield ""


def _clause(clause: str) -> str:
    return "no clause 无对应条款" if clause == NO_CLAUSE else clause


def _role_row(file: DepartmentFile, role: str, labels: Bilingual) -> tuple[str, ...]:
    rules = [rule for rule in file.rules if rule.role == role]
    bands = file.leaders.bands if file.leaders else ()
    leads = [band for band in bands if role in band.posts or role in band.may]
    methods = dict.fromkeys(method for rule in rules for method in rule.methods)
    sources = [*rules, *leads]
    return (
        _code(role),
        labels.en,
        labels.zh,
        _list(methods) if rules else "leader 管理及班组长",
        _list(dict.fromkeys(each.clause for each in sources), code=False),
        _list(dict.fromkeys(each.status for each in sources), code=False),
    )


def _rate_row(rate: Rate) -> tuple[str, ...]:
    activity = vocabulary()["tasks"].activities[rate.activity]
    told = [_rate(rate)] if rate.quantity else []
    if rate.own_rate:
        told.append("the task states its own 自填工效")
    variant = _code(rate.variant) if rate.variant else ""
    unit = _unit(activity.unit_of(rate.variant))
    return _code(rate.activity), variant, unit, "; ".join(told), rate.clause, rate.status


def _rate(rate: Rate) -> str:
    per = f"{_figure(rate.minutes)} min" if rate.minutes else f"{_figure(rate.hours) or 1} h"
    crew = f" by a crew of {_figure(rate.crew)}" if rate.crew else ""
    return f"{_figure(rate.quantity)} in {per}{crew}"


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    factor = units()[figure.unit].factor
    return "–".join(format_number(end / factor) for end in dict.fromkeys((figure.low, figure.high)))


def _unit(name: str) -> str:
    labels = units()[name].labels
    return labels["en"] if labels["en"] == labels["zh"] else f"{labels['en']} {labels['zh']}"


def _code(name: str) -> str:
    return f"`{name}`"


def _list(names: Iterable[str], *, code: bool = True) -> str:
    return ", ".join(_code(name) if code and name.isascii() else name for name in names)


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
