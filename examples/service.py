"""A request handler: a mapping in, JSON text out, faults as data."""

import json
from collections.abc import Mapping
from typing import Any

import staffing_norms as sn

NORMS = sn.load_norms()  # once a process; safe to share between threads


def handle(request: Mapping[str, Any]) -> tuple[int, str]:
    """Plan `request["site"]`; return an HTTP status and JSON text."""
    try:
        plan = NORMS.plan(
            request.get("site"),  # type: ignore[arg-type]  # whatever came in: the library judges it
            stance=request.get("stance", "typical"),
            methods=request.get("methods"),
        )
    except sn.StaffingNormsError as error:
        return 422, json.dumps(error.to_dict(), ensure_ascii=False, indent=2)
    return 200, plan.to_json()


def main() -> None:
    """Answer a good request and a bad one."""
    status, text = handle({"site": {"总建筑面积": "32万㎡", "出入口数": 4}, "stance": "lean"})
    answer = json.loads(text)
    print(status, {key: answer[key] for key in ("stance", "headcount", "complete")})

    status, text = handle({"site": {"总建筑面积": "32万", "lift": 46, "entrances": "4 m²"}})
    print(status, text)


if __name__ == "__main__":
    main()
