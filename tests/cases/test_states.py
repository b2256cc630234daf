"""The table of moves: every state is reachable, every open state leads on, and every verb has a button or an owner."""

from tuntas.cases.states import CLOSED, MOVES, TURNS, State, Turn, Verb


def test_there_are_at_most_nine_states_and_each_says_whose_turn():
    assert len(State) <= 9
    assert set(TURNS) == set(State)


def test_every_state_can_be_reached():
    reached = {State.IN_REVIEW, State.WAITING}  # a case opens in one of these
    reached |= {move.target for move in MOVES.values() if move.target}

    assert reached == set(State)


def test_every_open_state_leads_on():
    for state in set(State) - CLOSED:
        ways = [move for move in MOVES.values() if state in move.sources and move.target != state]

        assert ways, f"{state} is a dead end"


def test_closed_states_are_nobodys_turn():
    assert all(TURNS[state] == Turn.NOBODY for state in CLOSED)


def test_no_move_leaves_a_closed_state():
    for verb, move in MOVES.items():
        if move.target is not None:
            assert not move.sources & CLOSED, verb


def test_every_verb_but_the_first_has_a_row():
    assert set(Verb) - set(MOVES) == {Verb.SUBMIT}
