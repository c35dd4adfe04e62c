// Opens and closes all details at once, and lets a wide formula be scrolled by the keyboard.
{
  for (const each of page.querySelectorAll("button[data-open]")) {
    each.addEventListener("click", () => {
      for (const part of page.querySelectorAll(".sheet details")) part.open = each.dataset.open === "yes";
    });
  }
  const reachable = () => {
    const boxes = [...page.querySelectorAll(".formula, .display, .scroll")];
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);  // all are measured before any is changed
    boxes.forEach((box, k) => {
      if (wide[k]) {
        box.tabIndex = 0;
        box.setAttribute("aria-label", say("wide"));
        if (!box.matches("td, th")) box.setAttribute("role", "group");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("aria-label");
      }
    });
  };
  requestAnimationFrame(reachable);  // after the first sight of the page, which need not wait for it
  window.addEventListener("resize", reachable);
}
