"""What hostile notes are made of."""

from __future__ import annotations

BYTES = (
    b"$$", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\x1b[31m", b"\xc3", b"\xed\xa0\x80", b"\r\n", b"\r", b"$",
    b"a = b", b"\x85", b"\xc2\x9b31m", b"\x7f", b"\\", b"{", b"}", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"p(x)",
    b" ", b"\n\n",
)  # fmt: skip

CHARACTERS = (
    "\x00\x01\x07\x08\x0b\x0c\x1b\x1c\x1f\x7f\x80\x85\x9b\xad\u0300\u0301\u034f\u061c\u115f\u200b\u200d\u200e"
    "\u200f\u2028\u2029\u202a\u202d\u202e\u2060\u2066\u2069\ufeff�\uffff\ufffe\ud800\udfff\U000e0001\U0010ffff"
    "ΣσςᏗ𝑥𝔁𝓍ⅷ½²٣๓߁〇一∑∏∫∂∇≤≥≈∝∼‖∣│ǀ／⁄−–—＝﹦＋（）［］｛｝，；：。"
)  # fmt: skip

LETTERS = (
    "x", "z", "p", "q", "\\theta", "\\sigma", "\\mu_q", "z_i", "x_{ij}", "1", "2", "\\pi", "d", "\\epsilon", "n", "0",
)  # fmt: skip

RELATIONS = (
    "=", "\\leq", "\\geq", "<", ">", "\\approx", "\\propto", ":=", "\\sim", "\\equiv", "\\Rightarrow", "\\neq",
    "\\in", "\\to",
)  # fmt: skip

OPENERS = (
    "(", "[", "{", "\\{", "\\left(", "\\frac{", "\\sqrt{", "x^{", "x_{", "\\log(", "\\exp(", "-", "KL[p(", "E_{",
    "\\begin{pmatrix}", "\\begin{cases}", "\\int ", "\\sum_{i=1}^n ", "|", "\\|", "\\text{", "\\mathbf{", "p(x|",
    "1/",
)  # fmt: skip

CLOSERS = {
    "(": ")", "[": "]", "{": "}", "\\{": "\\}", "\\left(": "\\right)", "\\frac{": "}{2}", "\\sqrt{": "}", "x^{": "}",
    "x_{": "}", "\\log(": ")", "\\exp(": ")", "-": "", "KL[p(": "x)||q(x)]", "E_{": "q}[x]",
    "\\begin{pmatrix}": "\\end{pmatrix}", "\\begin{cases}": "\\end{cases}", "\\int ": " dx", "\\sum_{i=1}^n ": "",
    "|": "|", "\\|": "\\|", "\\text{": "}", "\\mathbf{": "}", "p(x|": "z)", "1/": "",
}  # fmt: skip

FORMULAS = (
    "{} + {}", "{} - {}", "{} {}", "\\frac{ {} }{ {} }", "({})^2", "\\log {}", "\\exp({})", "p({})", "q({}|{})",
    "KL[p({})||q({})]", "E_{q(z|x)}[{}]", "\\int {} dz", "\\int p(x) {} dx", "\\sum_{i=1}^{n} {}",
    "\\prod_{i=1}^{3} {}", "H(p({}))", "\\mathcal{N}({}; {}, {})", "\\|{} - {}\\|^2", "\\sqrt{ {} }",
    "\\max_\\theta {}", "\\min\\{ {} \\}", "{}^{ {} }", "{}_{ {} }", "\\nabla_\\theta {}",
    "\\frac{\\partial}{\\partial x} {}", "\\det({})", "\\mathrm{tr}({})", "{}^T {}", "\\mathbb{E}[{}]",
    "\\mathrm{Var}[{}]", "p(x,z)", "p(z|x)", "|{}|", "{}!", "\\text{if } {}", "\\left( {} \\right)",
    "D_{KL}({} \\| {})", "I({};{})", "\\overline{ {} }", "\\mathbf{ {} }",
)  # fmt: skip

PIECES = (
    "\\frac", "\\sqrt", "\\left", "\\right", "{", "}", "(", ")", "[", "]", "^", "_", "&", "\\\\", "|", "\\|", "\\{",
    "\\}", "=", "\\leq", "+", "-", "/", "//", "\\log", "\\exp", "\\int", "\\sum", "\\prod", "dz", "dx", "p(x)",
    "q(z|x)", "E", "KL", "H", "x", "z_i", "\\mathcal{N}", "\\text{", "\\mathrm", "\\begin{align}", "\\end{align}",
    "\\begin{cases}", "\\end{cases}", "\\tag{1}", "\\label{a}", ",", ";", ".", "\\quad", "\\cdots", "\\ldots",
    "\\mid", "\\sim", "\\in", "\\min", "\\max", "\\arg", "\\nabla", "\\partial", "1", "0", "2", "\\infty", "'", "!",
    "%", "#", "~", "$", "$$", "`", "\\stackrel", "\\underbrace", "\\overset", "\\hat", "\\bar", "\\operatorname",
    "\\mathbb{E}", "\\def\\a{", "\\newcommand{\\b}[1]{", "\\input{/etc/passwd}", "\\not", "\\big", "\\color{red}",
    "\\href{javascript:alert(1)}{x}", "\\unicode{x1}", "&#27;", "&#x202e;", "\\char27", "\\require{html}",
    "\\style{a}{b}",
)  # fmt: skip

PROSE = (
    "", "Let $p(x)$ be a density.\n\n", "where $z \\sim q(z|x)$ and $\\sigma > 0$.\n\n",
    "- a list\n- with $x = 1$\n\n", "Suppose $p(z) = \\mathcal{N}(z; 0, I)$.\n\n", "# Heading with $x$\n\n",
    "> quoted $$ a = b $$\n\n", "| a | b |\n|---|---|\n", "设 $p(x)$ 为密度，其中 $z$ 独立。\n\n",
    "<!-- derivation\ndensity: r\n-->\n\n", "If $p(x) = q(x)$ then\n\n", "```math\na = b\n```\n\n",
)  # fmt: skip

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)", "![a](javascript:alert(1))", "<javascript:alert(1)>",
    "</math><script>1</script>", "<a href='vbscript:x'>y</a>", "<iframe src=//e.org></iframe>", "\"><script>",
    "'><img src=1>", "<style>*{x:expression(1)}</style>",
    "<math><mtext></table></mglyph><style><img src onerror=alert(1)>", "<!--><script>alert(1)</script>-->",
    "<meta http-equiv=refresh content=0>", "<base href=//e.org>", "[x]: javascript:alert(1)\n[x]",
    "<details ontoggle=alert(1) open>", "<form action=//e.org><input autofocus onfocus=1>", "&lt;script&gt;",
    "<a href=\"&#106;avascript:1\">a</a>", "[a](JaVaScRiPt&colon;alert(1))", "[a](\tjavascript:1)", "]]><script>",
    "\\href{javascript:alert(1)}{x}", "\\text{</annotation-xml><script>}", "<object data=x>",
    "<link rel=import href=x>", "<%= 1 %>", "{{7*7}}",
)  # fmt: skip

LONG = (
    " ", "\n", "\t", "$", "$$", "\\", "`", "(", "{", "[", "<", "<!--", "*", "_", "#", ">", "> ", "- ", "1. ", "a",
    "中", "&", "=", "\\def\\a", "\\def\\a{", "\\newcommand{\\a}{", "$x$ ", "$x = 1$, ", "$p(x) = q(x)$ ",
    "$$ a = b $$\n\n", "where $x$ is. ", "\\text{", "\\begin{align}", "\\[", "\\]", "\\(", "\\)", "\\begin{",
    "a = b \\\\ ", "+ x ", "x^", "x_", "| ", "\\| ", "\\mid ", "\\quad ", "\\scriptstyle{\\text{a} ",
    "\\quad (\\text{a", "$\\sigma > 0$ ", "is normal with mean $x$. ", "We assume that ", "If ", "e.g. ", "\u0301",
    "\u202e", "<a ", "[a](", "![", "&#", "\\\\\\\\ ", "''", "~", "1", "9.", "^{", "_{i=1}^", "\\sum ", "\\int ",
    "\\log ", "-", "\\left(", "%", "% derivation density: p\n", "\\label{", "E[", "p(", "KL[", "x,", "x;", "。",
    "，其中",
    "设 $x$ 。", "\\\\$", "a\\$b", "| a | b |\n", "    code\n", "```\n", "~~~\n", "---\n", "[^1]: ", "http://a ",
    "$\\mathcal{N}(x;0,1)$ ", "let $y = x + \\epsilon$. ", "$i = 1, \\ldots, n$ ",
    "\\begin{align} a &= b \\end{align}\n", "({z|x}) ", "\\mathbin{\\|} ",
)  # fmt: skip
