"""Addresses of the conversations; `desk.urls` takes them in."""

from django.urls import URLPattern, path

from tuntas.screens.desk import talks

patterns: list[URLPattern] = [
    path("meja/obrolan/", talks.talks, name="talks"),
    path("meja/obrolan/<uuid:talk_id>/", talks.talk, name="talk"),
    path("meja/obrolan/<uuid:talk_id>/kabar/", talks.talk_news, name="talk_news"),
    path("meja/obrolan/<uuid:talk_id>/foto/<uuid:message_id>.jpg", talks.talk_photo, name="talk_photo"),
    path("meja/obrolan/<uuid:talk_id>/ambil/", talks.talk_take, name="talk_take"),
    path("meja/obrolan/<uuid:talk_id>/jawab/", talks.talk_answer, name="talk_answer"),
    path("meja/obrolan/<uuid:talk_id>/undang/", talks.talk_invite, name="talk_invite"),
    path("meja/obrolan/<uuid:talk_id>/kembalikan/", talks.talk_give_back, name="talk_give_back"),
]
