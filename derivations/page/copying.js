// A formula's LaTeX: by the button that comes with the pointer, a tap or the focus; by "c" on a line's label; and a
// selection that is copied has its formulas as LaTeX.
{
  const source = (math) => math.dataset.latex || math.textContent;
  const put = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {  // an old browser, or no leave to write
      const box = document.createElement("textarea");
      box.value = text;
      box.className = "hidden";
      page.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  };
  let math = null;
  const copier = button(say("copy"), async () => {
    const done = await put(source(math));
    copier.textContent = say(done ? "copied" : "not copied");
    announce(copier.textContent);
  });
  copier.className = "copier";
  copier.hidden = true;
  page.append(copier);
  const place = (found) => {
    if (found === math && !copier.hidden) return;
    math = found;
    const box = (found.closest(".formula, .display") || found).getBoundingClientRect();
    copier.textContent = say("copy");
    copier.hidden = false;
    copier.style.top = `${box.top + window.scrollY - copier.offsetHeight}px`;
    copier.style.left = `${Math.max(4, Math.min(box.right, document.documentElement.clientWidth - 4) + window.scrollX - copier.offsetWidth)}px`;
  };
  const drop = () => { copier.hidden = true; math = null; };
  const of = (target) => target.closest?.("math[data-latex]") || target.closest?.(".formula, .display")?.querySelector("math[data-latex]");
  page.addEventListener("pointerover", (event) => {
    if (event.target === copier) return;
    const found = of(event.target);
    if (found) place(found);
    else if (event.pointerType === "mouse" && !copier.matches(":focus")) drop();
  });
  page.addEventListener("focusin", (event) => {
    if (event.target === copier) return;
    const found = of(event.target);
    if (found) place(found);
    else drop();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drop();
    if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest?.("tr");
    const found = of(event.target) || (event.target.closest?.(".label") && row?.querySelector("math[data-latex]"));
    if (found) put(source(found)).then((done) => announce(say(done ? "copied" : "not copied")));
  });
  document.addEventListener("copy", (event) => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const part = selection.getRangeAt(0).cloneContents();
    const formulas = part.querySelectorAll("math[data-latex]");
    if (!formulas.length) return;
    for (const formula of formulas) formula.replaceWith(`$${source(formula)}$`);
    event.clipboardData.setData("text/plain", part.textContent);
    event.preventDefault();
  });
}
