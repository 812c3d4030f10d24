"""validate.py [SCHEMA]: hold lines against a JSON Schema of draft 2020-12.

Standard input has lines yes or no, a tab, a JSON value: whether the programs
accept it.  Printed are those of which the schema says otherwise, each behind
its number and a colon.  A line schema, a tab, a JSON Schema sets another one.
"""
import json
import sys

from jsonschema import Draft202012Validator


def validator(text):
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


if len(sys.argv) > 1:
    with open(sys.argv[1], encoding="utf-8") as f:
        check = validator(f.read())
for number, line in enumerate(sys.stdin, 1):
    word, text = line.rstrip("\n").split("\t", 1)
    if word == "schema":
        check = validator(text)
    elif check.is_valid(json.loads(text)) != (word == "yes"):
        print(number, line, sep=":", end="")
