"""The places of a conversation: what is shown at each, and who hears the answer."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from tuntas.chat.afterwards import enter_mending, hear_done, hear_mending
from tuntas.chat.filling import hear_courier, hear_delivery, hear_edit, hear_page, hear_question, hear_review
from tuntas.chat.menus import hear_consent, hear_menu, hear_new, hear_office, hear_resume, hear_service, hear_who
from tuntas.chat.photos import hear_assign, hear_photos
from tuntas.chat.showing import (
    show_consent,
    show_guess,
    show_menu,
    show_more,
    show_office,
    show_resume,
    show_service,
    show_who,
)
from tuntas.chat.showing_form import (
    show_assign,
    show_courier,
    show_delivery,
    show_edit,
    show_page,
    show_photos,
    show_question,
    show_review,
)
from tuntas.chat.state import Facts, Place, Said, State, Turn
from tuntas.chat.surveying import hear_survey, hear_words, show_survey

Hearer: TypeAlias = Callable[[State, Said, Facts], Turn | None]

FILLING: Final = frozenset(
    {Place.QUESTION, Place.PAGE, Place.DELIVERY, Place.COURIER, Place.PHOTOS, Place.ASSIGN, Place.REVIEW, Place.EDIT}
)
SHOW: Final[Mapping[Place, Callable[..., Turn]]] = {
    Place.NEW: show_menu,
    Place.OFFICE: show_office,
    Place.MENU: show_menu,
    Place.MORE: show_more,
    Place.GUESS: show_guess,
    Place.SERVICE: show_service,
    Place.CONSENT: show_consent,
    Place.WHO: show_who,
    Place.QUESTION: show_question,
    Place.PAGE: show_page,
    Place.DELIVERY: show_delivery,
    Place.COURIER: show_courier,
    Place.PHOTOS: show_photos,
    Place.ASSIGN: show_assign,
    Place.REVIEW: show_review,
    Place.EDIT: show_edit,
    Place.RESUME: show_resume,
    Place.MEND: enter_mending,
    Place.DONE: show_menu,
    Place.SURVEY: show_survey,
    Place.SURVEY_WORDS: show_menu,
}
HEAR: Final[Mapping[Place, Hearer]] = {
    Place.NEW: hear_new,
    Place.OFFICE: hear_office,
    Place.MENU: hear_menu,
    Place.MORE: hear_menu,
    Place.GUESS: hear_menu,
    Place.SERVICE: hear_service,
    Place.CONSENT: hear_consent,
    Place.WHO: hear_who,
    Place.QUESTION: hear_question,
    Place.PAGE: hear_page,
    Place.DELIVERY: hear_delivery,
    Place.COURIER: hear_courier,
    Place.PHOTOS: hear_photos,
    Place.ASSIGN: hear_assign,
    Place.REVIEW: hear_review,
    Place.EDIT: hear_edit,
    Place.RESUME: hear_resume,
    Place.MEND: hear_mending,
    Place.DONE: hear_done,
    Place.SURVEY: hear_survey,
    Place.SURVEY_WORDS: hear_words,
}


def show_here(state: State, facts: Facts, lead: str = "") -> Turn:
    """The present question once more."""
    return SHOW[state.at](state, facts, lead)
