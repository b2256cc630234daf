"""Checks of one output: its case must have an answer to every question, and a paper for every requirement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tuntas.catalog.checks import fits
from tuntas.catalog.conditions import as_text
from tuntas.catalog.definition import SWITCHES, Condition, Kind, Output, Question, Requirement, ServiceDefinition
from tuntas.catalog.implying import Context, covers, is_certain, options_of, translate
from tuntas.catalog.outputs import OUTPUT_PREFIX, REFERENCE, list_before, sources_of
from tuntas.catalog.problems import Refuse, suggest, unknown

_APPLICANT = (
    "name",
    "nik",
    "kk",
    "phone",
    "email",
    "birth_place",
    "birth_date",
    "sex",
    "religion",
    "marital_status",
    "occupation",
    "education",
    "nationality",
    "address",
    "rt",
    "rw",
)
_IDENTITY = ("name", "nik", "sex", "birth_place", "birth_date")  # what every form and letter prints
# A name may stand where any words may; otherwise an answer fits a question of its own kind.
_WORDS = frozenset({Kind.TEXT, Kind.LONG, Kind.NAME, Kind.ADDRESS})


def check_output(
    path: str, output: Output, *, package: ServiceDefinition, service: ServiceDefinition, refuse: Refuse
) -> None:
    """Calls `refuse(key path, sentence)` for each thing that the case of this output would lack."""
    checking = _Checking(path, output, package, service, refuse)
    checking.fills()
    for question in service.questions:
        checking.question(question)
    for requirement in service.requirements:
        checking.requirement(requirement)
    checking.papers()
    checking.documents()


@dataclass(frozen=True)
class _Checking:
    path: str
    output: Output
    package: ServiceDefinition
    service: ServiceDefinition
    refuse: Refuse

    @property
    def asked(self) -> dict[str, Question]:
        return {question.code: question for question in self.package.questions}

    @property
    def filled(self) -> dict[str, object]:
        return {one.field: one.value for one in self.output.fill}

    @property
    def columns(self) -> dict[str, Question]:
        table = self.asked.get(self.output.each)
        return {column.code: column for column in table.columns} if table else {}

    def context(self, condition: Condition | None) -> Context | None:
        """What holds where a condition of the service does; None when it can never hold in this output."""
        when = translate(condition, output=self.output, questions=self.asked)
        context = Context(self.output.when)
        if isinstance(when, bool):
            return context if when else None
        possible = options_of(when.field, self.asked)
        if possible and when.values and not possible & set(when.values):
            return None  # the package offers no answer that would bring it about
        return context.and_(when)

    def fills(self) -> None:
        known = {question.code: question for question in self.service.questions}
        for field, value in self.filled.items():
            room, _dot, code = field.partition(".")
            where = f"{self.path}.fill.{field}"
            if room == "applicant" and code not in _APPLICANT:
                self._unknown(where, code, list(_APPLICANT))
            elif room == "applicant" and code in _IDENTITY and value == "":
                message = _('Orang ini belum punya "%(code)s". Tanyakan, atau tulis di fill.applicant.')
                self.refuse(f"{self.path}.fill.applicant", message % {"code": code})
            elif room == "answers" and code not in known:
                self._unknown(where, code, list(known))
            elif room == "answers":
                self._value(where, known[code], value)
            else:
                self._references(where, value)

    def _value(self, where: str, question: Question, value: object) -> None:
        if question.kind == Kind.TABLE and isinstance(value, list):
            columns = {column.code: column for column in question.columns}
            for row in value:
                self._row(where, columns, row)
            return
        for one in _constants(value):
            if not fits(question, one):
                message = _('Layanan %(code)s tidak menerima "%(value)s" untuk "%(question)s". %(hint)s')
                hint = suggest(str(one), [choice.value for choice in question.choices])
                said = {"code": self.service.code, "value": one, "question": question.code, "hint": hint}
                self.refuse(where, (message % said).strip())
        self._references(where, value, question=question)

    def _row(self, where: str, columns: Mapping[str, Question], row: object) -> None:
        if not isinstance(row, Mapping):
            self.refuse(where, _('Tulis daftar baris, contoh [{ name = "Ani" }].'))
            return
        for code, value in row.items():
            if code not in columns:
                self._unknown(where, str(code), list(columns))
            else:
                self._value(where, columns[code], value)
        for code, column in columns.items():
            if column.required and code not in row:
                self.refuse(where, _('Kolom wajib "%(code)s" belum diisi. Tambahkan.') % {"code": code})

    def _references(self, where: str, value: object, *, question: Question | None = None) -> None:
        """Each answer that is referred to must be there for certain, and fit."""
        for name in _names(value):
            source = self._source(where, name)
            if source is None:
                continue
            context = Context(self.output.when)
            needed = question is None or question.required
            if needed and not is_certain(source, context):
                message = _('Jawaban "%(name)s" mungkin tidak ada. Wajibkan pertanyaan itu, atau persempit when.')
                self.refuse(where, message % {"name": name})
            elif question and isinstance(value, str) and REFERENCE.fullmatch(value):
                self._fit(where, name, source, question)

    def _source(self, where: str, name: str) -> Question | None:
        room, _dot, code = name.partition(".")
        if room == "applicant":
            if code not in _APPLICANT:
                self._unknown(where, code, list(_APPLICANT))
            return None
        known = self.columns if room == "row" else self.asked if room == "answers" else {}
        if code not in known:
            self._unknown(where, name, [f"{room}.{one}" for one in known] or ["answers.<kode>", "applicant.<kolom>"])
            return None
        return known[code]

    def _fit(self, where: str, name: str, source: Question, target: Question) -> None:
        if not _may_stand(source, target):
            message = _('Jawaban "%(name)s" tidak cocok untuk "%(question)s" pada layanan %(code)s.')
            self.refuse(where, message % {"name": name, "question": target.code, "code": self.service.code})

    def question(self, question: Question) -> None:
        if f"answers.{question.code}" in self.filled:
            return
        asked = self.asked.get(question.code)
        if asked is not None and not _may_stand(asked, question):
            message = _(
                'Pertanyaan "%(question)s" di paket ini lain jenis atau pilihannya. Samakan, atau isi lewat fill.'
            )
            self.refuse(self.path, message % {"question": question.code})
            return
        context = self.context(question.when)
        if context is None or not question.required:
            return
        if asked is None:
            message = _('Layanan %(code)s perlu jawaban "%(question)s". Tanyakan di paket ini, atau tulis di fill.')
            self.refuse(f"{self.path}.fill", message % {"code": self.service.code, "question": question.code})
        elif not is_certain(asked, context):
            message = _('Layanan %(code)s perlu jawaban "%(question)s", tetapi di sini boleh tidak terjawab. Wajibkan.')
            self.refuse(f"{self.path}.fill", message % {"code": self.service.code, "question": question.code})

    def requirement(self, requirement: Requirement) -> None:
        context = self.context(requirement.when)
        if context is None or not (requirement.required or requirement.required_when):
            return
        if not requirement.required:
            when = translate(requirement.required_when, output=self.output, questions=self.asked)
            if when is False:
                return
            context = context if when is True or isinstance(when, bool) else context.and_(when)
        ways = list(self._ways(requirement.code))
        if not covers(context, ways, options=self._options()):
            message = _(
                'Layanan %(code)s perlu syarat "%(requirement)s", yang tidak selalu ada. Tambahkan [[requirements]], '
                "atau tulis di papers apa gantinya."
            )
            said = {"code": self.service.code, "requirement": requirement.code}
            self.refuse(f"{self.path}.papers.{requirement.code}", message % said)

    def _ways(self, code: str) -> Iterator[tuple[Condition, ...]]:
        """Under which conditions each thing that stands for a requirement is there."""
        known = {requirement.code: requirement for requirement in self.package.requirements}
        outputs = {output.key: output for output in self.package.outputs}
        for source in sources_of(self.output, code):
            key = source.removeprefix(OUTPUT_PREFIX)
            if source.startswith(OUTPUT_PREFIX) and key in outputs:
                yield outputs[key].when
            elif source in known:
                requirement = known[source]
                certain = requirement.when if requirement.required else requirement.required_when
                if requirement.required or requirement.required_when:
                    yield (certain,) if certain else ()

    def _options(self) -> dict[str, frozenset[str]]:
        options = {f"answers.{code}": options_of(f"answers.{code}", self.asked) for code in self.asked}
        folded = {field: frozenset(as_text(value) for value in values) for field, values in options.items() if values}
        return folded | {f"office.{switch}": frozenset({"true", "false"}) for switch in SWITCHES}

    def papers(self) -> None:
        """What stands for a requirement must exist; a document that is made here must be waited for."""
        known = {requirement.code for requirement in self.package.requirements}
        wanted = {requirement.code for requirement in self.service.requirements}
        before = list_before(self.output.key, self.package)
        for paper in self.output.papers:
            where = f"{self.path}.papers.{paper.requirement}"
            if paper.requirement not in wanted:
                self._unknown(where, paper.requirement, sorted(wanted))
            for source in paper.sources:
                key = source.removeprefix(OUTPUT_PREFIX)
                if source.startswith(OUTPUT_PREFIX) and key not in before:
                    message = _('Dokumen ini memakai "%(key)s", jadi harus menunggunya. Tambahkan ke waits_for.')
                    self.refuse(where, message % {"key": key})
                elif not source.startswith(OUTPUT_PREFIX) and source not in known:
                    self._unknown(where, source, sorted(known))

    def documents(self) -> None:
        codes = [document.code for document in self.service.documents]
        for code in self.output.documents:
            if code not in codes:
                self._unknown(f"{self.path}.documents", code, codes)
        outputs = {output.key: output for output in self.package.outputs}
        judged = [outputs[key].service for key in self.output.waits_for if key in outputs]
        if self.output.only_last and self.service.code not in judged:
            message = _("only_last hanya bila menunggu dokumen lain dari layanan yang sama.")
            self.refuse(f"{self.path}.only_last", message)

    def _unknown(self, where: str, word: str, options: list[str]) -> None:
        self.refuse(where, unknown(word, options))


def _may_stand(source: Question, target: Question) -> bool:
    """Whether every answer to one question would do for the other."""
    if target.kind == Kind.CHOICE:
        offered = {choice.value for choice in target.choices}
        return source.kind == Kind.CHOICE and {choice.value for choice in source.choices} <= offered
    if target.kind == Kind.TABLE:
        columns = {column.code: column for column in source.columns}
        return source.kind == Kind.TABLE and all(
            not column.required or (column.code in columns and columns[column.code].required)
            for column in target.columns
        )
    if target.kind in _WORDS:
        return source.kind in _WORDS or source.kind == Kind.CHOICE
    return source.kind == target.kind


def _names(value: object) -> Iterator[str]:
    """Every reference inside a fill's value."""
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
    elif isinstance(value, Mapping):
        for cell in value.values():
            yield from _names(cell)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


def _constants(value: object) -> Iterator[object]:
    """The constants that a value may come to."""
    if isinstance(value, Mapping):
        words = value.get("words", {})
        yield from words.values() if isinstance(words, Mapping) else ()
    elif not (isinstance(value, str) and (REFERENCE.search(value) or not value)):
        yield value
