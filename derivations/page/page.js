// Nothing here is needed to read the page: it opens and closes all details at once, and lets a wide formula be
// scrolled by the keyboard.
const page = document.querySelector(".verified");
page.classList.add("js");
for (const button of page.querySelectorAll("button[data-open]")) {
  button.addEventListener("click", () => {
    for (const part of page.querySelectorAll("details")) part.open = button.dataset.open === "yes";
  });
}
const reachable = () => {
  for (const box of page.querySelectorAll(".formula, .display, .scroll")) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("aria-label", page.dataset.wide);
      if (!box.matches("td, th")) box.setAttribute("role", "group");
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("aria-label");
    }
  }
};
reachable();
window.addEventListener("resize", reachable);
