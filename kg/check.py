"""Is the data well-formed and complete? Shapes and checks on what is asserted, before anything is inferred."""

from kg.findings import Report
from kg.workspace import Workspace


def check_workspace(workspace: Workspace) -> Report:
    """Examine a workspace's data and ontology with the bundled shapes and checks and its own.

    Raises:
        TurtleError: a file is not well-formed; with line and column.
        QueryError: a check is not a SELECT query with a variable ?resource.
    """
    raise NotImplementedError
