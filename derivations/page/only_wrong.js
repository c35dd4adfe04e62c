// On a checked note: only the lines that are refuted or doubtful, each under the line it is compared with.
{
  const bar = page.querySelector(".bar[data-note]");
  if (bar) {
    const rows = [...page.querySelectorAll("table.lines tbody tr")];
    const wrong = rows.filter((row) => row.querySelector(".judged :is(.refuted, .doubtful, .type-error)"));
    const kept = new Set(wrong);
    for (const row of wrong) if (row.previousElementSibling) kept.add(row.previousElementSibling);
    const toggle = button(`${say(wrong.length ? "wrong" : "nothing wrong")}${wrong.length ? ` (${wrong.length})` : ""}`, () => {
      const on = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", on);
      page.classList.toggle("only-wrong", on);
      for (const row of rows) {
        row.hidden = on && !kept.has(row);
        row.classList.toggle("beside", on && kept.has(row) && !wrong.includes(row));
      }
      for (const part of page.querySelector("main").children) {
        if (part !== bar) part.hidden = on && !wrong.some((row) => part.contains(row));
      }
      for (const mark of page.querySelectorAll(".marks li")) {
        mark.hidden = on && !mark.querySelector(".refuted, .doubtful, .type-error");
      }
      bar.scrollIntoView({ block: "nearest" });
    });
    toggle.setAttribute("aria-pressed", "false");
    toggle.disabled = !wrong.length;
    bar.prepend(toggle);
  }
}
