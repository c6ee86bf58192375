"""Compare every output of two versions of `kg`, byte for byte.

To make sure that a change of the code leaves every export, table and page as it was, write the
outputs of both versions and compare them:

    python -m benchmarks.outputs write before --kg PATH/TO/kg
    python -m benchmarks.outputs write after
    python -m benchmarks.outputs compare before after

`write` runs the commands of `commands.toml` on the bundled data, on the invented worlds of the
tests, on a generated network of 1,000 organisations, and on stores made from them. It keeps what
each command writes to stdout, stderr and files, and its exit code. `compare` lists each file that
is missing, new or different, and exits with 1 unless `benchmarks/outputs-explained.json` explains
all of them. An explanation there has the pattern of a `path` and a `reason`; with `before` and
`after` it explains only that one text is now another, and everything else is still compared.

The inputs are made once and kept in `benchmarks/data/outputs` (option `--inputs`), so that both
versions read the same bytes; only the bundled data is each version's own. Nothing is made equal
but the absolute paths of temporary and installed files, and the times that `kg load` reports.
"""
