"""What schemathesis does not know of the API, and what came of its requests.

Sparse fieldsets leave out what the document calls required of a whole resource: TestEveryMustOnEveryResource holds them.
"""
import atexit
import os

import schemathesis

asked, served = set(), set()


@schemathesis.hook
def map_query(ctx, query):
    if isinstance(query, dict):
        return {name: value for name, value in query.items() if not name.startswith("fields[")}
    return query


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if isinstance(case.query, dict):
        for name in [name for name in case.query if name.startswith("fields[")]:
            del case.query[name]


@schemathesis.hook
def after_call(ctx, case, response):
    asked.add(case.operation.label)
    if 200 <= response.status_code < 300:
        served.add(case.operation.label)


@atexit.register
def tell():
    """Which operations were asked, and how many of them did what they were asked: a run in which all are refused shows nothing."""
    with open(os.environ["TALLY"], "w", encoding="utf-8") as out:
        out.write(f"{len(asked)} {len(served)}\n")
