// The value of a tree (trees.py) in a world: tables of weights, values of variables, symbols, functions at places.
// A finite integral is a sum over cells; a mean under Gaussians is Gauss-Hermite quadrature, exact for polynomials.
const evaluator = (() => {
  class NoValue extends Error {}
  const each = (value, f) => (Array.isArray(value) ? value.map(f) : f(value));
  const both = (a, b, f) => {
    if (Array.isArray(a)) return a.map((entry, k) => f(entry, Array.isArray(b) ? b[k] : b));
    return Array.isArray(b) ? b.map((entry) => f(a, entry)) : f(a, b);
  };

  // Nodes and weights for the mean under N(0, 1), by Newton's method on the Hermite polynomials.
  const hermite = new Map();
  const rule = (n) => {
    if (hermite.has(n)) return hermite.get(n);
    const nodes = [];
    const weights = [];
    let z = 0;
    for (let i = 0; i < (n + 1) / 2; i += 1) {
      if (i === 0) z = Math.sqrt(2 * n + 1) - 1.85575 * (2 * n + 1) ** (-1 / 6);
      else if (i === 1) z -= (1.14 * n ** 0.426) / z;
      else if (i === 2) z = 1.86 * z - 0.86 * nodes[0];
      else if (i === 3) z = 1.91 * z - 0.91 * nodes[1];
      else z = 2 * z - nodes[i - 2];
      let slope = 1;
      for (let step = 0; step < 50; step += 1) {
        let [one, two] = [Math.PI ** -0.25, 0];
        for (let j = 0; j < n; j += 1) [one, two] = [z * Math.sqrt(2 / (j + 1)) * one - Math.sqrt(j / (j + 1)) * two, one];
        slope = Math.sqrt(2 * n) * two;
        const before = z;
        z = before - one / slope;
        if (Math.abs(z - before) < 1e-15) break;
      }
      nodes[i] = z;
      nodes[n - 1 - i] = -z;
      weights[i] = weights[n - 1 - i] = 2 / (slope * slope) / Math.sqrt(Math.PI);
    }
    const made = nodes.map((t, k) => [t * Math.SQRT2, weights[k]]);
    hermite.set(n, made);
    return made;
  };
  const NODES = [0, 40, 20, 12, 8, 6];

  return (world) => {
    const axesOf = (role) => {
      const several = Object.keys(world.values).filter((axis) => new RegExp(`^${role.replace(/[^A-Za-z0-9]/g, "\\$&")}_\\d+$`).test(axis));
      return world.values[role] ? [role] : several;
    };
    const marginals = new Map();
    const marginal = (letter, axes) => {
      const key = `${letter}|${axes}`;
      if (marginals.has(key)) return marginals.get(key);
      const table = world.tables[letter];
      if (!table) throw new NoValue(letter);
      const places = axes.map((axis) => table.axes.indexOf(axis));
      if (places.includes(-1)) throw new NoValue(`${letter}(${axes})`);
      const found = new Map();
      for (const [cell, weight] of table.flat) {
        const part = String(places.map((k) => cell[k]));
        found.set(part, (found.get(part) || 0) + weight);
      }
      marginals.set(key, found);
      return found;
    };
    const axisOf = (role, index) => (index === null ? axesOf(role) : [axesOf(role).includes(`${role}_${index}`) ? `${role}_${index}` : role]);
    // Where a variable stands: in a finite world the places of its axes, in a Gaussian one its numbers.
    const standing = (name, role, index, env) => {
      if (index !== null && `${name}[${index}]` in env) return [env[`${name}[${index}]`]];
      const whole = name in env ? env[name] : world.points[name];
      if (whole === undefined) {
        const several = [];  // a vector that is bound component by component
        while (`${name}[${several.length + 1}]` in env) several.push(env[`${name}[${several.length + 1}]`]);
        if (index !== null || !several.length || (!world.gaussian && several.length < axesOf(role).length)) throw new NoValue(name);
        return several;
      }
      return index === null || whole.length === 1 ? whole : [whole[index - 1]];
    };
    const numbers = (name, role, index, env) => {
      const here = standing(name, role, index, env);
      if (world.gaussian) return here;
      const axes = axisOf(role, index);
      return here.map((place, k) => world.values[axes[k]][place]);
    };
    const single = (values) => (values.length === 1 ? values[0] : values);
    const indexed = (index, env) => (index === null ? null : value(index, env));
    const bare = (v) => (Array.isArray(v) && v.length === 1 ? bare(v[0]) : v);  // a vector of one component is a number
    const alike = (a, b) => (Array.isArray(a) ? Array.isArray(b) && a.length === b.length && a.every((v, k) => same(v, b[k])) : Math.abs(a - b) < 1e-9);
    const same = (a, b) => alike(bare(a), bare(b));
    const points = (bound, env) => bound.reduce((found, [name, role, index]) => {
      const j = indexed(index, env);
      const axes = axisOf(role, j);
      const cells = axes.reduce((some, axis) => some.flatMap((cell) => world.values[axis].map((_, k) => [...cell, k])), [[]]);
      return found.flatMap((point) => cells.map((cell) => ({ ...point, ...(j === null ? { [name]: cell } : { [`${name}[${j}]`]: cell[0] }) })));
    }, [{}]);

    const of = {
      number: ([, n]) => n,
      symbol: ([, name]) => {
        if (name in world.symbols) return world.symbols[name];
        const several = [];
        for (let k = 1; `${name}_${k}` in world.symbols; k += 1) several.push(world.symbols[`${name}_${k}`]);
        if (!several.length) throw new NoValue(name);
        return several;
      },
      "symbol at": ([, name, index], env) => {
        const key = `${name}_${value(index, env)}`;
        if (!(key in world.symbols)) throw new NoValue(key);
        return world.symbols[key];
      },
      index: ([, name], env) => env[`index ${name}`],
      variable: ([, name, role], env) => single(numbers(name, role, null, env)),
      component: ([, name, role, index], env) => numbers(name, role, value(index, env), env)[0],
      function: ([, name, index, args], env) => {
        const j = indexed(index, env);
        const full = j === null ? name : `${name}_${j}`;
        const place = args.map((a) => value(a, env));
        const flat = place.flat();
        const apply = (f) => (f.terms
          ? f.terms.reduce((sum, [c, k, power]) => sum + c * (k === null ? 1 : flat[k] ** power), 0)
          : f.value);
        const fits = (f) => (f.terms ? f.arguments === flat.length : same(f.at, place));
        const found = world.functions.find((f) => f.name === full && fits(f));
        if (found) return apply(found);
        if (j === null) {  // a vector of functions
          const several = [];
          for (let k = 1; ; k += 1) {
            const one = world.functions.find((f) => f.name === `${name}_${k}` && fits(f));
            if (!one) break;
            several.push(apply(one));
          }
          if (several.length) return several;
        }
        throw new NoValue(full);
      },
      add: ([, ...parts], env) => parts.map((p) => value(p, env)).reduce((a, b) => both(a, b, (x, y) => x + y), 0),
      multiply: ([, ...parts], env) => {
        let total = 1;
        for (const part of parts) {
          const next = value(part, env);
          if (next === 0) return 0;  // a weight of zero silences what it weighs
          total = both(total, next, (x, y) => x * y);
        }
        return total;
      },
      power: ([, base, exponent], env) => {
        const power = value(exponent, env);
        return each(value(base, env), (b) => b ** power);
      },
      exp: ([, a], env) => each(value(a, env), Math.exp),
      log: ([, a], env) => logarithm(a, env),
      abs: ([, a], env) => Math.abs(value(a, env)),
      equal: ([, a, b], env) => Number(value(a, env) === value(b, env)),
      "square norm": ([, a], env) => [value(a, env)].flat().reduce((sum, v) => sum + v * v, 0),
      entry: ([, vector, index], env) => {
        const found = value(vector, env);
        return Array.isArray(found) ? found[value(index, env) - 1] : found;
      },
      sum: ([, index, low, high, body], env) => {
        let total = 0;
        for (let k = value(low, env), last = value(high, env); k <= last; k += 1) total += value(body, { ...env, [`index ${index}`]: k });
        return total;
      },
      product: ([, index, low, high, body], env) => {
        let total = 1;
        for (let k = value(low, env), last = value(high, env); k <= last; k += 1) total *= value(body, { ...env, [`index ${index}`]: k });
        return total;
      },
      density: ([, letter, targets, givens], env) => {
        const parts = [targets, givens].map((slots) => slots.map(([role, name, own, index]) => {
          const j = indexed(index, env);
          return { axes: role === own ? axisOf(role, j) : axesOf(role), cell: standing(name, own, j, env) };
        }));
        const [above, below] = parts.map((some) => ({ axes: some.flatMap((s) => s.axes), cell: some.flatMap((s) => s.cell) }));
        const joint = marginal(letter, [...above.axes, ...below.axes]).get(String([...above.cell, ...below.cell]));
        const given = below.axes.length ? marginal(letter, below.axes).get(String(below.cell)) : 1;
        return joint / given;
      },
      normal: (tree, env) => Math.exp(logNormalOf(tree, env)),
      integral: ([, bound, body], env) => points(bound, env).reduce((sum, point) => sum + value(body, { ...env, ...point }), 0),
      average: ([, bound, weight, body], env) => points(bound, env).reduce((sum, point) => {
        const inner = { ...env, ...point };
        const w = value(weight, inner);
        return w === 0 ? sum : sum + w * value(body, inner);
      }, 0),
      gaussian: ([, draws, body], env) => {
        const listed = draws.flatMap(([name, , index, mean, variance, limits]) => {
          if (!limits) return [{ key: index === null ? name : `${name}[${value(index, env)}]`, whole: index === null, mean, variance, extra: {} }];
          const [which, low, high] = limits;
          const found = [];
          for (let k = value(low, env), last = value(high, env); k <= last; k += 1) {
            const extra = { [`index ${which}`]: k };
            found.push({ key: `${name}[${value(index, { ...env, ...extra })}]`, whole: false, mean, variance, extra });
          }
          return found;
        });
        if (listed.length >= NODES.length) throw new NoValue(`∫ d${listed.length}`);
        const nodes = rule(NODES[listed.length]);
        const descend = (k, inner) => {
          if (k === listed.length) return value(body, inner);
          const { key, whole, mean, variance, extra } = listed[k];
          const here = { ...inner, ...extra };
          const [m, s] = [value(mean, here), Math.sqrt(value(variance, here))];
          let total = 0;
          for (const [t, weight] of nodes) total += weight * descend(k + 1, { ...inner, [key]: whole ? [m + s * t] : m + s * t });
          return total;
        };
        return descend(0, env);
      },
    };
    const logNormalOf = ([, x, mean, variance], env) => {
      const v = value(variance, env);
      const gap = [both(value(x, env), value(mean, env), (a, b) => a - b)].flat();
      return gap.reduce((sum, g) => sum - 0.5 * (g * g / v + Math.log(2 * Math.PI * v)), 0);
    };
    // The log of a density is taken of its parts: the density itself may be too small for a number.
    const logarithm = (tree, env) => {
      if (tree[0] === "normal") return logNormalOf(tree, env);
      if (tree[0] === "exp") return value(tree[1], env);
      if (tree[0] === "product") return of.sum(["sum", tree[1], tree[2], tree[3], ["log", tree[4]]], env);
      if (tree[0] === "multiply" && tree.slice(1).some(([kind]) => ["normal", "product", "exp"].includes(kind))) {
        return tree.slice(1).reduce((sum, part) => sum + logarithm(part, env), 0);
      }
      if (tree[0] === "power" && tree[1][0] === "normal") return value(tree[2], env) * logNormalOf(tree[1], env);
      return each(value(tree, env), Math.log);
    };
    const value = (tree, env) => of[tree[0]](tree, env);
    return { value: (tree, env = {}) => value(tree, env), points: (bound) => points(bound, {}), NoValue };
  };
})();
