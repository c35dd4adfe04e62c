// What the explorable figures share: scales, curves, sliders and points to be dragged. The still picture is drawn by
// drawing.py with the same functions.
const scale = (low, high, start, stop) => (value) => start + ((value - low) / (high - low)) * (stop - start);
const spaced = (low, high, count) => Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
const curve = (across, values, x, y, closed = false) => {
  const points = across.map((a, k) => `${x(a).toFixed(2)} ${y(values[k]).toFixed(2)}`);
  if (closed) {
    points.unshift(`${x(across[0]).toFixed(2)} ${y(0).toFixed(2)}`);
    points.push(`${x(across[across.length - 1]).toFixed(2)} ${y(0).toFixed(2)}`);
  }
  return `M${points.join("L")}${closed ? "Z" : ""}`;
};

// log N(x; mean, deviation^2)
const logNormal = (x, mean, deviation) =>
  -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
const normal = (x, mean, deviation) => Math.exp(logNormal(x, mean, deviation));

// A figure by its name: its parts, its numbers, its sliders; `draw(values, figure)` is called with
// every change and returns what is to be read out.
const takeUp = (name, draw) => {
  const figure = document.getElementById(`explore-${name}`);
  if (!figure) return null;
  const start = JSON.parse(figure.querySelector("script.start").textContent);
  const values = { ...start };
  const sliders = Object.fromEntries([...figure.querySelectorAll("input[type=range]")].map((each) => [each.name, each]));
  const taken = {
    figure, start, values, sliders,
    part: (which) => figure.querySelector(`[data-part="${which}"]`),
    put: (which, value, digits) => {
      const place = figure.querySelector(`[data-number="${which}"]`);
      place.textContent = shown(value, digits);
      place.dataset.exact = value;  // what is tested against the numbers of `numerics`
    },
    place: (which, attributes) => {
      const part = taken.part(which);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    },
    set: (changes) => {
      for (const [key, value] of Object.entries(changes)) {
        const { min, max, step } = sliders[key];
        const stepped = Math.round((value - min) / step) * step + Number(min);
        values[key] = Number(Math.max(min, Math.min(max, stepped)).toFixed(6));
        sliders[key].value = values[key];
        figure.querySelector(`[data-value="${key}"]`).textContent = shown(values[key], 2);
      }
      taken.redraw();
    },
    light: (lines) => light(name, lines),
  };
  for (const [key, each] of Object.entries(sliders)) {
    each.addEventListener("input", () => taken.set({ [key]: Number(each.value) }));
    each.addEventListener("change", () => announce(taken.told));  // what came of it, once the slider rests
  }
  taken.redraw = () => { taken.told = draw(values, taken); };
  return taken;
};

// A point of an SVG drawing under the pointer, in the drawing's own units.
const at = (svg, event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
};

// `moved(x, y)` while a part is dragged, by mouse, pen or finger.
const draggable = (part, moved) => {
  const svg = part.ownerSVGElement;
  part.addEventListener("pointerdown", (event) => {
    part.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  part.addEventListener("pointermove", (event) => {
    if (part.hasPointerCapture(event.pointerId)) moved(...at(svg, event));
  });
};

// The lines of the book that a figure shows just now are lit, where they stand on the page, and named under it.
const lit = new Map();
const light = (name, lines) => {
  for (const row of lit.get(name) || []) row.classList.remove("lit");
  const rows = lines.map((line) => document.getElementById(line)).filter(Boolean);
  for (const row of rows) row.classList.add("lit");
  lit.set(name, rows);
  for (const link of document.querySelectorAll(`#explore-${name} [data-line]`)) {
    link.hidden = !lines.includes(link.dataset.line);
  }
};
