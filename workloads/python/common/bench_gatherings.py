"""Those who hear the same: the members of a room, the players of a game. Knows nothing of sockets.

Whoever delivers hands a text to every member before it awaits anything: so all get the same order.
"""

MOST_WAITING = 1024 * 1024  # bytes that a member has not taken
MAX_MESSAGE = 1024 * 1024  # bytes of what a client sends

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013


class Gathering:
    def __init__(self):
        self.members = {}  # by number
        self.entered = 0
        self.is_over = False  # everybody has left

    def enter(self, member):
        self.entered += 1
        self.members[self.entered] = member
        return self.entered

    def leave(self, number):
        """May be called twice."""
        self.members.pop(number, None)

    def hear(self, number, text):
        """The text that everybody gets of it, empty if nobody does; None if what was said is nothing here.

        text is None for what was no text.
        """
        raise NotImplementedError


class Gatherings:
    """Those that somebody is in, by name.

    make: a function of the name; begin: what is done with a new one.
    """

    def __init__(self, make, begin=lambda gathering: None):
        self.make = make
        self.begin = begin
        self.all = {}

    def enter(self, name, member):
        """-> (gathering, number)"""
        gathering = self.all.get(name)
        if gathering is not None:
            return gathering, gathering.enter(member)
        gathering = self.all[name] = self.make(name)
        number = gathering.enter(member)
        self.begin(gathering)
        return gathering, number

    def leave(self, name, gathering, number):
        gathering.leave(number)
        if not gathering.members and self.all.get(name) is gathering:
            del self.all[name]
            gathering.is_over = True
