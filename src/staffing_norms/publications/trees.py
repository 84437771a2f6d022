"""The only place that holds files as trees, in which every value keeps its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from staffing_norms.foundation.documents import Document, Origin
from staffing_norms.foundation.faults import Place

Files: TypeAlias = Mapping[str, Document]


@dataclass(slots=True, eq=False)
class Node:
    """A value of a file, with where it is written; lists and mappings hold further nodes."""

    value: Any
    origin: Origin
    spot: tuple[int, int] | None = None
    key_spot: tuple[int, int] | None = None


Chain: TypeAlias = tuple[Node, ...]
"""The nodes from the top of a file down to one of its values."""


def trees_of(files: Files) -> dict[str, Node]:
    """Return files as trees, by their names."""
    return {file: tree_of(document) for file, document in files.items()}


def tree_of(document: Document) -> Node:
    """Return a file as a tree."""

    def node(value: object, place: Place, above: Origin) -> Node:
        origin = document.origins.get(place, above)
        inside: Any = value
        if isinstance(value, Mapping):
            inside = {key: node(item, (*place, key), origin) for key, item in value.items()}
        elif isinstance(value, list):
            inside = [node(item, (*place, number), origin) for number, item in enumerate(value)]
        return Node(inside, origin, document.marks.get(place), document.key_marks.get(place))

    return node(document.data, (), Origin(document.file, ""))


def document_of_tree(tree: Node) -> Document:
    """Return a tree as a file, in which every value has the place where it was written."""
    marks, key_marks, origins = {}, {}, {}

    def data(node: Node, place: Place, above: Origin) -> object:
        if node.spot:
            marks[place] = node.spot
        if node.key_spot:
            key_marks[place] = node.key_spot
        if node.origin != above:
            origins[place] = node.origin
        inside = node.value
        if isinstance(inside, dict):
            return {key: data(item, (*place, key), node.origin) for key, item in inside.items()}
        if isinstance(inside, list):
            return [data(item, (*place, i), node.origin) for i, item in enumerate(inside)]
        return inside

    file = tree.origin.file
    return Document(data(tree, (), Origin(file, "")), file, marks, key_marks, origins)


def plain(node: Node) -> Any:  # noqa: ANN401 - whatever a file may hold
    """Return a value without its places."""
    return document_of_tree(node).data


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes inside it."""
    yield node
    inside = list(node.value.values()) if is_mapping(node) else node.value
    for child in inside if isinstance(inside, list) else ():
        yield from nodes_in(child)


def words_of(node: Node) -> set[str]:
    """Return all keys and texts of a tree."""
    values = [each.value for each in nodes_in(node)]
    texts = {value for value in values if isinstance(value, str)}
    return texts.union(*(value for value in values if isinstance(value, dict)))


def is_mapping(node: Node) -> bool:
    """Whether a node is a mapping."""
    return isinstance(node.value, dict)


def is_sourced(node: Node) -> bool:
    """Whether a node is something printed, with its clause and status."""
    return is_mapping(node) and {"clause", "status"} <= node.value.keys()


def flow(node: Node) -> str:
    """Return a value as one line of YAML."""
    value = node.value
    if isinstance(value, dict):
        items = (f"{key}: {flow(item)}" for key, item in value.items() if key != "changed")
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
