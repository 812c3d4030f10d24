"""Made up spaces and points for the schemas of points, the same every time.

made_spaces.py N        N spaces, one JSON a line; all that they say a schema
                        can say
made_spaces.py N more   also rules, bounds by others, and conditions that it
                        cannot say
made_spaces.py points   standard input has headers and points: print each line,
                        and what becomes of points by changes that may make
                        them none
"""
import json
import random
import sys

SCALARS = ["a", "1", 1, 2.5, -3, True, False, None, "true", "é x"]


def literal(value):
    if isinstance(value, str):
        return "'%s'" % value
    return json.dumps(value)


def domain(rng):
    """A long form, and the values that a condition may name."""
    kind = rng.choice(
        ["float", "log", "rlog", "step", "int", "every", "odd", "logint",
         "pow2", "pow10", "categorical", "ordinal", "spaced", "bool", "const",
         "vector", "steps", "subset", "permutation"])
    low = rng.randint(-5, 5)
    if kind in ("categorical", "ordinal"):
        choices = rng.sample(SCALARS, rng.randint(1, 4))
        return {"type": kind, "choices": choices}, choices
    return {
        "float": ({"type": "float", "low": low, "high": low + 1.5}, []),
        "log": ({"type": "float", "low": 1e-5, "high": 10, "log": True}, []),
        "rlog": ({"type": "float", "low": low - 6, "high": 0.999,
                  "rlog": True}, []),
        "step": ({"type": "float", "low": low, "high": low + 1,
                  "step": 0.25}, [low, low + 0.5]),
        "int": ({"type": "int", "low": low, "high": low + 6},
                [low, low + 3]),
        "every": ({"type": "int", "low": 8, "high": 4096, "step": 8}, [16]),
        "odd": ({"type": "int", "low": 1, "high": 9, "step": 2}, [1, 7]),
        "logint": ({"type": "int", "low": 1, "high": 500, "log": True},
                   [1, 2]),
        "pow2": ({"type": "pow2", "low": 2, "high": 1024}, [2, 64]),
        "pow10": ({"type": "pow2", "low": 1, "high": 1000, "base": 10},
                  [1, 100]),
        "spaced": ({"type": "ordinal", "choices": [1, 10.5, 1000],
                    "spacing": rng.choice(["value", "log"])}, [1, 1000]),
        "vector": ({"type": "float", "low": low, "high": low + 1,
                    "shape": 3}, []),
        "steps": ({"type": "int", "low": 2, "high": 8, "step": 2,
                   "shape": 2}, [2, 6]),
        "subset": ({"type": "subset", "choices": ["a", "1", 1, None],
                    "min": 1, "max": 3}, ["a", None, 1]),
        "permutation": ({"type": "permutation", "choices": [1, "b", False]},
                        []),
        "bool": ({"type": "bool"}, [True, False]),
        "const": ({"type": "const", "value": 3}, [3]),
    }[kind]


def condition(rng, name, domain, values):
    some = literal(rng.choice(values))
    if domain["type"] == "subset":
        return rng.choice(["%s in `%s`", "not %s in `%s`",
                           "%s not in `%s`"]) % (some, name)
    quoted = "`%s`" % name
    if "shape" in domain:
        quoted += "[%d]" % rng.randrange(domain["shape"])
    listed = ", ".join(map(literal, values))
    return rng.choice(
        ["%s == %s" % (quoted, some), "%s != %s" % (quoted, some),
         "%s in (%s)" % (quoted, listed), "not %s in (%s)" % (quoted, some),
         "%s is null" % quoted, "%s is null or %s == %s" %
         (quoted, quoted, some)])


def space(rng, more):
    params, named = {}, []
    for i in range(rng.randint(1, 8)):
        name = rng.choice(["p%d", "g.x%d", "with-dash%d", "is%d"]) % i
        params[name], values = domain(rng)
        if named and rng.random() < 0.6:
            params[name]["when"] = condition(rng, *rng.choice(named))
        if values:
            named.append((name, params[name], values))
    made = {"minimize": "e", "params": params}
    if more:
        params["a"] = {"type": "int", "low": 1, "high": 9}
        params["b"] = {"type": "int", "low": 1, "high": "a"}
        params["f"] = {"type": "float", "low": 0, "high": 1}
        params["s"] = {"type": "float", "low": 0, "high": 1, "step": 0.001}
        params["q"] = {"type": "simplex", "shape": 3}
        params["w"] = {"type": "bool", "when": "a > 3 and b < 6"}
        params["v"] = {"type": "bool", "when": "f > 0.5"}
        made["require"] = "a + b < 16"
        made["forbid"] = ["f > 0.9 and a == 1"]
    return made


def changed_list(rng, value):
    """A list that lacks one, has one more, another one, or another order."""
    value = list(value)
    i = rng.randrange(len(value)) if value else 0
    what = rng.randrange(5)
    if what == 0:
        del value[i:i + 1]
    elif what == 1:
        value.insert(i, rng.choice(value + SCALARS))
    elif what == 2:
        value[i:i + 1] = [rng.choice(SCALARS)]
    elif what == 3 and value and isinstance(value[i], (int, float)):
        value[i] += rng.choice([-1000, 0.125, 2])
    else:
        rng.shuffle(value)
    return value


def changed(rng, point):
    """The point with one of its members changed, or gone, or one more."""
    names = list(point)
    name = rng.choice(names) if names else "p0"
    point = dict(point)
    what = rng.randrange(7)
    value = point.get(name)
    if isinstance(value, list) and rng.random() < 0.7:
        point[name] = changed_list(rng, value)
    elif what == 0:
        point.pop(name, None)
    elif what == 1:
        point["unknown"] = 1
    elif what == 2 and isinstance(value, (int, float)):
        point[name] = value + rng.choice([-1000, 0.125, 1, 1000])
    elif what == 3:
        point[name] = json.dumps(value)
    elif what == 4:
        point[name] = rng.choice(SCALARS)
    elif what == 5:
        point[name] = [value]
    else:  # of another name, that may not be active
        point[rng.choice(["p%d", "g.x%d", "is%d"]) % rng.randrange(8)] = 1
    return point


def main():
    if sys.argv[1] == "points":
        rng = random.Random(1)
        for line in sys.stdin:
            print(line, end="")
            if '"space":' in line:
                continue
            for _ in range(8):
                print(json.dumps(changed(rng, json.loads(line))))
        return
    rng = random.Random(2)
    for _ in range(int(sys.argv[1])):
        print(json.dumps(space(rng, len(sys.argv) > 2)))


main()
