"""One file per verb: what happens, room by room, when somebody moves a paper."""
