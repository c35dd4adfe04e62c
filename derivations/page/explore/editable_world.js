// A world that refutes a line, with its numbers in fields: both sides are computed again with every change. The editor
// shows itself only if it comes to the values that the exact world has.
{
  const element = (kind, content, attributes = {}) => {
    const made = document.createElement(kind);
    if (Array.isArray(content)) made.append(...content);
    else if (content !== undefined) made.textContent = content;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const number = (text) => {
    const parts = text.trim().replace("−", "-").split("/");
    const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(text.trim().replace("−", "-"));
    return text.trim() && parts.length < 3 && Number.isFinite(value) ? value : NaN;
  };
  const uses = (tree, kinds) => Array.isArray(tree) && (kinds.includes(tree[0]) || tree.some((part) => uses(part, kinds)));
  const close = (a, b, tolerance) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

  class Unreadable extends Error {}

  // The fields of one world, and `read()`: the world as the evaluator takes it.
  const editorOf = (scene, typeset, source, changed) => {
    const fields = [];
    const field = (text, label, attributes = {}) => {
      const made = element("input", undefined, { type: "text", inputmode: "text", "aria-label": label, value: text, autocomplete: "off", spellcheck: "false", ...attributes });
      made.start = text;
      made.read = () => {
        const value = number(made.value);
        made.setAttribute("aria-invalid", Number.isNaN(value));
        if (Number.isNaN(value)) throw new Unreadable(say("not a number", made.value || "“ ”"));
        return value;
      };
      made.addEventListener("input", changed);
      fields.push(made);
      return made;
    };
    const parts = [];
    const readers = [];
    const cellsOf = (axes, cells, place = []) => (place.length === axes.length ? [[place, cells]] : cells.flatMap((inner, k) => cellsOf(axes, inner, [...place, k])));

    const tables = Object.entries(source.tables).map(([letter, { axes, cells }]) => {
      const flat = cellsOf(axes, cells);
      const across = axes.length - 1;
      const rows = new Map();
      const inputs = flat.map(([place, text]) => {
        const made = field(text, `${letter}(${axes.map((axis, k) => `${axis} = ${source.values[axis][place[k]]}`).join(", ")})`);
        const key = String(place.slice(0, across));
        if (!rows.has(key)) rows.set(key, [place.slice(0, across), []]);
        rows.get(key)[1].push(made);
        return [place, made];
      });
      const head = element("tr", [
        ...axes.slice(0, across).map((axis) => element("th", axis, { scope: "col" })),
        ...source.values[axes[across]].map((value) => element("th", `${axes[across]} = ${value}`, { scope: "col" })),
      ]);
      const body = [...rows.values()].map(([place, made]) => element("tr", [
        ...place.map((k, n) => element("th", source.values[axes[n]][k], { scope: "row" })),
        ...made.map((input) => element("td", [input])),
      ]));
      const total = element("p", "", { class: "soft" });
      const table = element("table", [element("caption", `${letter}(${axes.join(", ")})`), element("thead", [head]), element("tbody", body)], { class: "world" });
      parts.push(element("div", [element("div", [table], { class: "scroll" }), total]));
      return { letter, axes, inputs, total };
    });
    readers.push((world) => {
      for (const { letter, axes, inputs, total } of tables) {
        const weights = inputs.map(([place, input]) => [place, input.read(), input]);
        for (const [, weight, input] of weights) {
          input.setAttribute("aria-invalid", weight < 0);
          if (weight < 0) throw new Unreadable(say("negative", input.value));
        }
        const sum = weights.reduce((all, [, weight]) => all + weight, 0);
        if (!(sum > 0)) throw new Unreadable(say("empty table", letter));
        total.textContent = close(sum, 1, 1e-12) ? "" : say("sum", shown(sum));
        world.tables[letter] = { axes, flat: weights.map(([place, weight]) => [place, weight / sum]) };
      }
    });

    const named = element("div", [], { class: "names" });
    const row = (label, made) => named.append(label, made);
    const places = source.functions.length > 0;  // functions have values at these places only: the places stay
    const counted = [...scene.sides, ...scene.facts.flatMap((fact) => fact.sides)].some((tree) => uses(tree, ["variable", "component"]));
    for (const [axis, values] of Object.entries(source.values)) {
      const made = values.map((text, k) => {
        if (places || !counted) return { read: () => number(text) };
        const input = field(text, `${axis}, ${k + 1}`);
        row(element("span", k ? "" : `${axis}:`), input);
        return input;
      });
      readers.push((world) => { world.values[axis] = made.map((input) => input.read()); });
    }
    for (const [name, text] of Object.entries(source.symbols)) {
      if (scene.fixed.includes(name)) {
        readers.push((world) => { world.symbols[name] = number(text); });
        continue;
      }
      const input = field(text, name);
      const label = typeset((each) => each.dataset.name === name);
      label.append(" =");
      row(label, input);
      readers.push((world) => { world.symbols[name] = input.read(); });
    }
    for (const [name, here] of Object.entries(source.at)) {
      const several = Array.isArray(here) ? here : [here];
      const axes = source.values[name] ? [name] : several.map((_, k) => `${name}_${k + 1}`);
      if (scene.gaussian) {
        const made = several.map((text, k) => {
          if (places) return { read: () => number(text) };
          const input = field(text, several.length > 1 ? `${name}, ${k + 1}` : name);
          row(element("span", k ? "" : `${name} =`), input);
          return input;
        });
        readers.push((world) => { world.points[name] = made.map((input) => input.read()); });
        continue;
      }
      const made = several.map((text, k) => {
        const values = source.values[axes[k]] || source.values[name] || [];
        const select = element("select", values.map((value, n) => element("option", value, { value: n, ...(value === text ? { selected: "" } : {}) })), { "aria-label": axes[k] });
        select.start = String(values.indexOf(text));
        select.addEventListener("input", changed);
        fields.push(select);
        row(element("span", `${axes[k]} =`), select);
        return select;
      });
      readers.push((world) => { world.points[name] = made.map((select) => Number(select.value)); });
    }
    for (const entry of source.functions) {
      if (entry.terms) {
        readers.push((world) => { world.functions.push(entry); });
        continue;
      }
      const input = field(entry.value, entry.shown);
      const label = typeset((each) => each.dataset.name === entry.shown);
      label.append(" =");
      row(label, input);
      readers.push((world) => { world.functions.push({ ...entry, value: input.read() }); });
    }
    parts.push(named);
    return {
      part: element("div", parts, { class: "edited" }),
      restore: () => { for (const each of fields) each.value = each.start; },
      read: () => {
        const world = { tables: {}, values: {}, symbols: {}, points: {}, functions: [], gaussian: scene.gaussian };
        for (const reader of readers) reader(world);
        return world;
      },
    };
  };

  const holds = {
    "=": (a, b) => close(a, b, 1e-9), "~": (a, b) => close(a, b, 1e-9), "<=": (a, b) => a <= b || close(a, b, 1e-9),
    ">=": (a, b) => a >= b || close(a, b, 1e-9), "<": (a, b) => a < b && !close(a, b, 1e-12), ">": (a, b) => a > b && !close(a, b, 1e-12),
  };
  const order = (a, b) => (close(a, b, 1e-9) ? 0 : Math.sign(a - b));

  const begin = (box) => {
    const scene = JSON.parse(box.querySelector("script.scene").textContent);
    // Formulas that the page's writer has set, to be shown where they are needed.
    const made = [...box.querySelector("template").content.children];
    const typeset = (which) => made.find(which).cloneNode(true);
    const out = element("table", [], { class: "sides" });
    const said = element("p", "", { class: "said", role: "status" });
    const broken = element("p", "", { class: "broken" });
    let waiting = null;
    const compute = () => {
      const worlds = editors.map((each) => each.read());
      const runs = worlds.map((world) => evaluator(world));
      return { runs, values: runs.map((run) => scene.sides.map((side) => {
        const found = run.value(side);
        if (!Number.isFinite(found)) throw new Unreadable(`${found}`);
        return found;
      })) };
    };
    const show = () => {
      box.removeAttribute("aria-busy");
      broken.replaceChildren();
      try {
        const { runs, values } = compute();
        [...out.querySelectorAll("td")].forEach((cell, n) => {
          const value = values[n % values.length][Math.floor(n / values.length)];
          cell.textContent = shown(value, 6);
          cell.dataset.exact = value;
        });
        let [good, text] = [true, ""];
        if (values.length === 2) {
          good = order(values[0][0], values[1][0]) === order(values[0][1], values[1][1]);
          text = say(good ? "ordered alike" : "ordered apart");
        } else {
          const [left, right] = values[0];
          good = holds[scene.relation](left, right);
          const gap = close(left, right, 1e-9) ? say("the same") : `${say("apart")} ${shown(Math.abs(left - right), 6)}`;
          text = `${say(good ? "holds here" : "false here")}; ${gap}`;
        }
        said.textContent = text;
        said.className = `said ${good ? "holds" : "fails"}`;
        scene.facts.forEach((fact, k) => {
          const kept = runs.every((run) => run.points(fact.over).every((point) => close(...fact.sides.map((side) => run.value(side, point)), 1e-9)));
          if (!kept) broken.append(say("broken"), typeset((each) => each.dataset.fact === String(k)), " ");
        });
      } catch (error) {
        if (!(error instanceof Unreadable) && error.constructor.name !== "NoValue") throw error;
        for (const cell of out.querySelectorAll("td")) { cell.textContent = "—"; delete cell.dataset.exact; }
        said.textContent = `${say("no value")}${error.message}`;
        said.className = "said";
      }
    };
    const changed = () => {
      box.setAttribute("aria-busy", "true");
      clearTimeout(waiting);
      waiting = setTimeout(show, 60);
    };
    const editors = scene.worlds.map((source) => editorOf(scene, typeset, source, changed));
    try {
      const { values } = compute();
      const agrees = values.every((pair, k) => pair.every((value, n) => close(value, scene.values[k][n], 2e-5)));
      if (!agrees) throw new Unreadable("another value");
    } catch (error) {
      box.dataset.played = "no";
      box.dataset.why = error.message;
      box.hidden = true;
      return;
    }
    box.dataset.played = "yes";
    const names = ["left", "right"];
    out.append(element("tbody", names.map((name) => element("tr", [element("th", say(name), { scope: "row" }), ...editors.map(() => element("td"))]))));
    const again = button(say("as found"), () => {
      for (const each of editors) each.restore();
      show();
    });
    box.append(...editors.map((each) => each.part), element("div", [out], { class: "scroll" }), said, broken, again);
    show();
  };
  // Made when its details are opened; where they stand open, once the page has been seen.
  for (const box of page.querySelectorAll(".editable")) {
    const details = box.closest("details");
    const made = () => { if (!box.dataset.played) begin(box); };
    if (details.open) setTimeout(made);
    else details.addEventListener("toggle", () => { if (details.open) made(); });
  }
}
