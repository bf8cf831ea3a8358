// Which nodes and lines a view shows, where they stand, and vis-network drawing them.
kg.COLOURS = { coop: "#0072B2", conf: "#D55E00", none: "#8a929c" };
kg.MOST = 300; // the most nodes that are drawn at a time

kg.startGraph = (holder) => {
  kg.visNodes = new vis.DataSet();
  kg.visEdges = new vis.DataSet();
  kg.network = new vis.Network(holder, { nodes: kg.visNodes, edges: kg.visEdges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, multiselect: false, tooltipDelay: 200, hideEdgesOnDrag: false },
    nodes: { borderWidth: 1, scaling: { label: { drawThreshold: 2 } }, font: { size: 16, strokeWidth: 4, vadjust: -2 } },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 1.5, hoverWidth: 1, scaling: { label: { drawThreshold: 3 } }, font: { size: 11, align: "middle", strokeWidth: 3 } },
  });
};

kg.ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// a view is {type: "overview"}, {type: "ego", ids: [n]} or {type: "dyad", ids: [a, b]}
kg.select = (statements, view, level) => {
  const weight = new Map();
  for (const s of statements) for (const end of [s.from, s.to]) weight.set(end, (weight.get(end) || 0) + 1);
  const rank = (id) => (weight.get(id) || 0) * (kg.nodes[id].kind === "State" ? 1.6 : 1);
  const byRank = (a, b) => rank(b) - rank(a) || a - b;
  if (view.type === "overview") {
    const actors = [...weight.keys()].filter((id) => kg.ACTORS.has(kg.nodes[id].kind)).sort(byRank).slice(0, level);
    return new Set(actors.length ? actors : [...weight.keys()].sort(byRank).slice(0, level));
  }
  const [one, other] = view.ids;
  const around = (id) => new Set(statements.filter((s) => s.from === id || s.to === id).map((s) => (s.from === id ? s.to : s.from)));
  let near = [...around(one)];
  if (view.type === "dyad") {
    const second = around(other);
    near = near.filter((id) => second.has(id));
    for (const s of kg.between(one, other)) near.push(s.from, s.to);
    near = [...new Set(near)];
  }
  return new Set([...view.ids, ...near.filter((id) => !view.ids.includes(id)).sort(byRank).slice(0, Math.min(level, kg.MOST - 2))]);
};

kg.place = (ids, view) => {
  const places = new Map();
  if (view.type === "overview") {
    kg.fill(ids, places);
  } else if (view.type === "ego") {
    // rings around the one: actors inside, the rest outside, those of a state together
    const rest = [...ids].filter((id) => id !== view.ids[0]);
    const key = (id) => `${kg.ACTORS.has(kg.nodes[id].kind) ? 0 : 1} ${kg.nodes[id].country || "~"} ${kg.nodes[id].kind} ${kg.nodes[id].name}`;
    rest.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    places.set(view.ids[0], [0, 0]);
    let ring = 0, placed = 0;
    while (placed < rest.length) {
      const radius = 270 + ring * 150, room = Math.max(8, Math.floor((2 * Math.PI * radius) / 125));
      const here = rest.slice(placed, placed + room);
      here.forEach((id, i) => { const turn = (2 * Math.PI * (i + (ring % 2) / 2)) / here.length - Math.PI / 2; places.set(id, [radius * 1.4 * Math.cos(turn), radius * Math.sin(turn)]); });
      placed += here.length; ring += 1;
    }
  } else {
    // the two left and right with those who speak for them, whom both deal with in between
    const [one, two] = view.ids, rest = [...ids].filter((id) => !view.ids.includes(id));
    const side = (id) => [one, two].findIndex((x) => kg.nodes[x].country && kg.nodes[x].country === kg.nodes[id].country);
    const groups = [rest.filter((id) => side(id) === 0), rest.filter((id) => side(id) === -1), rest.filter((id) => side(id) === 1)];
    const columns = Math.max(1, Math.ceil(groups[1].length / 8)), half = 210 + columns * 90;
    const stack = (list, x, step) => list.forEach((id, i) => places.set(id, [x + (i % 2) * step, (i - (list.length - 1) / 2) * 74 + (list.length % 2 ? 40 : 0)]));
    places.set(one, [-half - 110, 0]);
    places.set(two, [half + 110, 0]);
    stack(groups[0], -half + 30, -60);
    stack(groups[2], half - 30, 60);
    const rows = Math.ceil(groups[1].length / columns);
    groups[1].forEach((id, i) => places.set(id, [((i % columns) - (columns - 1) / 2) * 180, (Math.floor(i / columns) - (rows - 1) / 2) * 96 + (rows % 2 ? 48 : 0)]));
  }
  return places;
};

// the places computed beforehand, stretched to fill the window, and names that would cover each other pushed apart
kg.fill = (ids, places) => {
  const list = [...ids], xs = list.map((id) => kg.nodes[id].x), ys = list.map((id) => kg.nodes[id].y);
  const holder = document.getElementById("graph"), grow = Math.max(1, Math.sqrt(list.length / 38));
  const [wide, high] = [Math.max(300, holder.clientWidth - 140) * grow, Math.max(260, holder.clientHeight - 90) * grow];
  const scale = (all, room) => { const low = Math.min(...all), span = Math.max(...all) - low || 1; return all.map((v) => ((v - low) / span - 0.5) * room); };
  const x = scale(xs, wide), y = scale(ys, high), near = 108, tall = 56;
  for (let round = 0; round < 80; round += 1) {
    let moved = false;
    for (let i = 0; i < list.length; i += 1) for (let j = i + 1; j < list.length; j += 1) {
      const dx = x[j] - x[i], dy = y[j] - y[i], ox = near - Math.abs(dx), oy = tall - Math.abs(dy);
      if (ox <= 0 || oy <= 0) continue;
      moved = true;
      if (ox / near < oy / tall) { const push = (dx < 0 ? -ox : ox) / 4; x[i] -= push; x[j] += push; } else { const push = (dy < 0 ? -oy : oy) / 4; y[i] -= push; y[j] += push; }
    }
    if (!moved) break;
  }
  list.forEach((id, i) => places.set(id, [x[i], y[i]]));
};

// the lines between the nodes shown: a bundle a pair and direction, or apart, one a relation
kg.bundles = (statements, ids, apart) => {
  const found = new Map();
  for (const s of statements) {
    if (!ids.has(s.from) || !ids.has(s.to) || s.from === s.to) continue;
    const key = apart ? `${s.from}>${s.to}>${s.relation}` : `${s.from}>${s.to}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(s);
  }
  return found;
};

kg.line = (key, list, roundness, labelled) => {
  const coop = list.filter((s) => kg.tone(s.quad) === "coop").length, conf = list.filter((s) => kg.tone(s.quad) === "conf").length;
  const colour = kg.COLOURS[coop || conf ? (conf > coop ? "conf" : "coop") : "none"];
  const relations = new Set(list.map((s) => s.relation));
  const label = relations.size === 1 ? [...relations][0] + (list.length > 1 ? ` ×${list.length}` : "") : `${list.length} statements`;
  return {
    id: key, from: list[0].from, to: list[0].to, width: 1 + Math.min(6, Math.log2(list.length) * 1.2), dashes: list.some(kg.firm) ? false : [6, 5],
    color: { color: colour, highlight: colour, hover: colour, opacity: 0.75 }, smooth: roundness ? { enabled: true, type: "curvedCW", roundness } : false,
    label: labelled ? label : undefined, title: `${kg.nameOf(list[0].from)} → ${kg.nameOf(list[0].to)}: ${label}`, font: { color: kg.ink("--soft"), strokeColor: kg.ink("--bg") },
  };
};

kg.draw = () => {
  kg.shown = kg.statements.filter(kg.passes);
  const ids = kg.select(kg.shown, kg.view, kg.level), places = kg.place(ids, kg.view);
  const bundles = kg.bundles(kg.shown, ids, kg.apart);
  const ranked = [...ids].sort((a, b) => kg.nodes[b].degree - kg.nodes[a].degree);
  const named = new Set([...kg.view.ids || [], ...ranked.slice(0, 90)]);
  const font = { color: kg.ink("--ink"), strokeColor: kg.ink("--bg") };
  const nodes = ranked.map((id) => {
    const n = kg.nodes[id], [x, y] = places.get(id);
    return { id, label: named.has(id) ? n.label : undefined, title: n.name, x, y, shape: n.shape, color: n.color, size: kg.view.ids && kg.view.ids.includes(id) ? Math.max(22, n.size) : n.size, font: { ...font, size: n.kind === "State" ? 20 : 15 } };
  });
  const count = new Map(), seen = new Map();
  for (const list of bundles.values()) { const pair = [list[0].from, list[0].to].sort().join("-"); count.set(pair, (count.get(pair) || 0) + 1); }
  const edges = [...bundles].map(([key, list]) => {
    const pair = [list[0].from, list[0].to].sort().join("-"), n = seen.get(pair) || 0;
    seen.set(pair, n + 1);
    return kg.line(key, list, count.get(pair) > 1 ? 0.12 + 0.13 * Math.floor(n / (kg.apart ? 1 : 2)) : kg.view.type === "overview" && bundles.size > 400 ? 0 : 0.06, bundles.size <= 45);
  });
  kg.lines = bundles;
  const keep = new Set(nodes.map((n) => n.id)), keepLines = new Set(edges.map((e) => e.id));
  kg.visEdges.remove(kg.visEdges.getIds().filter((id) => !keepLines.has(id)));
  kg.visNodes.remove(kg.visNodes.getIds().filter((id) => !keep.has(id)));
  kg.visNodes.update(nodes);
  kg.visEdges.update(edges);
  kg.ids = ids;
};

// what is seen as SVG: the same nodes and lines, drawn from their places
kg.asSvg = () => {
  const escape = (t) => String(t).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  const at = kg.network.getPositions(), nodes = kg.visNodes.get(), pad = 120;
  const xs = nodes.map((n) => at[n.id].x), ys = nodes.map((n) => at[n.id].y);
  const left = Math.min(...xs) - pad, top = Math.min(...ys) - pad, width = Math.max(...xs) - left + pad, height = Math.max(...ys) - top + pad;
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${Math.round(width)}" height="${Math.round(height)}" font-family="system-ui, sans-serif">`, `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${kg.ink("--bg")}"/>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0 8 4 0 8z" fill="context-stroke"/></marker></defs>'];
  for (const e of kg.visEdges.get()) {
    const a = at[e.from], b = at[e.to], r = e.smooth ? e.smooth.roundness : 0, size = kg.nodes[e.to].size;
    const cx = (a.x + b.x) / 2 + r * (b.y - a.y), cy = (a.y + b.y) / 2 - r * (b.x - a.x), d = Math.hypot(b.x - cx, b.y - cy) || 1;
    parts.push(`<path d="M${a.x} ${a.y} Q${cx} ${cy} ${b.x - ((b.x - cx) / d) * size} ${b.y - ((b.y - cy) / d) * size}" fill="none" stroke="${e.color.color}" stroke-opacity=".75" stroke-width="${e.width}"${e.dashes ? ' stroke-dasharray="6 5"' : ""} marker-end="url(#tip)"><title>${escape(e.title)}</title></path>`);
  }
  for (const n of nodes) {
    const p = at[n.id];
    parts.push(n.shape === "dot" ? `<circle cx="${p.x}" cy="${p.y}" r="${n.size}" fill="${n.color}"/>` : `<rect x="${p.x - n.size * 0.85}" y="${p.y - n.size * 0.85}" width="${n.size * 1.7}" height="${n.size * 1.7}" fill="${n.color}"${n.shape === "diamond" || n.shape === "star" ? ` transform="rotate(45 ${p.x} ${p.y})"` : ""}/>`);
    if (n.label) parts.push(`<text x="${p.x}" y="${p.y + n.size + 15}" font-size="${n.font.size}" text-anchor="middle" fill="${kg.ink("--ink")}" stroke="${kg.ink("--bg")}" stroke-width="4" paint-order="stroke">${escape(n.label)}</text>`);
  }
  return parts.join("\n") + "\n</svg>\n";
};
