"""The first hour of a tender: an estimate from the floor area, and what to ask the client."""

from pathlib import Path

import staffing_norms as sn


def main() -> None:
    """Print the estimate by department, how wide it is, and the questions that narrow it."""
    norms = sn.load_norms()
    plan = norms.plan(sn.Site.from_yaml(Path(__file__).with_name("floor_area_only.yaml")))
    print("department         method     lean  typical  generous")
    for each in plan:
        figures = f"{each.lean.known:>6} {each.headcount:>8} {each.generous.known:>9}"
        print(f"{each.department:<18} {each.method:<9}{figures}")
    print(f"{'all':<28}{plan.lean.known:>6} {plan.headcount:>8} {plan.generous.known:>9}")
    print(f"span between methods: {plan.span}")

    print("\nQuestions to the client 请客户补充")
    asked = [fact for finding in plan.findings for fact in finding.facts]
    for fact in dict.fromkeys(asked):
        question = norms.words[fact].question
        if question:
            print(f"  {question.zh} {question.en}")


if __name__ == "__main__":
    main()
