"""Options that several commands have, in groups.

A command takes a group as one parameter: `filters: FilterOptions` stands for --kind,
--status and so on.
"""

import functools
import inspect
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.network.edges import Filters

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def language_tag(given: str | None) -> str | None:
    """Return a language tag in lower case, None if none is given.

    Raises:
        ParameterError: it is no language tag (BCP 47).
    """
    if given is None:
        return None
    if not _LANGUAGE_TAG.fullmatch(given):
        raise ParameterError(
            f"--lang {given!r} is no language tag; write one such as fr or de-at"
        )
    return given.lower()


Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file instead of stdout; - is stdout.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="LANG",
        help="Language of labels, such as fr; else English, else any.",
        callback=language_tag,
    ),
]
HopsOption = Annotated[
    int | None,
    typer.Option(
        "--hops",
        metavar="N",
        min=0,
        help="How far it reaches around; 1 if not given.",
    ),
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
    """Return the folder of the documents: as given, else KG_TEXTS, else that of the workspace."""
    if given is not None:
        return given
    named = os.environ.get("KG_TEXTS")
    return Path(named) if named else workspace / "texts"


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How and where a table is written."""

    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="table (default on a terminal), csv (default elsewhere), tsv, json, md.",
        ),
    ] = None
    output: Output = None


@dataclass(frozen=True, slots=True)
class RelationshipOptions:
    """Which relationships a command uses."""

    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="K",
            help="Only this kind, such as member-of; repeatable.",
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="S",
            help="Only this status, such as in-force; repeatable.",
        ),
    ] = None
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="Only what stands on this day (YYYY-MM-DD).",
        ),
    ] = None
    possible: Annotated[
        bool,
        typer.Option(
            "--possible", help="With --on: also what may stand on that day."
        ),
    ] = False

    def filters(self) -> "Filters":
        """Return the filters that the options describe.

        Raises:
            ParameterError: an option lacks the one that it belongs to, or the date is not valid.
        """
        from kg.network.edges import Filters

        if self.possible and self.on is None:
            raise ParameterError("--possible goes with --on DATE; give a day")
        kinds = tuple(self.kind or ())
        statuses = tuple(self.status or ())
        return Filters(
            kinds=kinds, statuses=statuses, on=self.on, possible=self.possible
        )

    def filters_of_measure(self) -> "Filters":
        """Return the filters; without --status or --on they keep what is in force."""
        from kg.model.vocabulary import IN_FORCE

        filters = self.filters()
        if self.status or self.on:
            return filters
        return replace(filters, statuses=(IN_FORCE,))


@dataclass(frozen=True, slots=True)
class FilterOptions(RelationshipOptions):
    """Which part of the network a command uses."""

    around: Annotated[
        str | None,
        typer.Option(
            "--around",
            metavar="ORG",
            help="Only the neighbourhood of this organisation.",
        ),
    ] = None
    hops: HopsOption = None

    def filters(self) -> "Filters":
        """Return the filters that the options describe; raise as for relationships."""
        filters = RelationshipOptions.filters(self)
        if self.around is not None:
            return around(filters, self.around, self.hops)
        if self.hops is not None:
            raise ParameterError(
                "--hops goes with --around ORG; name an organisation"
            )
        return filters


def around(
    filters: "Filters", organisation: str, hops: int | None
) -> "Filters":
    """Return filters that also limit the network to the neighbourhood of an organisation."""
    return replace(
        filters, around=organisation, hops=1 if hops is None else hops
    )


@dataclass(frozen=True, slots=True)
class SamplingOptions:
    """How much of the network a measure of shortest paths looks at."""

    sample: Annotated[
        int | None,
        typer.Option(
            "--sample",
            metavar="K",
            min=2,
            help="Estimate shortest-path measures from K organisations;"
            " over 10,000 organisations this is done with 200.",
        ),
    ] = None
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Never estimate, however long it takes."),
    ] = False

    def check(self) -> None:
        """Raise ParameterError for options that exclude each other."""
        if self.sample is not None and self.exact:
            raise ParameterError(
                "--sample and --exact exclude each other; give one"
            )


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of each group that it takes as a parameter.

    Typer has no groups. It sees a signature in which the fields of a group replace the parameter;
    the command is called with the group that is made of their values.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {
        name: hint for name, hint in hints.items() if is_dataclass(hint)
    }
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            parameters += _parameters(groups[name])
        else:
            given = parameter.replace(
                annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY
            )
            parameters.append(given)

    @functools.wraps(command)
    def with_groups(**values: Any) -> None:
        for name, group in groups.items():
            own = {
                field.name: values.pop(field.name) for field in fields(group)
            }
            values[name] = group(**own)
        command(**values)

    with_groups.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_groups.__annotations__ = {
        each.name: each.annotation for each in parameters
    }
    return with_groups


def _parameters(group: type) -> Iterator[inspect.Parameter]:
    """Yield a parameter for each field of a group."""
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        default = (
            inspect.Parameter.empty
            if field.default is MISSING
            else field.default
        )
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=hints[field.name],
        )
