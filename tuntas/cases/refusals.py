"""What cases refuse, each with a sentence that a user can read."""


class CannotMove(Exception):
    """This verb is not possible for this person and case now."""


class CaseUnknown(Exception):
    """No such case for this reader: it does not exist, or it belongs to another office."""


class AccessRefused(Exception):
    """Receipt and PIN do not belong together. The sentence is the same whichever of them is wrong."""
