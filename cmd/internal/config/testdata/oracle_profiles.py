"""Writes profiles_golden.json: what real dbt makes of one-line profile outputs.

Run it with a Python that has dbt-core 1.11:  python oracle_profiles.py
Each case is a piece of YAML (the keys of an output), an environment and vars.
The Go test reads the result; it needs neither Python nor dbt.
"""

import json
import pathlib

from dbt.config.renderer import ProfileRenderer
from dbt.version import __version__
from dbt.clients.yaml_helper import load_yaml_text
from dbt_common.context import set_invocation_context

ENV = {
    "USER_NAME": "ada", "EMPTY": "", "PORT": "5432", "ZERO": "007", "FLOAT": "1.5", "BIG": "1_000",
    "YES": "true", "PY_TRUE": "True", "PY_FALSE": "False", "PADDED": "  x  ", "LIST": "['a', 'b']", "MAP": "{'k': 1}",
    "JINJA": "{{ 1 }}", "BROKEN": "{{ nope", "QUOTED": "it's", "WORD": "abc", "NONE": "None", "HEX": "0x1F",
    "DBT_ENV_SECRET_KEY": "s3cr3t", "DBT_ENV_SECRET_TWO": "other", "DBT_ENV_SECRETNOUNDERSCORE": "tight",
    "PEM": "line1\\nline2", "URL": "p@ss/w rd", "NEGATIVE": "-3", "EXP": "1e3", "MIXED": "aBc dEf",
}
VARS = {"name": "grace", "count": 3, "flag": True, "ratio": 0.5, "nothing": None, "template": "{{ 1 }}"}

# Each line is one case: the text is a YAML value below the key "v".
VALUES = r"""
plain text
""
5432
"5432"
1_000
010
0x1F
1:30
1e3
1.5
1.5e+3
.5
yes
on
Off
~
2024-01-01
'2024-01-01'
"{{ env_var('USER_NAME') }}"
"{{env_var(\"USER_NAME\")}}"
"{{ env_var('MISSING') }}"
"{{ env_var('MISSING', 'fallback') }}"
"{{ env_var('MISSING', default='fallback') }}"
"{{ env_var(var='USER_NAME') }}"
"{{ env_var('MISSING', '') }}"
"{{ env_var('MISSING', none) }}"
"{{ env_var('MISSING', 5) }}"
"{{ env_var('MISSING', 5 | int) }}"
"{{ env_var('MISSING', true) }}"
"{{ env_var('EMPTY') }}"
"{{ env_var('EMPTY', 'fallback') }}"
"{{ env_var('EMPTY') or 'fallback' }}"
"{{ env_var('PORT') }}"
"{{ env_var('PORT') | int }}"
"{{ env_var('PORT') | as_number }}"
"{{ env_var('PORT') | as_native }}"
"{{ env_var('PORT') | as_text }}"
"{{ env_var('PORT') | float }}"
"{{ env_var('PORT') | int | as_text }}"
"{{ env_var('PORT') | int + 1 }}"
"{{ (env_var('PORT') | int) + 1 }}"
"{{ (env_var('PORT') | int) * 2 - 4 }}"
"{{ env_var('PORT') + 1 }}"
"{{ env_var('ZERO') | as_number }}"
"{{ env_var('ZERO') | int }}"
"{{ env_var('BIG') | as_number }}"
"{{ env_var('BIG') | int }}"
"{{ env_var('FLOAT') | as_number }}"
"{{ env_var('FLOAT') | int }}"
"{{ env_var('FLOAT') | float }}"
"{{ env_var('EXP') | as_number }}"
"{{ env_var('EXP') | int }}"
"{{ env_var('HEX') | as_number }}"
"{{ env_var('HEX') | int }}"
"{{ env_var('HEX') | int(0, 16) }}"
"{{ env_var('HEX') | int(base=16) }}"
"{{ env_var('NEGATIVE') | as_number }}"
"{{ env_var('NEGATIVE') | int | abs }}"
"{{ env_var('WORD') | int }}"
"{{ env_var('WORD') | int(7) }}"
"{{ env_var('WORD') | int(default=7) }}"
"{{ env_var('WORD') | float }}"
"{{ env_var('WORD') | as_number }}"
"{{ env_var('WORD') | as_native }}"
"{{ env_var('YES') | as_bool }}"
"{{ env_var('PY_TRUE') | as_bool }}"
"{{ env_var('PY_FALSE') | as_bool }}"
"{{ env_var('PY_TRUE') | as_native }}"
"{{ env_var('PORT') | as_bool }}"
"{{ env_var('PY_TRUE') | as_number }}"
"{{ env_var('NONE') | as_native }}"
"{{ env_var('LIST') | as_native }}"
"{{ env_var('MAP') | as_native }}"
"{{ env_var('QUOTED') }}"
"{{ env_var('PADDED') }}"
"{{ env_var('PADDED') | trim }}"
"{{ env_var('PADDED') | as_native }}"
"{{ env_var('WORD') | upper }}"
"{{ env_var('MIXED') | lower }}"
"{{ env_var('MIXED') | capitalize }}"
"{{ env_var('MIXED') | replace('B', '-') }}"
"{{ env_var('WORD') | replace('a', 'b') | upper }}"
"{{ env_var('PEM') | replace('\\\\n', '\n') }}"
"{{ env_var('WORD') | length }}"
"{{ env_var('URL') | urlencode }}"
"{{ env_var('EMPTY') | default('x') }}"
"{{ env_var('EMPTY') | default('x', true) }}"
"{{ env_var('EMPTY') | d('x', boolean=true) }}"
"{{ env_var('WORD') | string }}"
"{{ env_var('WORD') | nosuchfilter }}"
"{{ env_var('JINJA') }}"
"{{ env_var('BROKEN') }}"
"{{ env_var('USER_NAME') ~ '_' ~ env_var('PORT') }}"
"{{ 'a' ~ 1 ~ none ~ true }}"
"{{ env_var('USER_NAME') + '_x' }}"
"{{ 'dev' if env_var('USER_NAME') == 'ada' else 'prod' }}"
"{{ env_var('MISSING') if false else 'ok' }}"
"{{ 'a' if env_var('EMPTY') else 'b' if env_var('WORD') else 'c' }}"
"{{ 5 if env_var('WORD') == 'abc' else 6 }}"
"{{ true if env_var('WORD') == 'abc' else false }}"
"{{ none if env_var('WORD') == 'abc' else 1 }}"
"{{ env_var('WORD') == 'abc' }}"
"{{ env_var('WORD') != 'abc' }}"
"{{ env_var('WORD') < 'abd' }}"
"{{ env_var('PORT') | int >= 5000 }}"
"{{ not env_var('EMPTY') }}"
"{{ not not env_var('WORD') }}"
"{{ env_var('WORD') and env_var('PORT') }}"
"{{ env_var('EMPTY') or env_var('WORD') and 'z' }}"
"{{ 'b' in env_var('WORD') }}"
"{{ 'b' not in env_var('WORD') }}"
"{{ 1 }}"
"{{ -1 }}"
"{{ 1.50 }}"
"{{ 1e20 }}"
"{{ 'x' }}"
"{{ true }}"
"{{ none }}"
"{{ 1 + 1 }}"
"{{ 1 < 2 }}"
"{{ 'a' 'b' }}"
"{{ 'it\\'s' }}"
"{{ 'tab\\there' }}"
"{{ 5 | as_number }}"
"{{ '5' | as_text }}"
"{{ not 'x' | as_native }}"
"{{ 1e3 | as_native | float }}"
"{{ 'True' | as_native }}"
"{{ '7' | as_number | string }}"
"{{ '7' | as_number | lower }}"
"{{ var('nothing') | as_number | default('z') }}"
"{{ 'a' * 2 }}"
"{{ 1 }}{{ 2 }}"
"{{ '' }}"
"host-{{ env_var('PORT') }}"
"{{ env_var('PORT') | int }}5"
"{{ env_var('PORT') }}{{ env_var('PORT') }}"
"{{ env_var('PORT') | as_number }} "
" {{ env_var('PORT') | as_number }}"
" {{- env_var('PORT') | as_number -}} "
"a {{- env_var('WORD') -}} b"
"{# a comment #}{{ env_var('PORT') | int }}"
"{# a comment #}"
"{{ 'a }} b' }}"
"a }} b"
"a { b } c"
"{{ unknown }}"
"{{ unknown_function() }}"
"{{ target.name }}"
"{{ env_var }}"
"{{ env_var() }}"
"{{ env_var('A', 'b', 'c') }}"
"{{ env_var('USER_NAME') "
"{{ }}"
"{{ env_var('USER_NAME').upper() }}"
"{{ env_var('USER_NAME')[0] }}"
"{{ ['a', 'b'] }}"
"{{ {'a': 1} }}"
"{{ env_var('USER_NAME') is defined }}"
"{% if true %}x{% endif %}"
"{{ modules.re.sub('a', 'b', 'aa') }}"
"{{ 007 }}"
"{{ 1 < 2 < 3 }}"
"{{ 'a' if false }}"
"{{ 7 // 2 }}"
"{{ var('name') }}"
"{{ var('count') }}"
"{{ var('count') + 1 }}"
"{{ var('flag') }}"
"{{ var('ratio') }}"
"{{ var('nothing') }}"
"{{ var('missing') }}"
"{{ var('missing', 'x') }}"
"{{ var('missing', none) }}"
"{{ var('missing', default=4) }}"
"{{ var('template') }}"
"{{ env_var('DBT_ENV_SECRET_KEY') }}"
"{{ env_var('DBT_ENV_SECRETNOUNDERSCORE') }}"
"{{ env_var('DBT_ENV_SECRET_MISSING') }}"
"{{ env_var('DBT_ENV_SECRET_MISSING', 'fallback') }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | upper }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | lower }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | trim }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | int }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | length }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | as_text }}"
"{{ env_var('DBT_ENV_SECRET_KEY') | as_native }}"
"{{ env_var('DBT_ENV_SECRET_KEY') == 's3cr3t' }}"
"{{ env_var('DBT_ENV_SECRET_KEY') or 'x' }}"
"pre-{{ env_var('DBT_ENV_SECRET_KEY') }}-post"
"{{ env_var('DBT_ENV_SECRET_KEY') ~ '!' }}"
"{{ env_var('DBT_ENV_SECRET_KEY') }}{{ env_var('DBT_ENV_SECRET_TWO') }}"
"{{ env_var('DBT_ENV_SECRET_KEY') }}{{ env_var('DBT_ENV_SECRET_KEY') }}"
"the word DBT_ENV_SECRET_KEY in a text"
["{{ env_var('PORT') | int }}", "{{ env_var('WORD') }}", 3, null]
{a: {b: "{{ env_var('PORT') | as_number }}"}}
""".strip().splitlines()

# Cases that need a key of their own, or several lines.
OUTPUTS = {
    "password that is no jinja": "password: 'p@ss{{word'",
    "password that renders": "password: \"{{ env_var('WORD') }}\"",
    "password with a missing variable": "password: \"{{ env_var('MISSING') }}\"",
    "password with a block": "password: \"{% if %}\"",
    "below password": "password: {deep: ['{{ nope']}",
    "another key that is no jinja": "pass: 'p@ss{{word'",
    "keys are not rendered": "\"{{ env_var('WORD') }}\": 1",
    "literal block": "v: |\n  line one\n  line two\n",
    "literal block, two newlines": "v: |+\n  line one\n\n",
    "folded with expression": "v: >\n  {{ env_var('PORT') | int }}\n",
    "tagged as text": "v: !!str 5",
    "merge key": "a: &a {x: 1, y: 2}\nv:\n  <<: *a\n  y: 3",
    "merge list": "a: &a {x: 1}\nb: &b {x: 2, z: 3}\nv:\n  <<: [*a, *b]",
    "two equal keys": "v: 1\nv: 2",
    "alias": "a: &a \"{{ env_var('WORD') }}\"\nv: *a",
}


def run(text):
    try:
        value = ProfileRenderer(dict(VARS)).render_data(load_yaml_text(text))
        return {"value": json.loads(json.dumps(value))}
    except TypeError as e:
        return {"error": "not a value: " + str(e).split("\n")[0]}
    except Exception as e:  # the kind of failure is dbt's business, that it fails is ours
        return {"error": str(e).strip().split("\n")[-1]}


def main():
    set_invocation_context(ENV)
    cases = {text: "v: " + text for text in VALUES} | OUTPUTS
    assert len(cases) == len(VALUES) + len(OUTPUTS), "two cases with one name"
    golden = {
        "dbt_core": __version__,
        "env": ENV,
        "vars": VARS,
        "cases": [{"name": name, "yaml": text, **run(text)} for name, text in cases.items()],
    }
    path = pathlib.Path(__file__).with_name("profiles_golden.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print(len(cases), "cases,", sum("error" in c for c in golden["cases"]), "of them errors")


main()
