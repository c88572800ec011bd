"""Messages of libraries that reach the user in errors: templates, by which they are translated."""

SYSTEM = (
    "file exists",
    "invalid argument",
    "is a directory",
    "no space left on device",
    "no such file or directory",
    "not a directory",
    "operation not permitted",
    "permission denied",
    "read-only file system",
    "too many open files",
    "address already in use",
)
"""Reasons of the operating system, in lower case."""
VALIDATION = (
    "expected `{type}`, got `{found}`",
    "expected `{type}` matching regex {pattern}",
    "expected `{type}` >= {least}",
    "expected `{type}` <= {most}",
    "expected `{type}` of length >= {least}",
    "expected `{type}` of length <= {most}",
    "invalid enum value {value}",
    "object missing required field `{name}`",
)
"""Of msgspec, with a small first letter."""
COMMAND_LINE = (
    "Got unexpected extra argument(s) ({arguments})",
    "Invalid value for {parameter}: {error}",
    "Missing argument {parameter}.",
    "Missing option {parameter}.",
    "No such command {name}.",
    "No such command {name}. Did you mean {similar}?",
    "No such option: {name}",
    "No such option: {name} Did you mean {similar}?",
    "No such option: {name} (Possible options: {similar})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "{value} is not a valid {type}.",
    "{value} is not in the range {range}.",
    "{value} is not one of {choices}.",
    "Directory {name} does not exist.",
    "File {name} does not exist.",
    "Path {name} does not exist.",
)
"""Of Typer (https://github.com/fastapi/typer)."""
MESSAGES = SYSTEM + VALIDATION + COMMAND_LINE
