"""The only place that knows the addresses of what a norm says: `security.patrols.per`."""

from collections.abc import Iterator, Mapping

from staffing_norms.foundation.library import PACK
from staffing_norms.publications.trees import Chain, Node, flow, is_mapping

_BOUNDS = ("from", "over", "up_to", "below")
OWN_KEYS = ("id", "version", "title", "source", "trust", "in_force")
_NOT_LAID = ("extends", "changes", "proof")


def addresses(trees: Mapping[str, Node]) -> Iterator[tuple[str, Chain]]:
    """Yield every address with the nodes down to what it names; a shorter one comes first."""
    for file, root in trees.items():
        keys = {key: node for key, node in root.value.items() if key not in _NOT_LAID}
        if file == PACK:
            for key, node in keys.items():
                if key not in (*OWN_KEYS, "departments", "changed", "ended"):
                    yield from _inside(key, (root, node))
            continue
        department = file.removesuffix(".yaml")
        yield department, (root,)
        for key, node in keys.items():
            if key == "leaders" and isinstance(node.value, dict):
                bands = node.value["bands"]
                yield from _items(f"{department}.{key}", (root, node, bands))
            yield from _inside(f"{department}.{key}", (root, node))
        yield from _items(department, (root, root.value["rules"]))


def _inside(address: str, chain: Chain) -> Iterator[tuple[str, Chain]]:
    node = chain[-1]
    yield address, chain
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if key not in ("changed", "id", "code"):
                yield from _inside(f"{address}.{key}", (*chain, child))
    elif isinstance(node.value, list):
        yield from _items(address, chain)


def _items(address: str, chain: Chain) -> Iterator[tuple[str, Chain]]:
    """Yield the entries of a list by what they are called, or by their number and bounds."""
    names = [_name(child) for child in chain[-1].value]
    for number, (child, name) in enumerate(zip(chain[-1].value, names, strict=True), 1):
        said = child.value if is_mapping(child) else {}
        is_named = name and names.count(name) == 1
        yield from _inside(f"{address}.{name if is_named else number}", (*chain, child))
        bounds = [f"{word} {flow(said[word])}" for word in _BOUNDS if word in said]
        if bounds and not name:
            yield from _inside(f"{address}[{', '.join(bounds)}]", (*chain, child))


def _name(entry: Node) -> str:
    """Return what an entry of a list is called, if it is."""
    said = entry.value if is_mapping(entry) else {}
    name = next((str(said[key].value) for key in ("id", "code", "activity") if key in said), "")
    return f"{name}:{said['variant'].value}" if name and "variant" in said else name
