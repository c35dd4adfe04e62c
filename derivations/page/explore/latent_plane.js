// The latent plane: the decoder of a trained model at the point one is at; a held-out digit with its posterior.
{
  const [SIDE, REACH] = [420, 3.2];
  const x = scale(-REACH, REACH, 0, SIDE);
  const y = scale(-REACH, REACH, SIDE, 0);
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  // float16 by its bits: sign, five of exponent, ten of fraction
  const half = (bits) => {
    const [sign, power, rest] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    return power ? sign * 2 ** (power - 15) * (1 + rest / 1024) : sign * 2 ** -14 * (rest / 1024);
  };
  const halves = (text) => {
    const raw = bytes(text);
    return Float64Array.from({ length: raw.length / 2 }, (_, k) => half(raw[2 * k] | (raw[2 * k + 1] << 8)));
  };

  const open = (figure) => {
    const file = JSON.parse(figure.querySelector("script.model").textContent);
    const { hidden, pixels } = file;
    const [into, bias, out, last] = ["0.weight", "0.bias", "mean.weight", "mean.bias"].map((n) => halves(file.weights[`decoder.${n}`]));
    // z -> tanh(z W + b) -> pixel means
    const decode = (a, b) => {
      const h = Float64Array.from({ length: hidden }, (_, j) => Math.tanh(a * into[j] + b * into[hidden + j] + bias[j]));
      return Float64Array.from({ length: pixels }, (_, k) => h.reduce((sum, value, j) => sum + value * out[j * pixels + k], last[k]));
    };
    return { decode, means: halves(file.means), deviations: halves(file.deviations), labels: bytes(file.labels), images: bytes(file.images) };
  };

  const paint = (svg, values) => {
    [...svg.children].forEach((square, k) => {
      const level = Math.round(255 * (1 - Math.min(1, Math.max(0, values[k])))).toString(16).padStart(2, "0");
      square.setAttribute("fill", `#${level}${level}${level}`);
    });
  };

  let model = null;
  const draw = ({ a, b }, { place, part, figure }) => {
    model ??= open(figure);
    const values = model.decode(a, b);
    paint(part("decoded"), values);
    figure.decoded = values;  // what is tested against the numbers of `numerics`
    place("here", { transform: `translate(${x(a).toFixed(2)} ${y(b).toFixed(2)})` });
    return say("decoded", shown(a, 2), shown(b, 2));
  };

  const taken = takeUp("latent-plane", draw);
  if (taken) {
    const { figure, part, place } = taken;
    const plane = part("plane");
    const choose = (n) => {
      const [a, b] = [model.means[2 * n], model.means[2 * n + 1]];
      const [s, t] = [model.deviations[2 * n], model.deviations[2 * n + 1]];
      const kl = [[a, s], [b, t]].reduce((sum, [m, d]) => sum + (d * d - Math.log(d * d) + m * m - 1) / 2, 0);
      place("posterior", { cx: x(a).toFixed(2), cy: y(b).toFixed(2), rx: (x(s) - x(0)).toFixed(2), ry: (x(t) - x(0)).toFixed(2) });
      part("beside").hidden = false;
      paint(part("original"), Array.from(model.images.slice(64 * n, 64 * n + 64), (v) => v / 16));
      for (const each of figure.querySelectorAll("[data-digit]")) each.setAttribute("aria-pressed", Number(each.dataset.digit) === n);
      taken.set({ a, b });
      const told = say("digit", model.labels[n], n + 1, shown(a, 2), shown(b, 2), shown(s, 2), shown(t, 2), shown(kl, 2));
      part("told").textContent = told;
      part("told").dataset.exact = kl;
      announce(told);
    };
    const nearest = (px, py) => {
      let [best, least] = [0, Infinity];
      for (let n = 0; n < model.labels.length; n += 1) {
        const apart = Math.hypot(x(model.means[2 * n]) - px, y(model.means[2 * n + 1]) - py);
        if (apart < least) [best, least] = [n, apart];
      }
      return least < 14 ? best : null;
    };
    const back = (px, py) => ({ a: (px / SIDE) * 2 * REACH - REACH, b: REACH - (py / SIDE) * 2 * REACH });
    plane.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse") plane.setPointerCapture(event.pointerId);
      taken.set(back(...at(plane, event)));
    });
    plane.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" || plane.hasPointerCapture(event.pointerId)) taken.set(back(...at(plane, event)));
    });
    plane.addEventListener("click", (event) => {
      const n = nearest(...at(plane, event));
      if (n !== null) choose(n);
    });
    for (const each of figure.querySelectorAll("[data-digit]")) each.addEventListener("click", () => choose(Number(each.dataset.digit)));
    const steps = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
    plane.tabIndex = 0;
    plane.addEventListener("keydown", (event) => {
      const { a, b } = taken.values;
      if (steps[event.key]) taken.set({ a: a + steps[event.key][0], b: b + steps[event.key][1] });
      else if (event.key === "Enter") {
        const n = nearest(x(a), y(b));
        if (n !== null) choose(n);
      } else return;
      announce(taken.told);
      event.preventDefault();
    });
    // The model is unpacked when the figure comes near, not before the page is seen.
    new IntersectionObserver((entries, observer) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        taken.redraw();
      }
    }, { rootMargin: "600px" }).observe(figure);
    figure.addEventListener("focusin", () => { model ??= open(figure); });
  }
}
