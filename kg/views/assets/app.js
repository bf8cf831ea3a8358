// Views and back, filters, search, saving, and the link that restores it all.
kg.$ = (id) => document.getElementById(id);
kg.motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250 });
kg.history = [];

kg.redraw = (fit) => {
  kg.draw();
  kg.$("shown").textContent = kg.view.type === "overview" ? `${kg.ids.size} of ${kg.nodes.filter((n) => kg.ACTORS.has(n.kind)).length}` : `${kg.ids.size}`;
  if (kg.view.type === "dyad") kg.timeline(kg.between(...kg.view.ids)); else kg.$("timeline").hidden = true;
  if (fit) kg.network.fit({ animation: false, maxZoomLevel: 1.4 });
  kg.remember();
};
kg.between = (a, b) => {
  // between two states stand also the acts of those who speak for them
  const side = (id) => { const n = kg.nodes[id]; return n.kind === "State" ? (x) => kg.nodes[x].country === n.country : (x) => x === id; };
  const [one, two] = [side(a), side(b)];
  return kg.shown.filter((s) => (one(s.from) && two(s.to)) || (two(s.from) && one(s.to)));
};

kg.go = (view, replace) => {
  if (!replace) kg.history.push({ view: kg.view, selected: kg.selected });
  kg.view = view;
  kg.$("back").disabled = !kg.history.length;
  kg.redraw(true);
  if (view.type === "ego") kg.showNode(view.ids[0], true);
  else if (view.type === "dyad") {
    const [a, b] = view.ids;
    kg.selected = null;
    kg.show(`${kg.nameOf(a)} and ${kg.nameOf(b)}`, "", kg.between(a, b));
  } else kg.welcome();
};
kg.back = () => {
  const last = kg.history.pop();
  if (!last) return;
  kg.go(last.view, true);
  if (last.selected && last.selected.node !== undefined) kg.showNode(last.selected.node);
  else if (last.selected && last.selected.line) kg.showLine(last.selected.line);
};

// -- filters --------------------------------------------------------------------------------------
kg.boxes = (holder, key, values, label, colour) => {
  holder.replaceChildren();
  const count = (v) => (key === "kind" ? kg.nodes.filter((n) => n.kind === v).length : kg.statements.filter((s) => s[key] === v).length);
  for (const value of values) {
    const n = count(value);
    if (!n) continue;
    const box = kg.el("input", { type: "checkbox", "data-value": value });
    box.checked = kg.filters[key].has(value);
    box.addEventListener("change", () => { if (box.checked) kg.filters[key].add(value); else kg.filters[key].delete(value); kg.redraw(); });
    const swatch = colour ? kg.el("span", { class: "swatch" }) : null;
    if (swatch) swatch.style.background = colour(value);
    holder.append(kg.el("label", {}, box, swatch, kg.el("span", { text: label(value) }), kg.el("span", { class: "count", text: String(n) })));
  }
};
kg.showFilters = () => {
  kg.boxes(kg.$("by-modality"), "modality", Object.values(kg.MODALITIES), (v) => v);
  kg.boxes(kg.$("by-quad"), "quad", Object.keys(kg.QUADS), (v) => kg.QUADS[v], (v) => kg.COLOURS[kg.tone(v)]);
  kg.boxes(kg.$("by-kind"), "kind", [...new Set(kg.nodes.map((n) => n.kind))].sort(), kg.kindName, (v) => kg.data.kinds[v] || "#bbb");
  for (const key of ["relation", "speaker", "topic", "article"]) kg.$(`by-${key}`).value = kg.filters[key];
  for (const key of ["since", "until"]) { kg.$(key).max = Math.max(0, kg.days.length - 1); kg.$(key).value = kg.filters[key]; }
  kg.$("level").value = kg.level;
  kg.showSpan();
};
kg.showSpan = () => { kg.$("span").textContent = kg.days.length ? `${kg.days[kg.filters.since]} – ${kg.days[kg.filters.until]}` : "no days told"; };
kg.filterBy = (key, value) => { kg.filters[key] = value; kg.showFilters(); kg.redraw(); };
kg.options = (key, counts, first = []) => {
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 400);
  kg.$(`by-${key}`).append(...first, ...sorted.map(([v, n]) => kg.el("option", { value: v, text: `${v} (${n})` })));
};
kg.histogram = () => {
  const canvas = kg.$("histogram"), context = canvas.getContext("2d"), counts = new Map(), n = kg.days.length, most = { v: 1 };
  for (const s of kg.statements) if (s.day) { const c = (counts.get(s.day) || 0) + 1; counts.set(s.day, c); most.v = Math.max(most.v, c); }
  context.clearRect(0, 0, 360, 40);
  context.fillStyle = kg.ink("--soft");
  kg.days.forEach((d, i) => { const h = 38 * Math.sqrt(counts.get(d) / most.v); context.fillRect((i * 360) / n, 40 - h, Math.max(1, 360 / n - 1), h); });
};

// -- search ---------------------------------------------------------------------------------------
kg.startSearch = () => {
  const box = kg.$("search"), list = kg.$("hits");
  let hits = [], at = -1;
  const close = () => { list.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const choose = (n) => { box.value = n.name; close(); if (kg.ids.has(n.id)) kg.showNode(n.id); else kg.go({ type: "ego", ids: [n.id] }); };
  const paint = () => {
    list.replaceChildren(...hits.map((n, i) => kg.el("li", { role: "option", id: `hit-${i}`, "aria-selected": String(i === at), onmousedown: (e) => { e.preventDefault(); choose(n); } }, n.name, kg.el("span", { class: "meta", text: ` ${kg.kindName(n.kind)} · ${n.degree}` }))));
    list.hidden = !hits.length;
    box.setAttribute("aria-expanded", String(hits.length > 0));
    if (at >= 0) box.setAttribute("aria-activedescendant", `hit-${at}`); else box.removeAttribute("aria-activedescendant");
  };
  box.addEventListener("input", () => { hits = kg.search(box.value); at = -1; paint(); });
  box.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { at = Math.max(-1, Math.min(hits.length - 1, at + (e.key === "ArrowDown" ? 1 : -1))); paint(); e.preventDefault(); }
    else if (e.key === "Enter") {
      const found = hits[Math.max(0, at)] || kg.search(box.value)[0];
      if (found) choose(found); else if (box.value.trim()) kg.detail.replaceChildren(kg.el("p", { class: "hint", text: `Nobody here is called “${box.value}”.` }));
    } else if (e.key === "Escape") close();
  });
  box.addEventListener("blur", close);
};

// -- saving ---------------------------------------------------------------------------------------
kg.save = (name, href) => { const a = kg.el("a", { href, download: name }); document.body.append(a); a.click(); a.remove(); };
kg.asPng = () => {
  const source = kg.$("graph").querySelector("canvas"), copy = document.createElement("canvas"), context = copy.getContext("2d");
  copy.width = source.width; copy.height = source.height;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  return copy.toDataURL("image/png");
};
kg.asCsv = () => {
  // a leading = + - @ would be a formula in a spreadsheet
  const cell = (v) => `"${String(v ?? "").replace(/^([=+\-@\t\r])/, "'$1").replace(/"/g, '""')}"`;
  const columns = ["subject", "relation", "object", "content", "modality", "negated", "speaker", "time", "place", "event", "score", "confidence", "article", "sentence"];
  const rows = kg.shown.map((s) => {
    const [article, , sentence] = s.evidence.length ? kg.data.sentences[s.evidence[0][0]] : [-1, 0, ""];
    return [kg.nameOf(s.from), s.relation, kg.nameOf(s.to), s.content, s.modality, s.negated, kg.nameOf(s.speaker), s.time, s.place, s.event, s.score, s.confidence, article < 0 ? "" : kg.data.articles[article].id, sentence].map(cell).join(",");
  });
  return "\ufeff" + [columns.join(","), ...rows].join("\r\n") + "\r\n";
};
kg.blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));

// -- the link that restores the state ---------------------------------------------------------------
kg.remember = () => {
  const f = kg.filters, full = kg.fresh(), kept = { v: kg.view, n: kg.selected, l: kg.level, a: kg.apart ? 1 : 0 };
  for (const key of ["modality", "quad", "kind"]) if (f[key].size !== full[key].size) kept[key] = [...f[key]];
  for (const key of ["relation", "speaker", "topic", "article", "since", "until"]) if (f[key] !== full[key]) kept[key] = f[key];
  try { history.replaceState(null, "", "#" + encodeURIComponent(JSON.stringify(kept))); } catch { /* a page inside a notebook has no address of its own */ }
};
kg.restore = () => {
  let kept;
  try { kept = JSON.parse(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  const valid = (id) => Number.isInteger(id) && id >= 0 && id < kg.nodes.length;
  for (const key of ["modality", "quad", "kind"]) if (Array.isArray(kept[key])) kg.filters[key] = new Set(kept[key]);
  for (const key of ["relation", "speaker", "topic", "article"]) if (typeof kept[key] === "string") kg.filters[key] = kept[key];
  for (const key of ["since", "until"]) if (Number.isInteger(kept[key]) && kept[key] < kg.days.length) kg.filters[key] = Math.max(0, kept[key]);
  if (Number.isInteger(kept.l)) kg.level = Math.max(5, Math.min(kg.MOST, kept.l));
  kg.apart = kept.a === 1;
  if (kept.v && (kept.v.type === "overview" || (Array.isArray(kept.v.ids) && kept.v.ids.every(valid) && kept.v.ids.length === (kept.v.type === "dyad" ? 2 : 1)))) kg.view = kept.v;
  return kept.n && (valid(kept.n.node) || typeof kept.n.line === "string") ? kept.n : null;
};

kg.theme = (name) => { document.documentElement.dataset.theme = name; };

kg.start = async () => {
  kg.theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  kg.load(await kg.unpack(kg.$("data").textContent));
  kg.$("busy").remove();
  kg.detail = kg.$("detail");
  kg.apart = false;
  const actors = kg.nodes.filter((n) => kg.ACTORS.has(n.kind)).length;
  kg.level = Math.max(5, Math.min(window.innerWidth < 600 ? 28 : 60, actors));
  kg.$("level").max = Math.max(5, Math.min(kg.MOST, actors));
  const focus = kg.data.focus || [];
  kg.home = focus.length === 2 ? { type: "dyad", ids: focus } : focus.length === 1 ? { type: "ego", ids: focus } : { type: "overview" };
  kg.view = kg.home;
  kg.startGraph(kg.$("graph"));
  const tally = (of) => { const counts = new Map(); for (const s of kg.statements) for (const v of of(s)) if (v) counts.set(v, (counts.get(v) || 0) + 1); return counts; };
  kg.options("relation", tally((s) => [s.relation]));
  kg.options("speaker", tally((s) => [kg.nameOf(s.speaker)]), [kg.el("option", { value: kg.ARTICLE, text: "the article itself" })]);
  kg.options("topic", tally((s) => s.topics));
  kg.$("by-article").append(...kg.data.articles.slice(0, 2000).map((a, i) => kg.el("option", { value: String(i), text: a.title || a.id })));
  const selected = location.hash.length > 1 ? kg.restore() : null;
  kg.showFilters();
  kg.histogram();
  for (const key of ["relation", "speaker", "topic", "article"]) kg.$(`by-${key}`).addEventListener("change", (e) => { kg.filters[key] = e.target.value; kg.redraw(); });
  for (const key of ["since", "until"]) kg.$(key).addEventListener("input", (e) => {
    kg.filters[key] = Number(e.target.value);
    if (kg.filters.since > kg.filters.until) { const other = key === "since" ? "until" : "since"; kg.filters[other] = kg.filters[key]; kg.$(other).value = kg.filters[key]; }
    kg.showSpan(); kg.redraw();
  });
  kg.$("level").addEventListener("input", (e) => { kg.level = Number(e.target.value); kg.redraw(); });
  kg.$("reset").addEventListener("click", () => { kg.filters = kg.fresh(); kg.showFilters(); kg.redraw(); });
  kg.$("apart").addEventListener("click", (e) => { kg.apart = !kg.apart; e.target.setAttribute("aria-pressed", kg.apart); kg.redraw(); });
  kg.$("back").addEventListener("click", kg.back);
  kg.$("home").addEventListener("click", () => kg.go({ type: "overview" }));
  kg.$("fit").addEventListener("click", () => kg.network.fit({ animation: kg.motion() }));
  kg.$("png").addEventListener("click", () => kg.save("graph.png", kg.asPng()));
  kg.$("svg").addEventListener("click", () => kg.save("graph.svg", kg.blob(kg.asSvg(), "image/svg+xml")));
  kg.$("csv").addEventListener("click", () => kg.save("statements.csv", kg.blob(kg.asCsv(), "text/csv")));
  kg.$("theme").addEventListener("click", () => { kg.theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"); kg.histogram(); kg.redraw(); });
  kg.$("filters-toggle").addEventListener("click", (e) => { const open = kg.$("filters").classList.toggle("open"); e.target.setAttribute("aria-expanded", open); });
  kg.startSearch();
  kg.network.on("click", (e) => { if (e.nodes.length) kg.showNode(e.nodes[0], true); else if (e.edges.length) kg.showLine(e.edges[0]); });
  kg.network.on("doubleClick", (e) => { if (e.nodes.length) kg.go({ type: "ego", ids: [e.nodes[0]] }); });
  kg.$("apart").setAttribute("aria-pressed", kg.apart);
  kg.go(kg.view, true);
  if (selected && selected.node !== undefined) kg.showNode(selected.node, true);
  else if (selected && selected.line) kg.showLine(selected.line);
  kg.ready = true;
};
kg.start();
