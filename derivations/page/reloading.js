// While a note is watched its page is written anew after each save: look at it again, but never under a reader's hands.
{
  const kept = "derivations-open", still = 1500, pause = 1000;  // milliseconds
  const folds = () => [...page.querySelectorAll(".sheet details")];
  let touched = -still;
  for (const kind of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "scroll"]) {
    addEventListener(kind, () => { touched = performance.now(); }, {passive: true});
  }
  const open = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
  sessionStorage.removeItem(kept);
  if (open.length === folds().length) folds().forEach((fold, k) => { fold.open = open[k]; });
  setInterval(() => {
    if (performance.now() - touched < still || !getSelection().isCollapsed) return;
    sessionStorage.setItem(kept, JSON.stringify(folds().map((fold) => fold.open)));
    location.reload();
  }, pause);
}
