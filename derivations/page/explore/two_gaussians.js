// Two Gaussians to be moved: p = N(m, s^2), q = N(l, r^2). The KL twice: as the area of p log p/q, and by line 5.12.
{
  const [LOW, HIGH, AXIS, ABOVE, BELOW, ZERO] = [-6, 6, 345, 105, 40, 60];
  const x = scale(LOW, HIGH, 12, 628);
  const tall = scale(0, 0.82, 190, 12);
  const across = spaced(LOW, HIGH, 241);
  const finely = spaced(-1, 1, 4001);

  const terms = ({ m, s, l, r }) => {
    const parts = { log: Math.log(r / s), spread: s ** 2 / (2 * r ** 2), shift: (m - l) ** 2 / (2 * r ** 2), half: -0.5 };
    return { ...parts, kl: parts.log + parts.spread + parts.shift + parts.half };
  };
  const along = (z, { m, s, l, r }) => normal(z, m, s) * (logNormal(z, m, s) - logNormal(z, l, r));
  // The trapezium rule over twelve deviations of p: what lies beyond is far below rounding.
  const area = (values) => {
    const step = (12 * values.s) / 2000;
    return finely.reduce((total, t) => total + along(values.m + 12 * values.s * t, values) * step, 0);
  };

  const draw = (values, taken) => {
    const { m, s, l, r } = values;
    const { place, put } = taken;
    place("p", { d: curve(across, across.map((z) => normal(z, m, s)), x, tall, true) });
    place("q", { d: curve(across, across.map((z) => normal(z, l, r)), x, tall, true) });
    const heights = across.map((z) => along(z, values));
    const most = Math.max(1e-9, ...heights);
    const y = scale(0, 1, AXIS, AXIS - Math.min(ABOVE / most, BELOW / Math.max(1e-9, ...heights.map((v) => -v))));
    place("above", { d: curve(across, heights.map((v) => Math.max(v, 0)), x, y, true) });
    place("below", { d: curve(across, heights.map((v) => Math.min(v, 0)), x, y, true) });
    const height = taken.part("height");
    height.textContent = `${height.textContent.replace(/ [^ ]*$/, "")} ${shown(most < 1e-6 ? 0 : most, 2)}`;
    for (const [name, at, mean, deviation] of [["m", m, m, s], ["s", m + s, m, s], ["l", l, l, r], ["r", l + r, l, r]]) {
      place(name, { cx: x(at).toFixed(2), cy: tall(normal(at, mean, deviation)).toFixed(2) });
    }
    const found = terms(values);
    const all = Object.values(found);
    const unit = Math.min(50, 115 / Math.max(1e-9, ...all), 58 / Math.max(1e-9, ...all.map((v) => -v)));
    for (const [name, value] of Object.entries(found)) {
      place(`bar-${name}`, { x: Math.min(ZERO, ZERO + value * unit).toFixed(2), width: (Math.abs(value) * unit).toFixed(2) });
      if (name !== "kl") taken.part(`bar-${name}`).setAttribute("class", `bar-of ${value < 0 ? "less" : "plain"}`);
      put(name, value);
    }
    put("area", area(values));
    const lines = ["gaussian_kl-5.12"];
    if (l === 0 && r === 1) lines.push("gaussian_kl-5.2");
    if (s === r) lines.push("gaussian_kl-5.25");
    taken.light(lines);
    return `KL ${shown(found.kl)}`;
  };

  const taken = takeUp("two-gaussians", draw);
  if (taken) {
    const back = (px) => LOW + ((px - 12) / 616) * (HIGH - LOW);
    draggable(taken.part("m"), (px) => taken.set({ m: back(px) }));
    draggable(taken.part("l"), (px) => taken.set({ l: back(px) }));
    draggable(taken.part("s"), (px) => taken.set({ s: Math.abs(back(px) - taken.values.m) }));
    draggable(taken.part("r"), (px) => taken.set({ r: Math.abs(back(px) - taken.values.l) }));
    taken.redraw();
  }
}
