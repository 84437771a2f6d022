"""
The only place that lays a company's changes over a published norm.

    published files → trees → changed, added to → files that are judged like any others

A change names what it changes by its address: `security.patrols.per`. Every value keeps its place,
so that a fault points at the line where the change stands, or at the published one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from staffing_norms.foundation.documents import Document, Origin, document_of
from staffing_norms.foundation.errors import NormError, did_you_mean
from staffing_norms.foundation.faults import Faults, Place
from staffing_norms.foundation.formula import Change
from staffing_norms.foundation.library import PACK
from staffing_norms.foundation.schema import in_reading_order
from staffing_norms.publications.addresses import OWN_KEYS, addresses
from staffing_norms.publications.pack import ChangeEntry, OverlayFile
from staffing_norms.publications.trees import (
    Chain,
    Files,
    Node,
    document_of_tree,
    flow,
    is_mapping,
    is_sourced,
    nodes_in,
    plain,
    tree_of,
    trees_of,
    words_of,
)

Additions: TypeAlias = Mapping[str, Mapping[str, Any]]

_STATUS = "company"
_TOP = 2  # nodes down to a key of a file itself


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change of an overlay: the entry, its place, and the nodes of its address and value."""

    entry: ChangeEntry
    place: Place
    at: Node
    to: Node | None


def lay_over(
    base: Files, own: Files, page: OverlayFile, as_of: date | None
) -> tuple[Files, Additions]:
    """
    Lay an overlay over the files of a norm.

    Args:
        base: The files of the norm that it extends, which have been judged.
        own: The files of the overlay; each is a mapping.
        page: Its title page.
        as_of: The day of the plan; a change that ended before is not made.

    Returns:
        The files of both together, and what the overlay adds to each.

    Raises:
        NormError: With every change that cannot be made.
    """
    trees, overlay = trees_of(base), trees_of(own)
    faults = {file: Faults(document) for file, document in own.items()}
    top, title = trees[PACK].value, overlay[PACK].value
    listed = title["changes"].value if "changes" in title else []
    asked = [
        _Asked(entry, ("changes", number, "change"), node.value["change"], node.value.get("to"))
        for number, (entry, node) in enumerate(zip(page.changes, listed, strict=True))
    ]
    _Changes(trees, faults[PACK]).make(asked, as_of)
    top.update({key: title[key] for key in OWN_KEYS})
    _unprove(trees)
    for file, tree in overlay.items():
        name = file.removesuffix(".yaml")
        if file in trees:
            _add(trees[file], tree, faults[file])
            _check_name(tree, name, faults[file])
        elif name in page.departments:
            trees[file] = tree
        else:
            known = [each.removesuffix(".yaml") for each in trees if each != PACK]
            message = f"{page.extends} has no department {name!r}, which {file} would add to."
            hint = did_you_mean(name, known, ()) or "List a new one in 'departments'."
            faults[PACK].fault("overlay.file", ("extends",), message, hint)
    _raise(faults.values())
    added = {file: plain(overlay[file]) if file in own else {} for file in base}
    return {file: document_of_tree(tree) for file, tree in trees.items()}, added


def lay_changes(base: Files, id_: str, entries: Iterable[ChangeEntry]) -> tuple[Files, Additions]:
    """
    Change the files of a norm without an overlay: what if?

    Args:
        base: The files of the norm.
        id_: Id of the changed norm.
        entries: The changes.

    Returns:
        As `lay_over`; faults in these files are placed by the address of the change.

    Raises:
        NormError: With every change that cannot be made.
    """
    trees, faults = trees_of(base), Faults(document_of({}))
    asked = []
    for entry in entries:
        origin = Origin(None, entry.change)
        to = None if entry.off else tree_of(Document(entry.to, None, {}, {}, {(): origin}))
        asked.append(_Asked(entry, (entry.change,), Node(entry.change, origin), to))
    _Changes(trees, faults).make(asked, None)
    _raise([faults])
    trees[PACK].value["id"].value = id_
    _unprove(trees)
    return {file: document_of_tree(tree) for file, tree in trees.items()}, {
        file: {} for file in base
    }


def _raise(faults: Iterable[Faults]) -> None:
    found = [fault for each in faults for fault in sorted(each.found, key=in_reading_order)]
    if found:
        raise NormError(found)


def _unprove(trees: Mapping[str, Node]) -> None:
    """Drop the proofs of the published tables: they were judged with these, before the changes."""
    for tree in trees.values():
        if "proof" in tree.value:
            tree.value["proof"] = Node({}, tree.origin, tree.spot)


class _Changes:
    """
    Makes changes in the trees of a norm.

    Args:
        trees: The files of the norm.
        faults: Where to keep what cannot be changed.
    """

    def __init__(self, trees: dict[str, Node], faults: Faults) -> None:
        self._trees = trees
        self._faults = faults
        self._index: dict[str, Chain] = {}
        for address, chain in addresses(trees):
            self._index.setdefault(address, chain)

    def make(self, asked: Iterable[_Asked], as_of: date | None) -> None:
        """Make the changes in force, in order, and write down which were made."""
        made: dict[int, tuple[_Asked, Chain]] = {}
        ended = []
        for each in asked:
            chain = self._found(each)
            if chain is None:
                continue
            until = each.entry.until
            if as_of is not None and isinstance(until, date) and until < as_of:
                ended.append(_change(each, chain))
            elif self._is_free(each, chain, made):
                made[id(chain[-1])] = each, chain
        changed = [_change(each, chain) for each, chain in made.values()]
        roles = self._roles()
        words: dict[int, set[str]] = {}
        said = [words_of(chain[-1]) for _, chain in made.values()]
        for (each, chain), change, own in zip(made.values(), changed, said, strict=True):
            words.setdefault(id(chain[0]), set()).update(own)
            if len(chain) == 1:
                self._take_out(chain[0])
            else:
                _apply(each, chain, change)
        for tree in self._trees.values():
            _drop_roles(tree, words.get(id(tree), set()))
        gone = roles - self._roles()
        changed = [
            replace(change, roles=tuple(sorted(own & gone)))
            for change, own in zip(changed, said, strict=True)
        ]
        top = self._trees[PACK]
        for key, changes in (("changed", changed), ("ended", ended)):
            before = top.value[key].value if key in top.value else ()
            top.value[key] = Node((*before, *changes), top.origin)

    def _roles(self) -> set[str]:
        """Return the ids of all roles that there are."""
        trees = [tree.value for tree in self._trees.values() if "roles" in tree.value]
        return {role for tree in trees for role in tree["roles"].value}

    def _found(self, each: _Asked) -> Chain | None:
        """Return the nodes down to what an address names; the last may be still to be written."""
        address = each.entry.change
        if address not in self._index and not each.entry.off:
            chain = self._index.get(address.rpartition(".")[0], ())
            # The keys of an entry are closed: a misspelt one is found when the entry is judged.
            if len(chain) > 1 and isinstance(chain[-2].value, list) and is_mapping(chain[-1]):
                self._index[address] = (*chain, Node(None, each.at.origin))
        chain = self._index.get(address, ())
        if not chain:
            listed = dict.fromkeys(name.split(".")[0] for name in self._index)
            hint = did_you_mean(address, self._index, listed)
            message = f"{self._trees[PACK].value['id'].value} has nothing called {address!r}."
            self._faults.fault("change.unknown", each.place, message, hint)
        elif len(chain) == 1 and each.to is not None:
            message = f"{address!r} is a whole department, which has no value to change."
            hint = "Name a part of it, or switch it off."
            self._faults.fault("change.department", each.place, message, hint)
        else:
            return chain
        return None

    def _is_free(
        self, each: _Asked, chain: Chain, made: Mapping[int, tuple[_Asked, Chain]]
    ) -> bool:
        """Whether no other change is made to the same, or to what holds it or lies in it."""
        near = {id(node) for node in (*chain, *nodes_in(chain[-1]))}
        other = next((other.entry.change for key, (other, _) in made.items() if key in near), None)
        if other is not None:
            message = f"{each.entry.change!r} is changed already, by the change of {other!r}."
            self._faults.fault("change.twice", each.place, message, "Keep one of them.")
        return other is None

    def _take_out(self, root: Node) -> None:
        """Take a department out."""
        [file] = [name for name, tree in self._trees.items() if tree is root]
        del self._trees[file]
        listed = self._trees[PACK].value["departments"].value
        listed[:] = [each for each in listed if f"{each.value}.yaml" != file]


def _apply(each: _Asked, chain: Chain, change: Change) -> None:
    """Put another value in the place of a node, or take it out; mark the entry that it is in."""
    *_, parent, node = chain
    entry = [holder for holder in chain if is_sourced(holder)][-1:]
    if each.to is None:
        if isinstance(parent.value, list):
            parent.value = [child for child in parent.value if child is not node]
        else:
            parent.value = {key: child for key, child in parent.value.items() if child is not node}
    else:
        if node.value is None:
            parent.value[each.entry.change.rpartition(".")[2]] = node
            node.key_spot = each.at.spot
        node.value, node.origin, node.spot = each.to.value, each.to.origin, each.to.spot
    below = list(filter(is_sourced, nodes_in(node)))
    beside = nodes_in(parent) if len(chain) > _TOP else ()
    for sourced in entry or below or list(filter(is_sourced, beside)):
        if is_mapping(sourced):
            before = sourced.value["changed"].value if "changed" in sourced.value else ()
            sourced.value["status"] = Node(_STATUS, each.at.origin, each.at.spot)
            sourced.value["changed"] = Node((*before, change), each.at.origin, each.at.spot)


def _change(each: _Asked, chain: Chain) -> Change:
    """Return what is changed, for those who read the figure."""
    entry = each.entry
    return Change(
        entry.change,
        "" if len(chain) == 1 or chain[-1].value is None else flow(chain[-1]),
        "" if each.to is None else flow(each.to),
        entry.reason.by_language,
        entry.approved_by,
        entry.until if isinstance(entry.until, date) else None,
    )


def _drop_roles(tree: Node, words: set[str]) -> None:
    """Drop the roles that were named only in what is no longer there."""
    if words and "roles" in tree.value:
        others = {key: node for key, node in tree.value.items() if key != "roles"}
        gone = words - words_of(Node(others, tree.origin))
        roles = tree.value["roles"]
        roles.value = {role: node for role, node in roles.value.items() if role not in gone}


def _add(tree: Node, own: Node, faults: Faults) -> None:
    """Add to a file of the norm what the overlay's file of the same name says."""
    hint = "Change it in 'changes' of pack.yaml, by its address."
    tree.value["proof"] = Node({}, own.origin, own.spot)
    for key, node in own.value.items():
        there = tree.value.get(key)
        if key in (*OWN_KEYS, "extends", "changes", "department"):
            continue
        if there is None or key == "proof":
            tree.value[key] = node
        elif isinstance(there.value, list) and isinstance(node.value, list):
            there.value = there.value + node.value
        elif is_mapping(there) and is_mapping(node):
            for name in there.value.keys() & node.value.keys():
                message = f"{name!r} is there already."
                faults.at_key("overlay.twice", (key, name), message, hint)
            there.value = there.value | node.value
        else:
            message = f"{key!r} cannot be added to what is there."
            faults.at_key("overlay.twice", (key,), message, hint)


def _check_name(own: Node, name: str, faults: Faults) -> None:
    """Judge whether a file says that it is about the department whose name it has."""
    said = own.value.get("department")
    if said is not None and said.value != name:
        message = f"the file is {name}.yaml, but the department is called {said.value!r}."
        faults.fault("department.name", ("department",), message, "Write the same.")
