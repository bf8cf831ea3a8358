"""``kg entities``: who is in a store, and who is one with whom."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, StoreOption, app, clear_errors, print_table
from kg.errors import KgError

entities = typer.Typer(no_args_is_help=False, rich_markup_mode="rich")
app.add_typer(
    entities,
    name="entities",
    help="List the entities of a store; merge and split them.",
    epilog="Example: kg entities --search castro --store my-store",
)


@entities.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    store: StoreOption = DEFAULT_STORE,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only this kind: Person, State, InternationalOrganization …")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="TEXT", help="Only names with this in them.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at the most.")] = 50,
) -> None:
    """List the entities of a store, the most often mentioned first."""
    if context.invoked_subcommand is not None:
        return
    from itertools import islice

    from kg.store import open_store
    from kg.store.entities import list_entities

    with clear_errors(), open_store(store, read_only=True) as opened:
        rows = [
            (r.name, r.kind, r.country, str(r.statements), str(r.articles), r.iri)
            for r in islice(list_entities(opened, kind=kind, search=search), limit)
        ]
    print_table(("name", "kind", "state", "statements", "articles", "IRI"), rows)


Name = Annotated[str, typer.Argument(help="A name or an IRI (see kg entities).")]


@entities.command(epilog='Example: kg entities merge "Guo" "Guo Jiakun" --store my-store')
def merge(one: Name, into: Name, store: StoreOption = DEFAULT_STORE) -> None:
    """Make two entities one: the first becomes the second, now and in later builds."""
    from kg.store import open_store
    from kg.store.entities import apply_decisions, entity_of, resolve

    with clear_errors(), open_store(store) as opened:
        first, second = resolve(opened, one), resolve(opened, into)
        try:
            opened.decisions.merge(first, second)
        except ValueError as error:
            raise KgError(f"{one} and {into}: {error}") from error
        opened.decisions.entities[second] = entity_of(opened, second)
        changed = apply_decisions(opened)
        noted = opened.decisions.path
    typer.echo(f"{first} is {second} from now on; {changed} articles changed, noted in {noted}")


@entities.command(epilog='Example: kg entities split "Wu Qian" --article a1 --article a7 --store my-store')
def split(
    entity: Name,
    articles: Annotated[
        list[str], typer.Option("--article", metavar="ID", help="An article in which it is somebody else.")
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say that in some articles an entity is somebody else of the same name."""
    from kg.store import open_store
    from kg.store.entities import apply_decisions, new_identity, resolve

    with clear_errors(), open_store(store) as opened:
        missing = set(articles) - set(opened.article_ids())
        if missing:
            raise KgError(f"there is no article {min(missing)!r} in {store}")
        iri = resolve(opened, entity)
        other = new_identity(iri, min(articles))
        opened.decisions.split(iri, articles, other)
        changed = apply_decisions(opened)
        noted = opened.decisions.path
    typer.echo(f"in these articles it is {other}; {changed} articles changed, noted in {noted}")


@entities.command(epilog='Example: kg entities apart "Guo" "Guo Jiakun" --store my-store')
def apart(one: Name, other: Name, store: StoreOption = DEFAULT_STORE) -> None:
    """Keep two entities apart, or take a merge of them back."""
    from kg.store import open_store
    from kg.store.entities import apply_decisions, resolve

    with clear_errors(), open_store(store) as opened:
        first, second = resolve(opened, one), resolve(opened, other)
        opened.decisions.keep_apart(first, second)
        changed = apply_decisions(opened, (first, second))
        noted = opened.decisions.path
    typer.echo(f"{first} and {second} are two from now on; {changed} articles changed, noted in {noted}")
