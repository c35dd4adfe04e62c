// The contents that stay: open where there is room beside the text, shut above it where there is not; the heading that
// is being read is marked, and named in the shut list.
{
  const nav = page.querySelector("nav.contents");
  if (nav) {
    const details = nav.querySelector("details");
    const here = nav.querySelector(".here");
    const beside = window.matchMedia("(min-width: 76rem)");
    const fit = () => { details.open = beside.matches; };
    fit();
    beside.addEventListener("change", fit);
    const links = [...nav.querySelectorAll("a")];
    const places = links.map((link) => document.getElementById(link.hash.slice(1)));
    let waiting = false;
    const mark = () => {
      waiting = false;
      let current = -1;
      places.forEach((place, k) => {
        if (place && place.getBoundingClientRect().top < window.innerHeight * 0.35) current = k;
      });
      links.forEach((link, k) => {
        if (k === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      });
      here.textContent = current < 0 ? "" : links[current].textContent;
      if (current >= 0 && beside.matches) {  // keep the mark in sight without moving the page
        const top = links[current].offsetTop;
        if (top < nav.scrollTop || top > nav.scrollTop + nav.clientHeight - 40) nav.scrollTop = top - 60;
      }
    };
    const later = () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    };
    window.addEventListener("scroll", later, { passive: true });
    requestAnimationFrame(mark);
    nav.addEventListener("click", (event) => {
      if (event.target.closest("a") && !beside.matches) details.open = false;
    });
    nav.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !beside.matches && details.open) {
        details.open = false;
        nav.querySelector("summary").focus();
      }
    });
  }
}
