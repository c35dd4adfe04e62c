"""The notation table: every spelling the reader knows, as data.

`COMMANDS` (what stands after a backslash), `WORDS` (letters without one) and `CHARACTERS` map a spelling to a
(kind, value) pair; `ROLES` says which names are heads with a meaning of their own (KL, H, E, ...).  A `Notation` is
those tables plus what one note tells about its letters: which are densities, functions, indices, random variables.
It learns them from the note's formulas (`observe` in `habits`) and from its declaration block (`declare`).
The parser asks the table; it never asks who wrote the note.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Row = tuple[str, str]


def _rows(kind: str, spellings: str) -> dict[str, Row]:
    """`a=x b` -> {'a': (kind, 'x'), 'b': (kind, 'b')}."""
    table = {}
    for item in spellings.split():
        spelling, _, value = item.partition("=>")
        table[spelling] = (kind, value or spelling)
    return table


GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "ell hbar imath jmath aleph Re Im"
)
FONTS = "mathcal mathbb mathbf mathfrak mathscr boldsymbol bm mathsf mathtt pmb bold symbf mathbfit bbm mathbbm"
UPRIGHT = "mathrm text textrm operatorname operatorname* mathit textit textbf textsf mbox hbox mathop mathnormal rm"
ACCENTS = "tilde widetilde hat widehat bar overline vec dot ddot check breve underline"

RELATIONS = {
    "=": "equal", ":=": "define", "=:": "define_right", r"\coloneqq": "define", r"\coloneq": "define",
    r"\triangleq": "define", r"\equiv": "equal", r"\doteq": "define", r"\eqqcolon": "define_right",
    r"\leq": "less_equal", r"\le": "less_equal", r"\leqslant": "less_equal", r"\leqq": "less_equal", "<=": "less_equal",
    r"\geq": "greater_equal", r"\ge": "greater_equal", r"\geqslant": "greater_equal", r"\geqq": "greater_equal",
    ">=": "greater_equal", "<": "less", ">": "greater", r"\lt": "less", r"\gt": "greater", r"\neq": "not_equal",
    r"\ne": "not_equal", r"\approx": "approx", r"\simeq": "approx", r"\approxeq": "approx", r"\cong": "approx",
    r"\propto": "proportional", r"\thickapprox": "approx",
    r"\Rightarrow": "implies", r"\implies": "implies", r"\Longrightarrow": "implies", r"\iff": "iff",
    r"\Leftrightarrow": "iff", r"\Longleftrightarrow": "iff", r"\Leftarrow": "implied_by", r"\impliedby": "implied_by",
    "≤": "less_equal", "≥": "greater_equal", "≈": "approx", "∝": "proportional", "≡": "equal", "≠": "not_equal",
    "=>": "implies", "⇒": "implies", "⇔": "iff", "＝": "equal", "≜": "define", "≔": "define",
}  # fmt: skip
IMPLICATIONS = frozenset({"implies", "iff", "implied_by"})
# Signs that state something about letters; they join no two values, so they make no step.
STATEMENTS = {
    r"\sim": "sim", r"\in": "in", r"\ni": "statement", r"\to": "statement", r"\rightarrow": "statement",
    r"\mapsto": "statement", r"\xrightarrow": "arrow", r"\longrightarrow": "statement", r"\notin": "statement",
    r"\subset": "statement", r"\subseteq": "statement", r"\forall": "forall", r"\exists": "statement",
    r"\ll": "statement", r"\gg": "statement", r"\perp": "perp", "⊥": "perp", r"\leftarrow": "statement",
    r"\gets": "statement", r"\thicksim": "sim", **dict.fromkeys((r"\succ", r"\prec", r"\succeq", r"\preceq"), "order"),
    "∼": "sim", "∈": "in", "→": "statement", "∀": "forall", r"\stackrel": "stack", r"\overset": "stack",
    r"\underset": "understack", r"\xlongequal": "arrow_equal", r"\xrightleftharpoons": "statement",
}  # fmt: skip

COMMANDS: dict[str, Row] = {
    **{"\\" + name: ("letter", "\\" + name) for name in GREEK.split()},
    **{"\\" + name: ("font", name) for name in FONTS.split()},
    **{"\\" + name: ("upright", name) for name in UPRIGHT.split()},
    **{"\\" + name: ("accent", name) for name in ACCENTS.split()},
    **{sign: ("relation", value) for sign, value in RELATIONS.items() if sign[0] == "\\"},
    **{sign: (value if "stack" in value or "arrow" in value else "statement", value)
       for sign, value in STATEMENTS.items() if sign[0] == "\\"},
    r"\Bbb": ("font", "mathbb"),
    # spacing and decoration: dropped, with the argument where there is one
    **_rows("drop", r"\, \; \: \! \> \displaystyle \textstyle \scriptstyle \limits \nolimits \notag \nonumber "
            r"\therefore \because "
            r"\mathstrut \strut \null \thinspace \medspace \thickspace \negthinspace \big \Big \bigg \Bigg \bigl "
            r"\Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm \allowbreak \nobreak \relax \centering "
            r"\space \normalsize \small \tiny \scriptsize \footnotesize \large \Large \hline \protect "
            r"\square \Box \blacksquare \qed \unboldmath \boldmath \noindent \xspace"),
    **_rows("odot", r"\odot \circ"), r"\colon": ("colon", ":"),
    r"\ ": ("drop", " "), "~": ("drop", " "),
    **_rows("drop_argument", r"\hspace \hspace* \vspace \vspace* \phantom \hphantom \vphantom \label \tag \tag* \color "
            r"\textcolor \mspace \mkern \kern \require"),
    **_rows("side", r"\left \right \middle"),
    **_rows("gap", r"\quad \qquad \enspace \enskip \hfill \hfil \eqno \leqno"),
    # brackets and bars
    **_rows("open", r"\{=>{ \lbrace=>{ \lbrack=>[ \lparen=>( \langle=>< \lfloor=>floor \lceil=>ceil"),
    **_rows("close", r"\}=>{ \rbrace=>{ \rbrack=>[ \rparen=>( \rangle=>< \rfloor=>floor \rceil=>ceil"),
    r"\mid": ("bar", "|"), r"\vert": ("bar", "|"), r"\given": ("bar", "|"), r"\lvert": ("baropen", "|"),
    r"\rvert": ("barclose", "|"), r"\|": ("dbar", "||"), r"\Vert": ("dbar", "||"), r"\parallel": ("dbar", "||"),
    r"\lVert": ("dbaropen", "||"), r"\rVert": ("dbarclose", "||"), r"\Vertl": ("dbaropen", "||"),
    r"\Arrowvert": ("dbar", "||"), r"\arrowvert": ("bar", "|"), r"\divides": ("bar", "|"),
    r"\wedge": ("comma", ","), r"\land": ("comma", ","),  # of events: P(X = x \wedge Y = y)
    # operators
    r"\cdot": ("times", "*"), r"\times": ("times", "*"), r"\ast": ("times", "*"), r"\cdotp": ("times", "*"),
    r"\cancelto": ("cancelto", ""), r"\div": ("slash", "/"), r"\pm": ("unreadable", r"\pm"), r"\over": ("over", "/"),
    r"\_": ("sub", "_"), r"\prime": ("prime", "'"), r"\&": ("unreadable", r"\&"),
    # operands
    **_rows("fraction", r"\frac \tfrac \dfrac \cfrac"), r"\sqrt": ("root", "sqrt"), r"\binom": ("binom", "binom"),
    **_rows("decorated", r"\underbrace \overbrace \boxed \fbox \mathord \mathbin \mathrel \mathinner \ensuremath "
            r"\mathclose \mathopen \mathpunct \cancel \bcancel \xcancel"),
    **_rows("dots", r"\cdots \ldots \dots \dotsc \dotsb \dotsm \vdots"),
    r"\infty": ("constant", "infinity"), r"\partial": ("partial", r"\partial"), r"\nabla": ("gradient", r"\nabla"),
    r"\int": ("integral", "1"), r"\iint": ("integral", "2"), r"\iiint": ("integral", "3"),
    r"\smallint": ("integral", "1"),
    r"\sum": ("sum", "sum"), r"\prod": ("sum", "product"), r"\star": ("star", "*"), r"\dagger": ("star", r"\dagger"),
    r"\top": ("transpose", "T"), r"\intercal": ("transpose", "T"), r"\emptyset": ("letter", r"\emptyset"),
    r"\R": ("letter", r"\mathbb{R}"),
    **_rows("name", r"\log=>log \ln=>ln \lg=>lg \exp=>exp \min=>min \max=>max \arg=>arg \argmin=>argmin "
            r"\argmax=>argmax \inf=>inf \sup=>sup \det=>det \tr=>tr \Tr=>tr \trace=>tr \KL=>KL \kl=>KL "
            r"\E=>\mathbb{E} \Var=>Var \Cov=>Cov \diag=>diag \sin=>sin \cos=>cos \tan=>tan \tanh=>tanh \cosh=>cosh "
            r"\sinh=>sinh \dim=>dim \const=>const \Pr=>P "
            r"\H=>H \DKL=>KL \N=>\mathcal{N} \ELBO=>ELBO \sgn=>sgn \d=>d \dd=>d \diff=>d"),
}  # fmt: skip

CHARACTERS: dict[str, Row] = {
    **{sign: ("relation", value) for sign, value in RELATIONS.items() if sign[0] != "\\"},
    **{sign: ("statement", value) for sign, value in STATEMENTS.items() if sign[0] != "\\"},
    "(": ("open", "("), ")": ("close", "("), "[": ("open", "["), "]": ("close", "["), "（": ("open", "("),
    "）": ("close", "("), "{": ("group", "{"), "}": ("endgroup", "{"), "⟨": ("open", "<"), "⟩": ("close", "<"),
    "|": ("bar", "|"), "∣": ("bar", "|"), "｜": ("bar", "|"), "||": ("dbar", "||"), "‖": ("dbar", "||"),
    "∥": ("dbar", "||"), "/": ("slash", "/"), "÷": ("slash", "/"), "//": ("dslash", "//"), "+": ("plus", "+"),
    "-": ("minus", "-"), "−": ("minus", "-"), "–": ("minus", "-"), "＋": ("plus", "+"), "－": ("minus", "-"),
    "*": ("times", "*"), "·": ("times", "*"), "×": ("times", "*"), "⋅": ("times", "*"), "∗": ("times", "*"),
    "^": ("super", "^"), "_": ("sub", "_"), "'": ("prime", "'"), "′": ("prime", "'"), "’": ("prime", "'"),
    "&": ("amp", "&"), ",": ("comma", ","), "，": ("comma", ","), ";": ("semicolon", ";"), "；": ("semicolon", ";"),
    ".": ("stop", "."), "。": ("stop", "."), "、": ("comma", ","), ":": ("colon", ":"), "：": ("colon", ":"),
    "!": ("factorial", "!"), "..": ("dots", ".."), "...": ("dots", "..."), "…": ("dots", "..."), "⋯": ("dots", "..."),
    "~": ("drop", " "), "∫": ("integral", "1"), "∬": ("integral", "2"), "∑": ("sum", "sum"), "∏": ("sum", "product"),
    "∞": ("constant", "infinity"), "∂": ("partial", r"\partial"), "∇": ("gradient", r"\nabla"), "√": ("root", "sqrt"),
    "±": ("unreadable", "±"), "?": ("stop", "?"), "？": ("stop", "?"),
    **dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϕϵ", (("letter", "\\" + name) for name in (
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi "
        "chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega phi epsilon").split()), strict=True)),
}  # fmt: skip

# Letters without a backslash (or set upright) that are one name; any other run is letters side by side.
WORDS = dict.fromkeys(
    "log Log ln Ln lg exp min max argmin argmax arg inf sup det tr trace diag sqrt KL ELBO Var Cov MSE NLL CE DKL MI "
    "IG const constant tanh softmax softplus relu ReLU sigmoid sgn sign vec rank sin cos dim VLB LB VFE BCE JS JSD "
    "Loss loss Cost cost nll mse KLD Rec rec Reg reg Obj obj gap Gap err Err Rate Dist".split()
)
ALIASES = {"trace": "tr", "Tr": "tr", "ln": "log", "Log": "log", "Ln": "log", "constant": "const", "const.": "const",
           "常数": "const", "Const": "const",
           "arg min": "argmin", "arg max": "argmax", "D_KL": "KL", "kl": "KL",
           "常量": "const",
           "var": "Var", "cov": "Cov", "minimize": "min",
           "Pr": "P", "maximize": "max", "minimise": "min", "maximise": "max"}  # fmt: skip

# Heads with a meaning of their own.  `functions` take one operand without brackets.
ROLES: dict[str, str] = {
    **dict.fromkeys(["log"], "log"),
    **dict.fromkeys(
        "exp det tr diag sin cos tan tanh cosh sinh softmax softplus relu ReLU sigmoid sgn sign vec rank dim "
        "sqrt lg".split(),
        "function",
    ),
    **dict.fromkeys("min max argmin argmax inf sup arg".split(), "optimum"),
    **dict.fromkeys(["KL", r"\mathbb{KL}", r"\mathcal{KL}", "DKL", r"\mathbf{KL}", r"\mathsf{KL}"], "kl"),
    **dict.fromkeys(["H", "h", r"\mathbb{H}", r"\mathcal{H}", r"\mathbf{H}"], "entropy"),
    **dict.fromkeys(["CE"], "cross_entropy"),
    **dict.fromkeys(["I", "MI", r"\mathbb{I}", r"\mathcal{I}"], "information"),
    **dict.fromkeys(["E", r"\mathbb{E}", r"\mathbf{E}", r"\mathcal{E}", r"\mathsf{E}"], "expectation"),
    **dict.fromkeys(["Var", r"\mathbb{V}", "V"], "variance"),
    **dict.fromkeys(["Cov"], "covariance"),
    **dict.fromkeys(["N", r"\mathcal{N}", r"\mathscr{N}", "Normal"], "gaussian"),
    "const": "constant",
}
# Functions that are the same everywhere: no note defines them, and no world gives them other values.
KNOWN_FUNCTIONS = frozenset(
    "log exp sqrt det tr diag abs odot factorial binom floor ceil inner min max sin cos tan tanh cosh sinh lg sgn sign "
    r"vec rank dim erf \mathrm{erf} \Gamma Gam Corr Cov Var".split()
)
# Heads recognised together with their subscript: D_{KL}.
BOLD_D = frozenset({r"\mathbf{D}", r"\boldsymbol{D}"})
SUBSCRIPTED_ROLES = BOLD_D | {"D", r"\mathbb{D}", r"\mathcal{D}", "d", r"\mathrm{D}", r"\mathsf{D}"}
# Heads that mean KL only if their argument holds a double bar: D(p || q).
DOUBLE_BAR_ROLES = BOLD_D | {"D", r"\mathbb{D}", r"\mathcal{D}", "KLD"}

TRANSPARENT_ENVIRONMENTS = frozenset(
    "align align* aligned split gather gather* gathered equation equation* eqnarray eqnarray* multline multline* "
    "alignat alignat* alignedat flalign flalign* displaymath math dmath dmath* array subequations".split()
)
CASES = frozenset({"cases", "dcases", "rcases"})
MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "vmatrix", "smallmatrix"})

# Text between formulas: connectives join two statements, conditions say when the statement before holds.
CONDITION_WORDS = (
    "if when whenever for given assuming provided as with under unless where s.t. subject "
    "若 当 如果 对 对于 任意 在 假设 已知 令 其中"
).split()
# Words after which the rest of a row restricts the formula before, and words after which it gives a reason.
WHERE_WORDS = ("where", "with", "s.t.", "subject", "其中", "满足")
REASON_WORDS = ("since", "because", "as", "using", "by", "due", "因为", "由于", "根据", "利用")
PROSE_WORDS = frozenset(
    "and or where with so since because then thus hence therefore let the is are of by we that this which for if when "
    "from using have has given to in on as be not at under over it its all any each iff st otherwise else".split()
)
JOINING = PROSE_WORDS - {"it", "at", "st", "is"} | {"if", "assuming", "whenever", "unless", "provided"}
"""Words that join formulas even where they are set upright as names are: `\\mathrm{and}`, `{\\rm for\\ all}`."""

FAMILIES = frozenset(
    "Bernoulli Bern Ber Categorical Cat Multinomial Mult Poisson Pois Poi Beta Dirichlet Dir Laplace Uniform Unif "
    "Exponential StudentT Geometric Binomial Bin Wishart InverseGamma InvGamma Cauchy Logistic Gumbel".split()
)
"""The names of families of distributions."""


@dataclass
class Notation:
    """The tables plus what one note says of its own letters."""

    densities: set[str] = field(default_factory=lambda: {"p", "q"})
    functions: set[str] = field(default_factory=lambda: set(FAMILIES))
    indices: set[str] = field(default_factory=lambda: set("ijkl") | {"n", "t"})
    variables: set[str] = field(default_factory=set)
    bound_indices: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    bounds: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    drawn_below: set[str] = field(default_factory=set)  # what sums of this note have behind a \\sim below them
    bars_condition: bool = False
    entropy_h: bool = False  # small h is an entropy of variables in this note
    roles: dict[str, str] = field(default_factory=lambda: dict(ROLES))

    DECLARABLE = ("density", "function", "index", "variable", "kl", "entropy", "expectation", "information", "gaussian",
                  "variance", "log", "symbol")  # fmt: skip

    def is_head(self, name: str) -> bool:
        """Whether a name is a head with a meaning of its own (log, E, KL, min, ...) rather than a symbol or density."""
        role = self.roles.get(name)
        return role not in (None, "constant", "gaussian") and (len(name) > 1 or role == "expectation")

    def declare(self, key: str, names: list[str]) -> bool:
        """A line `key: name, name` of the note's declaration block; False if the key says nothing about spelling."""
        sets = {
            "density": self.densities,
            "function": self.functions,
            "index": self.indices,
            "variable": self.variables,
        }
        if key in sets:
            for name in names:
                self.roles.pop(name, None)
                sets[key].add(name)
        elif key == "symbol":
            for name in names:
                self.roles.pop(name, None)
                for known in sets.values():
                    known.discard(name)
        elif key in self.DECLARABLE:
            self.roles.update(dict.fromkeys(names, key))
        else:
            return False
        return True
