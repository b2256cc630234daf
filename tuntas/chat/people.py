"""Whose conversation a message belongs to: by user id first, because numbers change hands and may be hidden."""

from tuntas.chat.models import Conversation
from tuntas.gateways.whatsapp_incoming import Incoming
from tuntas.gateways.whatsapp_outgoing import Address
from tuntas.offices.models import Office
from tuntas.vault.keys import blind_index


def get_conversation(message: Incoming) -> Conversation | None:
    """The conversation of a message's sender, made when it is their first; None when nobody can be told.

    A number that comes with another user id belongs to somebody else now: the old conversation loses it.
    """
    user = blind_index("whatsapp-user", message.user_id) if message.user_id else None
    phone = blind_index("phone", message.phone) if message.phone else None
    if user is None and phone is None:
        return None
    found = Conversation.objects.filter(user_index=user).first() if user else None
    by_phone = Conversation.objects.filter(phone_index=phone).first() if phone else None
    if by_phone and by_phone != found and (found or (user and by_phone.user_index)):
        by_phone.phone_index = None
        by_phone.person = {**by_phone.person, "phone": ""}
        by_phone.save(update_fields=["phone_index", "person"])
        by_phone = None
    return _keep(found or by_phone, message, user=user, phone=phone)


def _keep(found: Conversation | None, message: Incoming, *, user: str | None, phone: str | None) -> Conversation:
    conversation = found or Conversation(office=_find_only_office(), person={}, state={}, known={})
    known = conversation.person
    person = {
        "phone": message.phone or known.get("phone", ""),
        "user_id": message.user_id or known.get("user_id", ""),
        "name": message.name or known.get("name", ""),
        "number": message.number or known.get("number", ""),
    }
    indexes = (user or conversation.user_index, phone or conversation.phone_index)
    if found and person == known and indexes == (conversation.user_index, conversation.phone_index):
        return conversation
    conversation.person = person
    conversation.user_index, conversation.phone_index = indexes
    conversation.save()
    return conversation


def address_of(conversation: Conversation) -> Address:
    """Where our messages go: the number while we know one, else the user id."""
    return Address(conversation.person.get("phone", ""), conversation.person.get("user_id", ""))


def _find_only_office() -> Office | None:
    """The one village office of this installation; None where there are several to choose from."""
    offices = list(Office.objects.filter(level=Office.Level.VILLAGE, is_open=True)[:2])
    return offices[0] if len(offices) == 1 else None
