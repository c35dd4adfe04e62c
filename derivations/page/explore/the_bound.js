// The bound for one x in a linear model: the encoder N(m, s^2) is moved; ELBO + KL[p(z|x)||q(z|x)] = log q(x), line 2.7.
{
  const [LOW, HIGH, TOP, BOTTOM] = [-3.5, 4.5, 4, -6];
  const x = scale(LOW, HIGH, 12, 448);
  const tall = scale(0, 1.7, 230, 14);
  const y = scale(TOP, BOTTOM, 16, 316);
  const across = spaced(LOW, HIGH, 201);
  const span = (one, two) => {
    const [high, low] = [Math.max(one, two), Math.max(Math.min(one, two), BOTTOM)];
    return { y: y(high).toFixed(2), height: (y(low) - y(high)).toFixed(2) };
  };
  const posterior = ({ w, g, x: seen }) => [(w * seen) / (w * w + g * g), g / Math.hypot(w, g)];

  const terms = (values) => {
    const { w, g, x: seen, m, s } = values;
    const [mean, deviation] = posterior(values);
    const reconstruction = -0.5 * Math.log(2 * Math.PI * g * g) - ((seen - w * m) ** 2 + (w * s) ** 2) / (2 * g * g);
    const prior = -0.5 * (s * s - Math.log(s * s) + m * m - 1);
    const gap = Math.log(deviation / s) + (s * s + (m - mean) ** 2) / (2 * deviation ** 2) - 0.5;
    const evidence = logNormal(seen, 0, Math.hypot(w, g));
    return { reconstruction, prior, elbo: reconstruction + prior, gap, evidence, sum: reconstruction + prior + gap };
  };

  const draw = (values, { place, put, light: lines }) => {
    const { m, s } = values;
    place("curve-p", { d: curve(across, across.map((z) => normal(z, m, s)), x, tall, true) });
    place("m", { cx: x(m).toFixed(2), cy: tall(normal(m, m, s)).toFixed(2) });
    place("s", { cx: x(m + s).toFixed(2), cy: tall(normal(m + s, m, s)).toFixed(2) });
    const found = terms(values);
    for (const [name, value] of Object.entries(found)) put(name, value);
    const { elbo, evidence } = found;
    const middle = (one, two) => (y((Math.max(one, BOTTOM) + Math.max(two, BOTTOM)) / 2) + 5).toFixed(2);
    place("bar-elbo", span(0, elbo));
    place("bar-gap", span(elbo, evidence));
    place("name-gap", { y: middle(elbo, evidence), visibility: found.gap < 0.4 ? "hidden" : "visible" });
    place("name-elbo", { y: middle(0, elbo), visibility: Math.abs(elbo) < 0.4 ? "hidden" : "visible" });
    lines(found.gap < 1e-3 ? ["elbo-2.7", "elbo-2.13"] : ["elbo-2.7"]);
    return `ELBO ${shown(elbo)}, KL ${shown(found.gap)}, log q(x) ${shown(evidence)}`;
  };

  const taken = takeUp("the-bound", draw);
  if (taken) {
    const back = (px) => LOW + ((px - 12) / 436) * (HIGH - LOW);
    draggable(taken.part("m"), (px) => taken.set({ m: back(px) }));
    draggable(taken.part("s"), (px) => taken.set({ s: Math.abs(back(px) - taken.values.m) }));
    taken.figure.querySelector("[data-do=posterior]").addEventListener("click", () => {
      const [m, s] = posterior(taken.values);
      Object.assign(taken.values, { m, s });
      for (const [key, value] of Object.entries({ m, s })) {
        taken.sliders[key].value = value;
        taken.figure.querySelector(`[data-value="${key}"]`).textContent = shown(value, 2);
      }
      taken.redraw();
      announce(taken.told);
    });
    taken.redraw();
  }
}
