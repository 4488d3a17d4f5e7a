"""Installs all of a list that can be installed, in as few steps as that takes."""

# With not one success among the first so many, it is not a package that is missing but the registry.
HOPELESS = 8


class _Salvage:
    def __init__(self, install):
        self.install = install
        self.any_success = False
        self.lost = {}

    def work_off(self, names):
        if not self.any_success and len(self.lost) >= HOPELESS:
            self.lost.update(dict.fromkeys(names, next(reversed(self.lost.values()))))
            return
        reason = self.install(names)
        if reason is None:
            self.any_success = True
        elif len(names) == 1:
            self.lost[names[0]] = reason
        else:
            middle = len(names) // 2
            self.work_off(names[:middle])
            self.work_off(names[middle:])


def install_what_can_be(names, install):
    """`install` takes names and returns None, or why not all of them could be installed.

    What could not, by name, with the reason.
    """
    salvage = _Salvage(install)
    if names:
        salvage.work_off(names)
    return salvage.lost
