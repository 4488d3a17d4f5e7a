"""Of a kernel's module, what one flavour of it is: the definitions that can be reached from its run(). What else stands
there (its input, its printed line, other flavours) is there to measure it.

Idioms are written as `return run(n, other_part)`, where run() has the part of the flavour `same` as a default. Such a
line is no part of the program, nor is what it replaces."""

import ast

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _names_of(statement):
    """The names that a statement of a module gives something to."""
    if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in statement.names]
    if isinstance(statement, ast.Assign):
        return [node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return []
    raise ValueError(f"a module of kernels has a {type(statement).__name__} at its top: nobody knows who needs it")


def _names_in(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


class _Module:
    def __init__(self, source):
        self.lines = source.splitlines(keepends=True)
        self.statements = ast.parse(source).body

    def definition_of(self, name):
        return next((each for each in self.statements if name in _names_of(each)), None)

    def run_of(self, flavour):
        """The name of its run(). Where a native speaker would write the same, or needs a package, there is no idiom."""
        table = self.definition_of("FLAVOURS").value
        flavours = {name: _members_of(value) for name, value in _members_of(table).items()}
        entry = flavours.get(flavour, {})
        return (flavours["same"] if not entry or "needs" in entry else entry)["run"].id

    def parts_given_to(self, run):
        """The call of `return run(n, other_part)`, if that is all that this run() does."""
        only = self.definition_of(run).body[-1]
        call = only.value if isinstance(only, ast.Return) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        called = self.definition_of(call.func.id)
        return call if isinstance(called, _FUNCTIONS) and called.args.defaults else None

    def needed_by(self, run):
        call = self.parts_given_to(run)
        names = list(_names_in(call) if call else [run])
        reached = set()
        while names:
            statement = self.definition_of(names.pop())
            if statement is None or statement in reached:
                continue
            reached.add(statement)
            names.extend(_names_in(statement))
            if call and getattr(statement, "name", None) == call.func.id:
                names = [name for name in names if name not in _defaults_of(statement)]
        return [statement for statement in self.statements if statement in reached]

    def text_of(self, statement):
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        return "".join(self.lines[first - 1 : statement.end_lineno])


def _members_of(dictionary):
    return {key.value: value for key, value in zip(dictionary.keys, dictionary.values, strict=True)}


def _defaults_of(function):
    return set().union(*map(_names_in, function.args.defaults))


def part_of(path, flavour):
    """(path, text)"""
    module = _Module(path.read_text())
    needed = module.needed_by(module.run_of(flavour))
    return path, "\n".join(map(module.text_of, needed))
