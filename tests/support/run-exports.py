"""Runs many exported scripts in one process: stdin is a list of {script, points, context}, stdout the list of what they say.

Each result also names what the script uses and nowhere defines.
"""

import builtins
import dis
import json
import runpy
import sys
import types


def names_used(code):
    """Global names that the code, or code inside it, reads."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names_used(constant)


def run(case):
    with open(case["script"], encoding="utf-8") as file:
        code = compile(file.read(), case["script"], "exec")
    script = runpy.run_path(case["script"])
    # Names of a class's own body, beside those of the module.
    known = {*script, *dir(builtins), "__module__", "__qualname__"}
    undefined = sorted(set(names_used(code)) - known)
    result = script["evaluate"](script["load_flow"](), case["points"], case["context"])
    return {"undefined": undefined, **result}


print(json.dumps([run(case) for case in json.load(sys.stdin)]))
