// A derivation, or the worked lines of a step, one line at a time: by buttons, by the arrow keys, or by a tap.
{
  const unfold = (whole, lines, bar) => {
    let known = lines.length;
    const count = document.createElement("span");
    count.className = "soft";
    const keys = document.createElement("span");
    keys.className = "soft keys";
    keys.textContent = say("keys");
    const show = (number, tell = true) => {
      known = Math.max(1, Math.min(lines.length, number));
      lines.forEach((line, k) => {
        line.classList.toggle("folded", k >= known);
        line.classList.toggle("newest", k === known - 1 && whole.classList.contains("unfolding"));
      });
      count.textContent = say("line of", known, lines.length);
      back.disabled = known === 1;
      on.disabled = known === lines.length;
      if (tell) announce(`${count.textContent}. ${(lines[known - 1].querySelector(".reason, .why")?.innerText || "").split("\n")[0]}`);
    };
    const begin = () => {
      whole.classList.add("unfolding");
      show(1);
      on.focus();
    };
    const end = () => {
      if (bar.contains(document.activeElement)) start.focus();
      whole.classList.remove("unfolding");
      show(lines.length, false);
    };
    const start = button(say("one by one"), () => (whole.classList.contains("unfolding") ? end() : begin()));
    start.className = "start";
    const back = button("←", () => show(known - 1));
    back.setAttribute("aria-label", say("previous"));
    const on = button("→", () => show(known + 1));
    on.setAttribute("aria-label", say("next"));
    const all = button(say("all"), end);
    const walk = document.createElement("span");
    walk.className = "walk";
    walk.append(back, on, all, count, keys);
    bar.append(start, walk);
    const moves = {
      ArrowRight: () => show(known + 1), ArrowDown: () => show(known + 1), ArrowLeft: () => show(known - 1),
      ArrowUp: () => show(known - 1), Home: () => show(1), End: () => show(lines.length), Escape: end,
    };
    whole.addEventListener("keydown", (event) => {
      if (!whole.classList.contains("unfolding") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("[data-unfold]") !== whole) return;  // a step inside has keys of its own
      if (event.target.closest("input, select, textarea") || event.target.matches(".formula, .display")) return;
      if (moves[event.key]) {
        moves[event.key]();
        event.preventDefault();
        if (document.activeElement?.disabled || document.activeElement === document.body) (on.disabled ? back : on).focus();
      }
    });
  };
  for (const whole of page.querySelectorAll("[data-unfold]")) {
    const lines = [...whole.querySelectorAll(whole.dataset.unfold === "lines" ? ":scope > table.lines > tbody > tr" : ":scope > ol > li")];
    if (lines.length < 3) continue;
    const bar = document.createElement("div");
    bar.className = "bar unfold";
    whole.querySelector(":scope > table.lines, :scope > ol").before(bar);
    unfold(whole, lines, bar);
  }
}
