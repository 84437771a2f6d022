"""The only place that judges a department's file: methods, roles, rules, leaders, rates."""

import re
from collections.abc import Collection, Sequence

from staffing_norms.foundation.errors import did_you_mean
from staffing_norms.foundation.faults import Place
from staffing_norms.publications.bands import check_bands, check_growth
from staffing_norms.publications.counting import (
    check_divisor,
    check_tabled,
    check_undefined,
)
from staffing_norms.publications.leaders_check import check_leaders
from staffing_norms.publications.measures import Measures, check_tests
from staffing_norms.publications.pack import DepartmentFile, Finding, Method
from staffing_norms.publications.proof import check_proofs
from staffing_norms.publications.rates_check import check_rates
from staffing_norms.publications.rule_kinds import (
    Bands,
    Fixed,
    Posts,
    Quota,
    Rule,
    Spread,
    Work,
)

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


def check_department(measures: Measures, file: DepartmentFile, name: str) -> None:
    """
    Judge the file of a department.

    Args:
        measures: The names and figures of the file.
        file: The file.
        name: The name under which its norm lists it.
    """
    if file.department != name:
        message = f"the file is {name}.yaml, but the department is called {file.department!r}."
        measures.faults.fault("department.name", ("department",), message, "Write the same.")
    _check_methods(measures, file)
    _check_roles(measures, file)
    measures.once(("rules",), [rule.id for rule in file.rules], "id")
    for number, rule in enumerate(file.rules):
        _check_rule(measures, ("rules", number), rule, file)
    if file.leaders:
        check_leaders(measures, file.leaders, _methods(file))
    check_rates(measures, file)
    _check_cover(measures, file)
    check_own_findings(measures, file.findings, _methods(file))
    bands = file.leaders.bands if file.leaders else ()
    tables = {"rules": file.rules, "leaders": bands, "rates": file.rates}
    check_proofs(measures, tables, file.proof)
    # An overlay may switch off the rule that counts by a fact.
    if measures.added is None and not measures.faults.found:
        _check_needs(measures, file)


def _methods(file: DepartmentFile) -> list[str]:
    return [method.id for method in file.methods]


def _check_methods(measures: Measures, file: DepartmentFile) -> None:
    measures.once(("methods",), _methods(file), "id")
    if not any(method.automatic for method in file.methods):
        message = "no method is automatic, so that a plan could not choose one."
        measures.faults.fault("method.none", ("methods",), message, "Write one that may be chosen.")
    for number, method in enumerate(file.methods):
        place = ("methods", number)
        if method.composite and any(other.composite for other in file.methods[:number]):
            message = "a department has one composite method, and this is another."
            measures.faults.fault("method.two", (*place, "composite"), message, "Keep one.")
        for i, either in enumerate(method.needs):
            if not either:
                message = "an empty list names no fact."
                measures.faults.fault("method.needs", (*place, "needs", i), message, "Remove it.")
            for j, fact in enumerate(either):
                measures.fact((*place, "needs", i, j), fact)
        if method.id not in _methods(file)[:number]:
            _check_rules_of(measures, place, method, file)


def _check_rules_of(measures: Measures, place: Place, method: Method, file: DepartmentFile) -> None:
    """Judge whether a method has rules, and a composite one a single quota of all."""
    counted = [rule.role for rule in file.rules if method.id in rule.methods]
    roles = [role for role in counted if role not in file.leading]
    known = dict.fromkeys(rule.role for rule in file.rules)
    apart_known = [
        measures.named((*place, "apart", i), role, known, "no rule counts a role")
        for i, role in enumerate(method.apart)
    ]
    if method.apart and not method.composite:
        message = "'apart' belongs to a composite method."
        measures.faults.fault("method.apart", (*place, "apart"), message, "Remove it.")
    quotas = [role for role in roles if role not in method.apart]
    if method.composite and len(quotas) != 1 and all(apart_known):
        message = f"the composite method {method.id!r} has {len(quotas)} rules; it has one quota."
        hint = "Name one rule, and list roles that are counted beside it in 'apart'."
        measures.faults.fault("method.composite", (*place, "id"), message, hint)
    elif not roles:
        message = f"no rule belongs to the method {method.id!r}."
        measures.faults.fault("method.empty", (*place, "id"), message, "Name it in a rule.")


def _check_needs(measures: Measures, file: DepartmentFile) -> None:
    """Judge whether rules or leaders count by what a method needs, if only through a default."""
    for number, method in enumerate(file.methods):
        place: Place = ("methods", number, "needs")
        own = {i for i, rule in enumerate(file.rules) if method.id in rule.methods}
        own_facts = (
            name
            for (table, row, *_), name in measures.named_facts
            if table == "leaders" or (table == "rules" and row in own)
        )
        named = list(dict.fromkeys(own_facts))
        for name in named:  # which grows by what defaults name
            if default := measures.words[name].default:
                assumed = [*default.product, *default.sum, *default.total[:1]]
                assumed += [default.same_as] if default.same_as else []
                named += [each for each in assumed if each in measures.words and each not in named]
        for i, either in enumerate(method.needs):
            for j, fact in enumerate(either):
                if fact not in named:
                    message = f"no rule of the method {method.id!r} counts by {fact!r}."
                    hint = did_you_mean(fact, named) or "Name a fact that one counts by."
                    measures.faults.fault("method.unread", (*place, i, j), message, hint)
        asked = [name for name in named if measures.words[name].default is None]
        if asked and not method.needs:
            message = f"the method {method.id!r} needs no fact, but a rule counts by {asked[0]!r}."
            measures.faults.fault("method.needs", place, message, "Name what it needs.")


def _check_roles(measures: Measures, file: DepartmentFile) -> None:
    """Judge whether each role has a label, each label a role, and each role one kind."""
    bands = file.leaders.bands if file.leaders else ()
    workers = {rule.role: ("rules", i, "role") for i, rule in enumerate(file.rules)}
    leaders = {
        role: ("leaders", "bands", i, key, role)
        for i, band in enumerate(bands)
        for key, counts in (("posts", band.posts), ("may", band.may))
        for role in counts
    }
    hints = []
    noted: dict[str, Place] = {role: ("as_needed", role) for role in file.as_needed}
    for role in noted.keys() & {*workers, *leaders, *file.roles}:
        message = f"the role {role!r} is counted as well."
        measures.faults.at_key("role.twice", noted[role], message, "Keep one.")
    for role, place in {**leaders, **workers}.items():
        if role not in file.roles:
            hints.append(did_you_mean(role, file.roles, ()))
            hint = hints[-1] or f"Write '{role}: {{en: …, zh: …}}' in 'roles'."
            measures.faults.fault("role.label", place, f"the role {role!r} has no label.", hint)
    for role in file.roles:
        is_used = role in workers or role in leaders
        if not is_used and f"Did you mean {role!r}?" not in hints:
            message = f"no rule and no band of leaders uses the role {role!r}."
            measures.faults.at_key("role.unused", ("roles", role), message, "Use it, or remove it.")
    for role in workers.keys() & leaders.keys():
        message = f"the role {role!r} is counted by a rule as well."
        measures.faults.at_key(
            "role.twice", leaders[role], message, "Give leaders a role of their own."
        )


# Rules


def _check_rule(measures: Measures, place: Place, rule: Rule, file: DepartmentFile) -> None:
    methods = _methods(file)
    if not rule.methods:
        message = f"the rule {rule.id!r} belongs to no method."
        measures.faults.fault("rule.methods", (*place, "methods"), message, "Name one.")
    for number, method in enumerate(rule.methods):
        measures.named((*place, "methods", number), method, methods, "no method is called")
    check_tests(measures, (*place, "when"), rule.when, methods)
    check_undefined(measures, (*place, "undefined"), rule.undefined, methods, of_rule=True)
    if rule.roster and isinstance(rule, Posts | Work):
        message = f"a rule of kind {rule.kind!r} counts people on duty, not on a roster."
        measures.faults.fault("rule.roster", (*place, "roster"), message, "Remove it.")
    match rule:
        case Fixed():
            measures.people((*place, "people"), rule.people)
        case Posts() | Quota():
            check_tabled(measures, place, rule, methods, _counted_before(rule, file))
            if isinstance(rule, Posts):
                _check_shifts(measures, place, rule)
        case Bands():
            _check_people_by_bands(measures, place, rule, file)
        case Spread():
            _check_spread(measures, place, rule, file)
        case _:
            _check_work(measures, place, rule, file)


def _check_shifts(measures: Measures, place: Place, rule: Posts) -> None:
    if isinstance(rule.shifts, str):
        measures.number((*place, "shifts"), rule.shifts, "shift")
    elif rule.shifts < 1:
        message = f"{rule.shifts} shifts man no post."
        measures.faults.fault("figure.zero", (*place, "shifts"), message, "Write 1 or more.")


def _counted_before(rule: Rule, file: DepartmentFile) -> dict[str, None]:
    """Return the roles whose rules all stand before this one, under the same methods."""
    number = file.rules.index(rule)
    later = {each.role for each in file.rules[number:]}
    under: dict[str, set[str]] = {}
    for each in file.rules[:number]:
        under.setdefault(each.role, set()).update(each.methods)
    if rule.role not in file.leading:  # leaders are counted after the workforce
        later |= file.leading
    return dict.fromkeys(
        role for role, methods in under.items() if role not in later and methods >= {*rule.methods}
    )


def _check_people_by_bands(
    measures: Measures, place: Place, rule: Bands, file: DepartmentFile
) -> None:
    measure = measures.number((*place, "measured_by"), rule.measured_by)
    if measure is None:
        return
    check_bands(measures, (*place, "bands"), rule.bands, measure)
    for number, band in enumerate(rule.bands):
        here = (*place, "bands", number)
        if band.people:
            measures.people((*here, "people"), band.people)
        elif band.as_below and not number:
            message = "no band stands below the first."
            measures.faults.fault("band.below", (*here, "as_below"), message, "Write its people.")
        check_growth(measures, here, band, measure, band)
        check_undefined(measures, (*here, "undefined"), band.undefined, _methods(file))


def _check_spread(measures: Measures, place: Place, rule: Spread, file: DepartmentFile) -> None:
    if not measures.records((*place, "over"), rule.over):
        return
    counted = [
        measures.number((*place, "of", i), name, collection=rule.over)
        for i, name in enumerate(rule.of)
    ]
    if not rule.of:
        message = "the list names nothing to count."
        measures.faults.fault("rule.of", (*place, "of"), message, "Name a field of the records.")
    if rule.measured_by is not None:
        measure = measures.number((*place, "measured_by"), rule.measured_by, "", rule.over)
        if measure:
            check_bands(measures, (*place, "bands"), rule.bands, measure)
    for number, band in enumerate(rule.bands):
        here = (*place, "bands", number)
        if "people" in band.model_fields_set:
            measures.people((*here, "people"), band.people)
        if band.per and counted and counted[0]:
            check_divisor(measures, (*here, "per"), band.per, counted[0])
    if rule.replaced_by:
        here, replaced = (*place, "replaced_by"), rule.replaced_by
        measures.named((*here, "method"), replaced.method, rule.methods, "the rule has no method")
        rated = dict.fromkeys(rate.activity for rate in file.rates)
        for number, activity in enumerate(replaced.activities):
            measures.named((*here, "activities", number), activity, rated, "there is no rate for")


def _check_work(measures: Measures, place: Place, rule: Work, file: DepartmentFile) -> None:
    measures.named_facts.append((place, "tasks"))
    for key, name, unit in (
        ("hours_per_day", rule.hours_per_day, "hour"),
        ("days", rule.days, "day"),
    ):
        type_ = measures.number((*place, key), name, unit)
        if type_ and type_.over is None and type_.at_least <= 0:
            message = f"{name!r} may be 0, and hours are divided by it."
            measures.faults.fault("fact.zero", (*place, key), message, "Name a fact above 0.")
    if rule.profile is not None:
        known = [name for name, type_ in measures.words.items() if type_.graded]
        what = "no frequency profile is stated by"
        measures.named((*place, "profile"), rule.profile, known, what)
    if not file.rates:
        message = "there are no rates by which work could be counted."
        measures.faults.fault("rate.none", (*place, "kind"), message, "Write 'rates: […]'.")


# Cover


def _check_cover(measures: Measures, file: DepartmentFile) -> None:
    """Judge who stands in for whom, each in one pool, and the facts that say when who works."""
    measures.once(("cover", "pools"), [pool.id for pool in file.cover.pools], "id")
    pooled: dict[str, str] = {}
    for number, pool in enumerate(file.cover.pools):
        for i, role in enumerate(pool.roles):
            place = ("cover", "pools", number, "roles", i)
            measures.named(place, role, file.roles, "the department has no role")
            if role in pooled:
                message = f"{role!r} stands in the pool {pooled[role]!r} already."
                measures.faults.fault("cover.pooled", place, message, "Keep it in one pool.")
            pooled[role] = pool.id
    for role, duty in file.cover.duty.items():
        duties = ("cover", "duty", role)
        if role not in file.roles:
            message = f"the department has no role {role!r}."
            hint = did_you_mean(role, file.roles)
            measures.faults.at_key("name.unknown", duties, message, hint)
        measures.number((*duties, "hours"), duty.hours, "hour")
        measures.number((*duties, "days"), duty.days, "day")


# Findings


def check_own_findings(
    measures: Measures, findings: Sequence[Finding], methods: Collection[str]
) -> None:
    """Judge the findings that a norm brings itself."""
    for number, finding in enumerate(findings):
        place: Place = ("findings", number)
        fault = measures.faults.fault
        if not _CODE.fullmatch(finding.code):
            message = f"{finding.code!r} is no code of a finding."
            hint = "Write lower-case words with a dot, such as 'stairs.replaced'."
            fault("finding.code", (*place, "code"), message, hint)
        if finding in findings[:number]:
            fault("finding.twice", place, "the finding stands twice.", "Keep one.")
        if not finding.when:
            message = "a finding without tests would always be raised."
            fault("finding.when", (*place, "when"), message, "Write when it is to be raised.")
        check_tests(measures, (*place, "when"), finding.when, methods)
        for language, text in finding.message.by_language:
            if "{" in text or "}" in text:
                message = "braces stand for figures, and a finding of a norm has none."
                fault("finding.message", (*place, "message", language), message, "Remove them.")
