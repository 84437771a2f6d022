"""Writes the pages that are tables of our data: facts, norms and their keys, codes of faults."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

from staffing_norms.authoring.norm_schema import File, keys, norm_schema
from staffing_norms.authoring.printed import norm_blocks
from staffing_norms.faces.blocks import as_text
from staffing_norms.foundation import schema
from staffing_norms.foundation.languages import LANGUAGES
from staffing_norms.foundation.library import PROFILES, Home, find_norm, norms_folder, shipped_packs
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.units import reference, units
from staffing_norms.planning import cases
from staffing_norms.planning.loading import load_norms
from staffing_norms.publications import figures, pack, rule_kinds
from staffing_norms.publications.editions import open_norm
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.pack import NOT_STATED
from staffing_norms.results.messages import kinds_of_fault
from staffing_norms.sites import activities, facts
from staffing_norms.sites.facts import Default, FactType
from staffing_norms.sites.profiles import Profile, Row, read_profile
from staffing_norms.sites.vocabulary import vocabulary

HERE = Path(__file__).parent
TOLD = "<!-- Written by docs/generate.py. Change the norm files, not this page. -->"


def pages() -> Mapping[str, str]:
    """Return the generated pages by file name."""
    written = {
        "facts.md": _facts(),
        "faults.md": _faults(),
        "norm-keys.md": _keys(),
        "profiles.md": _profiles(),
        "norms/index.md": _norms(),
        **{f"norms/{page}": _norm(home) for page, home in _homes().items()},
    }
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
            "What may be stated of a site. Each fact may be written under its name, a label or one"
            " of its keys, whose case, spaces and punctuation are free, in any unit of its kind. A"
            " bare number is in the unit shown; a share is written with its %, 35 %, and a bare one"
            " is a fraction of one, 0.35. What is not stated and has no default (–) is unknown"
            " 未知, and never zero. See [how to write a site file](write-a-site-file.md). What a"
            " profile may be is told on [the page of frequency profiles](profiles.md)."
        ),
        "",
        "## All facts",
        "",
    )
    yield from _table(_HEADINGS, (_fact_row(name, fact) for name, fact in words.items()))
    for name, fact in words.items():
        if fact.fields:
            yield from _fields(
                name, fact, "one entry of" if fact.kind == "records" else "the record"
            )
    yield from _words(words)
    yield from _activities(words["tasks"])
    yield from ("## Units 单位", "", "Case, full-width characters and spaces are free.", "")
    yield from _table(
        ("unit", "of", "written"),
        (
            (_code(name), unit.dimension.replace("_", " "), _list(unit.symbols))
            for name, unit in units().items()
        ),
    )


def _words(types: Mapping[str, FactType]) -> Iterator[str]:
    for name, fact in types.items():
        if fact.words and not fact.graded:
            yield from (f"## Words for `{name}`", "")
            yield from _table(
                ("word", "English", "中文", "also read"),
                (
                    (_code(word), each.labels.en, each.labels.zh, _list(each.keys))
                    for word, each in fact.words.items()
                ),
            )


_HEADINGS = ("fact", "中文", "unit", "meaning", "if not stated")


def _fields(name: str, fact: FactType, what: str = "one entry of") -> Iterator[str]:
    yield from (f"## Fields of {what} `{name}`", "")
    yield from _table(_HEADINGS, (_fact_row(field, each) for field, each in fact.fields.items()))
    for field, each in fact.fields.items():
        if each.fields:
            yield from _fields(f"{name}.{field}", each, "one mapping of")
    yield from _words({f"{name}.{field}": each for field, each in fact.fields.items()})


def _fact_row(name: str, fact: FactType) -> tuple[str, ...]:
    meaning = f"{fact.meaning.en}<br>{fact.meaning.zh}"
    unit = reference(fact.dimension).labels["en"] or "share" if fact.kind == "number" else fact.kind
    if fact.of_work:
        unit = "of the activity"
    whole = ", whole" if fact.whole else ""
    assumed = "must be stated 必填" if fact.required else _default(fact)
    return _code(name), _list(fact.keys), f"{unit}{whole}", meaning, assumed


def _default(fact: FactType) -> str:
    match fact.default:
        case None:
            return "–"
        case Default(same_as=str(other)):
            return _code(other)
        case Default(product=(_, *_) as factors):
            return " × ".join(map(_code, factors))
        case Default(sum=(_, *_) as parts):
            return " + ".join(map(_code, parts))
        case Default(total=(records, *fields)):
            return f"sum of {' × '.join(map(_code, fields))} over {_code(records)}"
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
            " `variant`. Work rates are printed with [their norm](norms/index.md)."
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
            " the command line tells it in Chinese; what has no sentence of its own there is told"
            " by its kind, as below, and the English particulars."
        ),
        "",
    )
    rows = ((_code(code), kind.en, kind.zh) for code, kind in kinds_of_fault().items())
    yield from _table(("code", "English", "中文"), rows)


def _norms() -> Iterator[str]:
    yield from (
        "# Norms, clause by clause 定额标准",
        "",
        TOLD,
        "",
        (
            "Every norm that comes with the library, as it is printed and read: its roles with"
            " their formulas, clauses and readings. `staffing-norms show` prints the same of any"
            " norm."
        ),
        "",
    )
    rows = []
    for page, home in _homes().items():
        front = open_norm(home).pack
        title = f"[{front.title.en}]({page})<br>{front.title.zh}"
        kinds = "<br>".join(map(_kind, front.property_kinds))
        rows.append((_code(front.id), title, front.version, front.trust, kinds))
    yield from _table(("id", "norm", "version", "trust", "printed for"), rows)
    told = keys()["trust"]
    yield from (f"{told.en} {told.zh}", "")
    yield from ("```{toctree}", ":hidden:", ":glob:", "", "*", "```")


def _profiles() -> Iterator[str]:
    yield from (
        "# Frequency profiles 作业频次标准",
        "",
        TOLD,
        "",
        (
            "How often work is done, by grade: what a site names as its `profile`, or as that of"
            " one department. What has no figure here (–) the publication does not say, and a"
            " task is asked for. *Unverified* 未核实 figures were not seen in a copy of the text:"
            " they count, and a finding says so."
            " [Lawns and cleaning by grade](lawns-and-cleaning.md) shows how they are used."
        ),
        "",
    )
    for path in sorted((norms_folder() / PROFILES).glob("*.yaml")):
        document, profile, _ = read_profile(path)
        trusted, best = f"trust 可信度 {profile.trust}", _code(profile.best_grade)
        yield from (
            f"## {profile.title.en} {profile.title.zh}",
            "",
            f"`{profile.id}` · {trusted} · best grade 最高等级 {best}",
            "",
            f"{profile.source.en} {profile.source.zh}",
            "",
        )
        grades = [f"{grade} {each.labels.zh}" for grade, each in profile.grades.items()]
        written: Any = document.data
        rows = [
            (*_of_row(row), *(_cell(profile, row, raw, grade) for grade in profile.grades))
            for department, own in profile.departments.items()
            for row, raw in zip(own, written["departments"][department], strict=True)
        ]
        yield from _table(("activity", "variant", *grades), rows)
        notes = [each.note for each in (profile, *profile.grades.values())]
        rows_of = [row for own in profile.departments.values() for row in own]
        notes += [each.note for row in rows_of for each in (row, *row.cells.values())]
        for note in dict.fromkeys(each for each in notes if each):
            yield from (f"{note.en} {note.zh}", "")


def _of_row(row: Row) -> tuple[str, str]:
    return _code(row.activity), _list(row.variant)


def _cell(profile: Profile, row: Row, raw: Any, grade: str) -> str:  # noqa: ANN401 - YAML
    """Return how often work is done in a grade, as it is written."""
    cell = row.cells.get(grade)
    if cell is None:
        return "–"
    found = next(each for key, each in raw["cells"].items() if str(key) == grade)
    told = str(found)
    if cell.in_season:
        inside, outside = found["in_season"], found["out_of_season"]
        told = f"in season 生长季 {inside}; else 其余 {outside}"
    elif isinstance(found, Mapping):
        told = str(found["frequency"])
    return f"{told} (unverified 未核实)" if profile.is_unverified(cell, grade) else told


def _homes() -> Mapping[str, Home]:
    """Return the editions of all shipped norms by their pages."""
    return {
        f"{norm}.md" if len(editions) == 1 else f"{norm}-{home.folder.name}.md": home
        for norm in shipped_packs()
        for editions in [find_norm(norm).editions]
        for home in editions
    }


def _norm(home: Home) -> Iterator[str]:
    opened = open_norm(home)
    front = opened.pack
    dates = f"{front.in_force.from_} – {front.in_force.to}"
    yield from (f"# {front.title.en} {front.title.zh}", "", TOLD, "")
    yield from _table(
        ("", ""),
        (
            ("id", _code(front.id)),
            ("version 版本", front.version),
            ("source 出处", f"{front.source.en}<br>{front.source.zh}"),
            ("trust 可信度", front.trust),
            ("in force 施行", dates.replace(NOT_STATED, f"{NOT_STATED} 未写明")),
            ("printed for 适用业态", "<br>".join(map(_kind, front.property_kinds))),
        ),
    )
    norms = load_norms(front.id if home.folder.name == front.id else home.folder)
    for lang in LANGUAGES:
        _, _, *text = norm_blocks(norms, lang)  # without the title and what stands above
        yield from (as_text(text, markdown=True), "")
    if front.facts:
        yield from ("## Facts of its own 自有资料项", "")
        yield from _table(_HEADINGS, (_fact_row(name, fact) for name, fact in front.facts.items()))
        yield from _words(front.facts)
    findings = [(None, each) for each in front.findings]
    findings += [(file, each) for file in opened.departments for each in file.findings]
    if findings:
        yield from ("## Findings of its own 自有核查提示", "")
        yield from _table(
            ("code", "department", "severity", "meaning"),
            (
                (
                    _code(each.code),
                    _code(file.department) if file else "",
                    each.severity,
                    f"{each.message.en}<br>{each.message.zh}",
                )
                for file, each in findings
            ),
        )


def _kind(name: str) -> str:
    labels = vocabulary()["property_kind"].words[name].labels
    return f"{labels.en} {labels.zh}"


def _keys() -> Iterator[str]:
    yield from (
        "# Keys of norm files 标准文件的键",
        "",
        TOLD,
        "",
        (
            "Every key that may stand in a file of a norm. What is **required** must be written;"
            " any other key is refused. What the keys do together, with examples, is on"
            " [the page of the format](norm-format.md). A *figure* is a number or a range as it is"
            " printed, with its unit; an *id* is lower-case letters, digits and underscores;"
            " *words* are a mapping `{en: …, zh: …}`. The headings are the names of the parts in"
            " the schema for editors."
        ),
        "",
    )
    told: dict[str, None] = {}
    for file in get_args(File):
        schema = norm_schema(file, vocabulary())
        models = [*_referred(schema["anyOf"])]
        for model in models:  # which grows
            definition = schema["$defs"][model]
            models += [each for each in _referred(definition) if each not in models]
            if model not in told:
                yield from _model(model, definition)
        told.update(dict.fromkeys(models))


def _referred(schema: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the models that a part of a JSON Schema refers to, each once; facts are no models."""
    named = re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))
    yield from (each for each in dict.fromkeys(named) if each in _MODELS)


def _model(name: str, definition: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"## {name}", "")
    required, rows = definition.get("required", ()), []
    fields = _MODELS[name].model_fields
    defaults = {each.alias or key: each.default for key, each in fields.items()}
    for key, shape in definition["properties"].items():
        named = keys().get(f"{name}.{key}") or keys()[key]
        meaning = shape["description"].replace("\n", "<br>")
        of_rule = name == "Row" and key in rule_kinds.Counting.model_fields
        default = "as the rule" if of_rule else _written(defaults[key])
        default = "**required**" if key in required else default
        rows.append((_code(key), _shape(shape, named.names), default, meaning))
    yield from _table(("key", "value", "if not written", "meaning"), rows)


def _written(default: object) -> str:
    """Return what counts where a key is not written, as it would be written."""
    match default:
        case bool():
            return _code(str(default).lower())
        case PrintedFigure(low=number) | (Fraction() as number):
            return _code(format_number(number))
        case str() if default:
            return _code(default)
        case _:
            return "–"


_MODELS = {
    name: each
    for module in (cases, facts, activities, figures, rule_kinds, pack, schema)
    for name, each in vars(module).items()
    if isinstance(each, type) and issubclass(each, schema.Model)
}
_TYPES = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
}
_NAMED = {"facts": "fact", "activities": "activity", "property_kinds": "word", "units": "unit"}


def _shape(shape: Any, names: str) -> str:  # noqa: ANN401 - JSON
    """Return what stands under a key, from its JSON Schema."""
    match shape:
        case {"$ref": ref}:
            model = ref.rpartition("/")[2]
            return f"[{'words' if model == 'Bilingual' else model}](#{model.lower()})"
        case {"const": word}:
            return _code(word)
        case {"anyOf": [{"enum": _}, {"type": "string"}]} if names:
            return _NAMED[names]
        case {"enum": words}:
            return " or ".join(map(_code, words))
        case {"anyOf": [one, {"type": "array", "items": each}]} if one == each:
            return f"{_shape(one, names)}, or a list of it"
        case {"anyOf": [*others, {"type": "integer"}, {"type": "number"}, {"type": "string"}]}:
            return " or ".join([*(_shape(each, names) for each in others), "figure"])
        case {"anyOf": options} | {"oneOf": options}:
            return " or ".join(dict.fromkeys(_shape(each, names) for each in options))
        case {"type": "array", "items": items}:
            return f"list of {_shape(items, names)}"
        case {"type": "object"}:
            [each] = [*shape.get("patternProperties", {}).values()] or [
                shape.get("additionalProperties", {})
            ]
            return f"mapping of {_shape(each, names)}" if each else "mapping"
        case {"pattern": _}:
            return "id"
        case {"type": kind}:
            return _TYPES[kind]
        case _:
            return "any"


def _unit(name: str) -> str:
    labels = units()[name].labels
    return labels["en"] if labels["en"] == labels["zh"] else f"{labels['en']} {labels['zh']}"


def _code(name: str) -> str:
    return f"`{name}`"


def _list(names: Iterable[str]) -> str:
    return ", ".join(_code(name) if name.isascii() else name for name in names)


def main() -> None:
    """Write the pages."""
    (HERE / "norms").mkdir(exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
