"""How an outside system can let us down; each kind asks for another answer."""


class GatewayDown(Exception):
    """Nothing was done, and it may work later: try again. The message never names a person or an address.

    `seconds` is how long the other side asks us to wait; 0 leaves it to us. `is_pause` says that nothing at all may
    go out until then, so that the waiting is not this message's fault.
    """

    is_pause = False

    def __init__(self, message: str, *, code: str = "", seconds: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.seconds = seconds


class GatewayPaused(GatewayDown):
    """Nothing may go out to anybody for `seconds`: too much was sent, or the account needs an operator."""

    is_pause = True


class GatewayRefused(Exception):
    """The outside system says no for good: go another way or tell a human. `code` is its own word, for operators."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class GatewayUnknown(Exception):
    """The request went out and no answer came: it may have been done. Never repeat it blindly."""
