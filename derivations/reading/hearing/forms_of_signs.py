"""The forms in which a sentence declares where a number lies, and the words by which it declares nothing: tables for
signs_in_words.py. A form begins and ends where a clause does, and names nothing but the letters it declares."""

from __future__ import annotations

import re

from derivations.reading.hearing.sentences import MARK

NUMBERS = {"zero": "0", "one": "1", "零": "0", "一": "1"}
_N = r"(-?\d+(?:\.\d+)?|zero|one|零|一)"
SIGNS = (  # what is said, and the relations of a lower bound, the letter, and an upper bound
    (r"strictly positive|positive|natural|正|自然", (("0", "less"), None)),
    (r"non-?\s?negative|非负", (("0", "less_equal"), None)),
    (r"strictly negative|negative|负", (None, ("0", "less"))),
    (r"non-?\s?positive|非正", (None, ("0", "less_equal"))),
)
ORDERS = (
    (rf"(?:greater|larger|bigger|more) than {_N}|above {_N}|大于 ?{_N}|高于 ?{_N}", (("n", "less"), None)),
    (rf"at least {_N}|不小于 ?{_N}|不低于 ?{_N}|至少为 ?{_N}", (("n", "less_equal"), None)),
    (rf"(?:less|smaller) than {_N}|below {_N}|小于 ?{_N}|低于 ?{_N}", (None, ("n", "less"))),
    (rf"at most {_N}|不大于 ?{_N}|不超过 ?{_N}|至多为 ?{_N}", (None, ("n", "less_equal"))),
    (rf"strictly between {_N} and {_N}|严格介于 ?{_N} ?[和与到] ?{_N} ?之间", (("n", "less"), ("m", "less"))),
    (rf"between {_N} and {_N}|介?[于在] ?{_N} ?[和与到] ?{_N} ?之间", (("n", "less_equal"), ("m", "less_equal"))),
)
_NOUN = (
    r"(?:numbers?|constants?|scalars?|parameters?|integers?|reals?|quantit(?:y|ies)|weights?|coefficients?|scales?|"
    r"variances?|deviations?|temperatures?|rates?|precisions?|factors?|widths?|levels?|sizes?|multipliers?|"
    r"functions?|random variables?|variables?)"
)
_KIND = (
    r"(?:(?:real|real-valued|finite|fixed|given|known|small|large|some|certain|scalar|constant|integer|noise|step|"
    r"learning|standard|regularisation|regularization|strictly|arbitrary|any) )"
)
_WORDS = (
    r"(?:(?!(?:of|or|to|and|in|on|by|than|as|not|half|part|multiple)\b|(?:semi-?)?definite)[a-z-]+ ){0,2}"  # trade-off
)
_ARTICLE = r"(?:(?:an?|the|our|any|every|each|all|some|two|both) )?"
_NAMES = rf"(?P<names>{MARK}(?:(?:\s*[,、]\s*(?:and\s+)?|\s+and\s+|\s*[和与及]\s*){MARK})*)"
_NOW = (
    r"(?:now|here|first|instead|also|further|moreover|next|throughout|again|"
    r"in this (?:note|paper|work|text)|as usual|then(?= (?:let|suppose|assume)))"
)
_OPEN = (
    rf"(?:{_NOW},? )*(?P<open>(?:we |let us )?(?:{_NOW} )?"
    rf"(?:let|suppose|assume|take|fix|consider|require|know|recall|given|since|because|as|where|with|for|if|when|"
    rf"whenever|in which|and|here)?)(?: {_NOW})?(?: that)?\s*"
)
_WORD_SIGN = "(?P<sign>" + "|".join(pattern for pattern, _ in SIGNS) + ")"
_WORD_ORDER = "(?P<order>" + "|".join(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _ in ORDERS) + ")"
_START, _END = (
    r"(?:^|(?<=[,;:，；：。])|(?<=\band)|(?<=[并且而]))\s*",
    r"\s*(?=$|[.;:，；：。(（]|,(?! (?:non-?)?(?:negative|zero))|and(?! (?:non-?)?negative)\b|so\b|then\b|"
    r"throughout\b|everywhere\b|in what follows\b|from now on\b|we\b|时?[则有]|时(?=[,，]|\s*$)|并|且)",
)
_ZH_OPEN = (
    r"(?P<open>(?:我们|现在?|这里|此处|再|并|且|其中|设|令|让|假设|假定|对于?|给定|由于|因为|任?取|若|当|如果|"
    r"任意|任给|所有|每个|一个|先|的|\s)*)"
)
_ZH_NOUN = r"(?:的)?(?:实|整)?(?:常数|数|参数|标量|随机变量|变量|函数|系数|权重|方差|标准差|尺度|温度|量|的)?"
FORMS = tuple(re.compile(_START + form + _END) for form in (
    rf"{_OPEN}{_ARTICLE}{_KIND}*(?:{_NOUN} )?{_NAMES}\s*(?:is|are|be|being|denotes?)?\s*"
    rf"(?:assumed |taken |chosen )?(?:to be )?{_ARTICLE}{_KIND}*{_WORD_SIGN}(?: {_KIND}*{_WORDS}{_NOUN})?"
    rf"(?P<all> for (?:all|any|every) {MARK})?",
    rf"{_OPEN}{_ARTICLE}{_KIND}*(?:{_NOUN} )?{_NAMES}\s*(?:(?:is|are|be|being|lies?|lying) )?"
    rf"(?:strictly )?{_WORD_ORDER}",
    rf"{_OPEN}{_ARTICLE}{_KIND}*(?:{_NOUN} )?{_NAMES}\s*(?P<exceeds>exceeds? {_N})",
    rf"{_OPEN}{_ARTICLE}{_KIND}*{_WORD_SIGN} {_KIND}*(?:{_WORDS}{_NOUN} )?{_NAMES}",
    rf"{_OPEN}{_ARTICLE}{_NAMES}\s*(?:is|are|be)\s*{_ARTICLE}(?P<real>real)(?: (?:numbers?|parameters?|scalars?))?",
    rf"{_ZH_OPEN}{_ZH_NOUN}\s*{_NAMES}\s*(?:[都均皆恒]|[为是]|某?一?个|固定的|给定的|任意|严格)*"
    rf"{_WORD_SIGN}{_ZH_NOUN}",
    rf"{_ZH_OPEN}{_ZH_NOUN}\s*{_NAMES}\s*(?:[都均皆恒]|[为是])*{_WORD_ORDER}(?:的{_ZH_NOUN})?",
    rf"{_ZH_OPEN}{_WORD_SIGN}{_ZH_NOUN}\s*{_NAMES}",
    rf"{_ZH_OPEN}{_NAMES}\s*[为是]\s*(?:任意|一个)?(?P<real>实数)",
))  # fmt: skip
CASE = re.compile(r"\b(?:if|when|whenever|for)\b|[若当对]|如果")
ONLY_HERE = re.compile(r"\b(?:if|when|whenever)\b|[若当]|如果")
DENIES = re.compile(
    r"\b(?:not|no|never|nor|neither|nowhere|hardly|unless|without|whether|later|longer|only|may|might|could|would|"
    r"should|can|need|usually|often|sometimes|typically|mostly|normally|or|but|except|however|otherwise|section|"
    r"chapter|previous\w*|earlier|last|above|below|elsewhere|were|was|had|will|fails?|said|says|claims?|claimed|wrong|"
    r"false|contradiction|contrary|rather|unknown|if|when|whenever|provided|assuming|possible|possibly|average|almost|"
    r"locally|initially|eventually|asymptotic\w*|partly|partially)\b|n't\b|\?|"
    r"不(?![妨失])|未|没|无(?!妨)|否|可能|可以|可正|或|仅|只|除非|通常|往往|有时|[上下前后][一两]?[节文章]|之后|以后|稍后|"
    r"曾|以前|？|本来|原来|才|若|如果|平均|几乎|局部|渐近"
)
# What speaks of where a number lies, so that a sentence of no known form keeps its letters from being refuted.
SPEAKS = re.compile(
    r"positive(?![- ](?:(?:semi-?)?definite|pairs?|samples?|examples?|part|half|direction|label|class|phase))|"
    r"negative(?![- ](?:log|elbo|evidence|lower|bound|free|energy|entropy|pairs?|samples?|examples?|part|half|of the|"
    r"direction|label|class|phase|gradient|reward|binomial|divergence|kl))|"
    rf"\bbetween {_N} and {_N}|(?:than|least|most|above|below|exceeds?) {_N}\b|natural numbers?|"
    r"\bindicator|\bcorrelation coefficient|\ba probability\b|bounded by|\bsigns?\b|"
    rf"正(?![态则交定在比如规确好]|常(?!数))|[非为]负|负[数的]|[大小]于 ?{_N}|[不超]过 ?{_N}|示性|指示|"
    r"相关系数|之间|有界|自然数"
)
REALS = re.compile(
    r"\b(?:be|is|are|any|arbitrary) (?:an? )?real\b|\breal (?:numbers?|scalars?|parameters?|constants?)|"
    rf"the reals|{MARK} real\b|实数(?!据)"
)
VALUED = re.compile(rf"values? in {MARK}|{MARK} ?-?valued|取值[于在为] ?{MARK}")
RANGE = re.compile(r"\s*(?:\\left)?\s*(?:[\[(]|\\\{|\\lbrace)\s*[-+]?\s*(?:\d|\\infty)")
# Of these a letter is weaker than custom has it, and than was said before.
WEAKENS = re.compile(
    r"\breal\b|\breals\b|(?<!non)(?<!non-)negative|\bany\b|\barbitrary\b|实数|[为是]负|负[数的]|任意|任何"
)
LIST = re.compile(r"\s*(?:[A-Za-z]|\\[A-Za-z]+)(?:\s*,\s*(?:[A-Za-z]|\\[A-Za-z]+))+\s*")
CONDITION = re.compile(r"[若当如凡每对]|一旦|要是|倘|时$|的话|正|负")
WE_MAY = re.compile(r"\b(?:we|one) (?:can|may|could|might) (?!not\b)")
ITSELF = re.compile(r"^(?:[a-z]+,? ){0,3}(?:it|they|this|that|these|its sign)\b|它|其(?!中)")
CLAUSE = re.compile(r"[,;:]\s|[，；：。]")
