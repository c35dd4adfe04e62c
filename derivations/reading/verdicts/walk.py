"""A verdict for every relation sign of a note.

The note is walked in reading order: prose is heard, each chain's steps are elaborated and judged against the
expression just before them. No reasons are given, so they are those of the trace that is found; what is not proved
goes to the exact worlds; what no world separates is `consistent`; what cannot be read is `unread`, with its place.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr

from derivations.judging.step import CONSISTENT, PROVED
from derivations.kernel.theorem import VALUE
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.beside_lines import hear_shapes
from derivations.reading.hearing.defining import names_place
from derivations.reading.hearing.defining_densities import defines_up_to_scale
from derivations.reading.hearing.displayed import suppose_displayed
from derivations.reading.hearing.focus import hear_qualifiers, held_by, varied_by
from derivations.reading.hearing.foreseeing import foresee
from derivations.reading.hearing.freshness import fresh
from derivations.reading.hearing.knowledge import Knowledge
from derivations.reading.hearing.noting import hear_statement
from derivations.reading.hearing.prose import hear, hear_explanation
from derivations.reading.hearing.sizes import sizes_in
from derivations.reading.meaning.densities import bare_density
from derivations.reading.meaning.in_one_spelling import in_one_spelling
from derivations.reading.meaning.size import check_size
from derivations.reading.meaning.substitution import head_of, is_name, tag_text
from derivations.reading.meaning.survey import Survey
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.told_members import with_members_behind
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.note import Note
from derivations.reading.verdicts import claims
from derivations.reading.verdicts.deciding import decide_step
from derivations.reading.verdicts.displayed_ranges import foresee_ranges, range_given
from derivations.reading.verdicts.doubting import doubt_hidden
from derivations.reading.verdicts.draws import expect_draws, single_draws
from derivations.reading.verdicts.given_again import doubt_given_again
from derivations.reading.verdicts.gradients import judge_gradients
from derivations.reading.verdicts.implications import hear_implication
from derivations.reading.verdicts.judgement import BEYOND, FAULT, SIGNS, TIME_LIMIT, Judgement, Meaning
from derivations.reading.verdicts.limits import BEYOND_LIMITS, Allowance
from derivations.reading.verdicts.listening import give_up, judge_chain, listen
from derivations.reading.verdicts.on_a_part import defines_here
from derivations.reading.verdicts.optima import optimum_read
from derivations.reading.verdicts.other_choices import other_choices
from derivations.reading.verdicts.own_words import mark_what_becomes_of_slips, put_in_own_words
from derivations.reading.verdicts.premises import as_told, close_display
from derivations.reading.verdicts.prose import Prose
from derivations.reading.verdicts.reach_of_logarithms import doubt_reach, one_reach, open_reaches
from derivations.reading.verdicts.redefining import redefine, update
from derivations.reading.verdicts.rounding import judge_rounded
from derivations.reading.verdicts.standing import let_stand
from derivations.reading.verdicts.told_supports import support_assumed
from derivations.reading.verdicts.unrolling import put_into_itself
from derivations.reading.verdicts.unsupported import doubt_unsupported, most_is_unread


class Judge:
    """Judges one note; or of it the chain with the step at one place (line, column), where no other is asked for. With
    `mend` false, or one chain alone, it looks for no repair."""

    def __init__(
        self, note: Note, seed: int = 0, time_limit: float = TIME_LIMIT, only: tuple[int, int] | None = None,
        mend: bool = True,
    ):  # fmt: skip
        note = in_one_spelling(note)
        self.note, self.seed, self.time_limit, self.only = note, seed, time_limit, only
        self.mends = mend and only is None
        self.allowance = Allowance(sum(len(chain.relations) for chain in note.chains), time_limit)
        with self.allowance.charged():
            self.survey = Survey(note, sizes_in(note))
        self.known = Knowledge(self.survey, lambda node: note.position(node.span[0])[0] if node.span != (0, 0) else 0)
        self.results: list[Judgement] = []
        self.faults = list[tuple[int, str, str]]()  # of the program: the line, what is told of it, what it was
        self.meanings: dict[tuple[int, int], Meaning | Unreadable] = {}
        self.subject, self.forms = None, list[Expr]()
        self.optimum_of_chain: dict[int, Meaning] = {}
        self.held: tuple[set[str], list[S.Density]] = (set(), [])
        self.varied: tuple[str, ...] = ()
        self.derived: tuple[S.Node, S.Node] | None = None  # a Gaussian claimed of a density that is determined already
        self.told_kind, self.readings = "", tuple[str, ...]()  # what the display under way is told as, how it was read
        self.prose = Prose(note)
        self.foreseen: list = []  # ranges of the display under way, as displayed_ranges.py keeps them
        self.bare_readings: dict[tuple, tuple[Expr, int]] = {}  # as one_reading keeps them
        self.reaches: dict[str, tuple[str, int]] = {}  # as one_reach keeps them
        self.base_read: tuple[str, int] | None = None
        self.caveats: list | None = None  # as verdicts/caveats.py keeps them
        self.first_places, self.tags_at = dict[str, int](), dict[int, dict[str, set[str]]]()
        self.known_before: dict[int, tuple] = {}  # definitions and facts before a chain, for the arrow behind it

    def run(self) -> list[Judgement]:
        foresee(self.known, self.note)
        last = max((k for k, block in enumerate(self.note.blocks) if block.chains), default=-1)  # to be judged
        for place, block in enumerate(self.note.blocks[: last + 1]):
            stated, following = list(self.known.stated), self.note.blocks[place + 1 : place + 2]
            if block.kind == "prose":
                listen(self, block, hear, self.known, block, before_display=any(b.chains for b in following))
            elif block.chains:
                listen(self, block, hear_explanation, self.known, following)
                hear_shapes(self.known, (self.note.chains[index] for index in block.chains))
                foresee_ranges(self, block)
                self.readings = claims.read_normals(self, place, block)
            for index in block.chains:
                judge_chain(self, index)
            suppose_displayed(self.known, stated, self.note.blocks[place - 1] if place else None)
            close_display(self, place, block)
        if self.mends and not most_is_unread(self.results):
            put_in_own_words(self)
        if self.only is None:
            doubt_unsupported(self.results, self.mends)
        return self.results

    # -- chains ----------------------------------------------------------------------------------------------------

    def chain(self, index: int) -> None:
        chain = self.note.chains[index]
        if chain.continues is None:
            self.forms = []
        self.survey.look_at(with_members_behind(self.known, chain.trees))
        prose = self.note.prose_before(chain)
        spoken = [c for f in (prose.formulas if prose else ()) for c in f.chains]
        self.known.read.look_around(tree for c in (chain, *spoken) for tree in c.trees)
        before = dict(self.known.ranges.values), list(self.known.assumed)
        hear_qualifiers(self, chain)
        self.held = held_by(self, prose)
        if chain.continues is None:
            self.varied = varied_by(self, chain)
        if chain.implication is not None:
            hear_implication(self, index)
        self.known_before = {index: (dict(self.known.definitions), self.known.facts)}
        update(self.known, chain)
        if not chain.relations:
            hear_statement(self.known, chain, next(iter(self.note.chains[index + 1 : index + 2]), None))
            self.known.ranges.values, self.known.assumed = before
            return
        asked = self.only is None or self.only in [(r.line, r.column) for r in chain.relations]
        told = claims.told_as(self, chain)
        self.told_kind = told.kind if told else ""
        for place, relation in enumerate(chain.relations):
            judgement = Judgement(relation.line, relation.column, relation.sign)
            judgement.left, judgement.right = chain.sides[place].latex, chain.sides[place + 1].latex
            if claims.no_claim(told, chain, place, judgement):
                self.results.append(judgement)
                self.forms = []
                continue
            try:
                with self.allowance.step():
                    self.step(index, place, judgement, asked)
                    let_stand(self, judgement)
                    redefine(self, index, place, judgement)
            except BEYOND_LIMITS as limit:
                give_up(judgement, limit)
            except Unreadable as error:
                judgement.verdict = "unread"
                self.remember_unread(chain, place)
                judgement.message = str(error)
                judgement.place = self.note.position(error.node.span[0]) if error.node.span != (0, 0) else None
            except BEYOND as error:
                judgement.verdict = "unread"
                judgement.message, judgement.fault = FAULT, repr(error)
            claims.made_in_distribution(self, index, place, judgement)
            as_told(self, told, chain, place, judgement)
            claims.implied(self, index, judgement)
            judgement.reading += self.readings
            self.results.append(judgement)
            self.follow(index, place, judgement)
        if self.mends:
            mark_what_becomes_of_slips(self, index)
        self.known.step_draws.clear()
        self.known.ranges.values, self.known.assumed = before

    def follow(self, index: int, place: int, done: Judgement) -> None:
        """Which earlier sides of the chain are proved equal to the side the next step starts from."""
        derived, self.derived = self.derived, None
        if derived is not None and done.verdict in (PROVED, CONSISTENT):
            self.known.state_trees(*derived)
        known = self.meanings.get((index, place))
        if done.verdict == PROVED and done.kind == VALUE and isinstance(known, Meaning) and not known.optimum:
            self.forms.append(known.expression)
        elif done.verdict != "definition":
            self.forms = []

    def remember_unread(self, chain, place: int) -> None:
        """A density or name whose own definition could not be read must not be refuted about later."""
        side = chain.sides[place]
        if place or not side.read:
            return
        tree = side.tree.arguments[0] if isinstance(side.tree, S.Apply) and side.tree.function == "log" else side.tree
        letters = {self.survey.joint_name(tree)} if isinstance(tree, S.Density) else set()
        if not letters and is_name(tree) and head_of(tree)[0]:
            letters = {squeezed(tag_text(tree)), head_of(tree)[0]}
        if tree is side.tree or not letters <= {"p", "q"}:  # of log p(x) a note has other lines
            self.known.opaque |= letters

    def meaning(self, index: int, place: int) -> Meaning:
        """The elaborated side, kept; raises Unreadable if it could not be read or means nothing here."""
        chain = self.note.chains[index]
        if place == 0 and chain.continues is not None:
            before = self.note.chains[chain.continues]
            return self.meaning(chain.continues, len(before.sides) - 1)
        key = (index, place)
        if key not in self.meanings:
            side = chain.sides[place]
            if not side.read:
                self.meanings[key] = Unreadable(side.tree.message, S.Number("0", span=side.tree.span))
            else:
                try:
                    self.meanings[key] = self.elaborate(index, side.tree)
                except Unreadable as error:
                    self.meanings[key] = error
        value = self.meanings[key]
        if isinstance(value, Unreadable):
            raise value
        return value

    def elaborate(self, index: int, tree: S.Node) -> Meaning:
        check_size(tree)
        self.known.read.remarks.clear()
        self.known.bare_names.begin()
        meaning = self.understood(index, tree)
        bare, remark = self.known.bare_names, "; ".join(self.known.read.remarks.values())
        return replace(meaning, bare=tuple(bare.read), assumes=tuple(bare.assumed), remark=remark)

    def understood(self, index: int, tree: S.Node) -> Meaning:
        if isinstance(tree, S.Optimum):
            return optimum_read(self, index, tree)
        if isinstance(tree, S.Density) and tree.bare:
            return Meaning(bare_density(self.known.read, tree, None, None))
        return Meaning.of(self.known.read, tree)

    # -- steps -----------------------------------------------------------------------------------------------------

    def step(self, index: int, place: int, out: Judgement, asked: bool = True) -> None:
        chain = self.note.chains[index]
        relation, left, right = chain.relations[place], chain.sides[place], chain.sides[place + 1]
        sign = SIGNS.get(relation.name)
        out.at = index, place
        if sign is None:
            raise Unreadable(f"the relation {relation.sign} is not judged", S.Number("0", span=relation.span))
        if sign == "=" and defines_here(self, index, place, relation, left, right, out):
            return
        heads = place == 0 and chain.continues is None and left.read and right.read
        if sign == "∝" and heads and defines_up_to_scale(self, left.tree, right.tree, out):
            return
        if sign == "=" and left.read and right.read and names_place(self, right.tree, left.tree, out):
            return
        if sign == "=" and right.read and fresh(self, right.tree, relation):
            self.meaning(index, place)
            negative = isinstance(right.tree, S.Neg)
            self.known.define(
                right.tree.operand if negative else right.tree, S.Neg(left.tree) if negative else left.tree
            )
            self.meanings.pop((index, place + 1), None)
            out.define("a fresh name for the expression on the left")
            return
        if left.read and right.read and claims.part_of_one(self, left.tree, sign, right.tree, out):
            return
        if left.read and right.read and judge_gradients(self, left.tree, sign, right.tree, out):
            return
        a = put_into_itself(self, index, place, sign, out) or self.meaning(index, place)
        self.subject = a.expression if place == 0 else self.subject
        if sign == "~":
            expect_draws(self, a.expression)
        b = self.meaning(index, place + 1)
        if sign == "~":
            b = single_draws(self, a, b)
        if not asked:
            out.leave("not asked for")
            return
        out.bare = (*a.bare, *b.bare)
        decide_step(self, a, sign, b, out, repair=self.mends)
        if out.verdict == PROVED:
            divided = support_assumed(a.expression, b.expression)
            out.assumes = tuple(dict.fromkeys((*out.assumes, *divided, *a.assumes, *b.assumes)))
        range_given(self, left, sign, right, out)
        if left.read and right.read:
            claims.weights_given(self, left.tree, sign, right.tree, out)
            claims.told_before(self, left.tree, sign, right.tree, out)
            judge_rounded(a.expression, sign, right.tree, b.expression, out)
            doubt_hidden(self.known, (left.tree, right.tree), (a.expression, b.expression), out)
            doubt_reach(left.tree, right.tree, out)
            doubt_given_again(self, left.tree, right.tree, (a.expression, b.expression), out)
        if claims.puts_in_a_normal(self, index, place, out):
            return
        claims.remarked("; ".join(dict.fromkeys(r for r in (a.remark, b.remark) if r)), sign, out)
        open_reach = open_reaches(left, right)
        undecided = out.verdict == "refuted" or (open_reach and out.verdict == CONSISTENT)
        if undecided and left.read and not (a.optimum or b.optimum):
            other_choices(self, left, sign, right, out)
        elif open_reach and out.verdict == PROVED:
            out.reading += open_reach
        one_reach(self, (left, right), out)
