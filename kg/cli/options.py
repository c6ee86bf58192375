"""Options that several commands have."""

import functools
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.network.edges import Filters

Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of stdout; - is stdout."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="F",
        help="table (default on a terminal), csv (default elsewhere), tsv, json, md.",
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="K", help="Only this kind, such as member-of; repeatable."),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="S", help="Only this status, such as in-force; repeatable."),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="Only what stands on this day (YYYY-MM-DD)."),
]
PossibleOption = Annotated[
    bool, typer.Option("--possible", help="With --on: also what may stand on that day.")
]
AroundOption = Annotated[
    str | None,
    typer.Option("--around", metavar="ORG", help="Only the neighbourhood of this organisation."),
]
HopsOption = Annotated[
    int | None,
    typer.Option("--hops", metavar="N", min=0, help="How far it reaches around; 1 if not given."),
]

TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="DIR",
        help="Folder of the documents. Default: KG_TEXTS, else texts/ of the workspace.",
    ),
]


def texts_folder(given: Path | None, workspace: Path) -> Path:
    """Return the folder in which the documents are looked for."""
    named = os.environ.get("KG_TEXTS")
    return given or (Path(named) if named else workspace / "texts")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of the network a user chose, as the options have it."""

    kind: list[str] | None = None
    status: list[str] | None = None
    on: str | None = None
    possible: bool = False
    around: str | None = None
    hops: int | None = None

    def filters(self) -> "Filters":
        """Return the filters that the options describe.

        Raises:
            ParameterError: an option is given without the one that it belongs to, or the day is none.
        """
        from kg.network.edges import Filters

        if self.possible and self.on is None:
            raise ParameterError("--possible goes with --on DATE; give a day")
        if self.hops is not None and self.around is None:
            raise ParameterError("--hops goes with --around ORG; say around what")
        hops = 1 if self.hops is None else self.hops
        kinds, statuses = tuple(self.kind or ()), tuple(self.status or ())
        return Filters(kinds, statuses, self.on, self.possible, self.around, hops)

    def counted(self) -> "Filters":
        """Return the filters for a measure: without a status or a day, only what is in force counts."""
        from kg.model.vocabulary import IN_FORCE

        if self.status or self.on:
            return self.filters()
        return replace(self, status=[IN_FORCE]).filters()


ALL = Choice()
"""The whole network."""
_FILTERS: dict[str, tuple[Any, Any]] = {
    "kind": (KindOption, None),
    "status": (StatusOption, None),
    "on": (OnOption, None),
    "possible": (PossibleOption, False),
}
_AROUND: dict[str, tuple[Any, Any]] = {"around": (AroundOption, None), "hops": (HopsOption, None)}
"""Options by name, each with its definition and its default."""


def filtered(*, around: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that filter the network, and hand it what they say as `filters`.

    The options stand where the command has its parameter `filters: Choice`.

    Args:
        around: whether the neighbourhood of an organisation can be chosen.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def with_options(**given: Any) -> None:
            chosen = {name: given.pop(name) for name in options}
            command(**given, filters=Choice(**chosen))

        options = _FILTERS | _AROUND if around else _FILTERS
        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command).parameters.values():
            if parameter.name == "filters":
                parameters += [_parameter(name, *option) for name, option in options.items()]
            else:
                parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        annotations = {parameter.name: parameter.annotation for parameter in parameters}
        with_options.__annotations__ = annotations | {"return": None}
        return with_options

    return decorate


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=annotation, default=default)
