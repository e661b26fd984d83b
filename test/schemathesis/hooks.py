"""Sparse fieldsets leave out what the document calls required of a whole resource: TestEveryMustOnEveryResource holds them."""
import schemathesis


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
