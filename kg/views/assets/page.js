"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = new Map(data.nodes.map((n) => [n.id, n]));
  const $ = (id) => document.getElementById(id);
  const COLOURS = { coop: "#0072B2", conf: "#D55E00", none: "#8a929c" };
  const MODALITIES = ["actual", "planned", "desired", "possible", "conditional"];
  const QUADS = { VERBAL_COOP: "verbal cooperation", MATERIAL_COOP: "material cooperation", VERBAL_CONF: "verbal conflict", MATERIAL_CONF: "material conflict", "": "neither" };

  // an element with text and children; text only ever becomes text
  function el(tag, options = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "text") node.textContent = value;
      else if (key === "onclick") node.addEventListener("click", value);
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((c) => c !== null && c !== undefined));
    return node;
  }

  const dayOf = (s) => s.time || (data.articles[s.article] || {}).published || "";
  const side = (s) => (s.quad.endsWith("COOP") ? "coop" : s.quad.endsWith("CONF") ? "conf" : "none");
  const days = [...new Set(data.statements.map(dayOf).filter(Boolean).map((d) => d.length === 4 ? d + "-12-31" : d.length === 7 ? d + "-28" : d))].sort();
  const full = (d) => (d.length === 4 ? d + "-12-31" : d.length === 7 ? d + "-28" : d);

  const state = { modality: new Set(MODALITIES), quad: new Set(Object.keys(QUADS)), kind: new Set(data.nodes.map((n) => n.kind)), speaker: "", article: "", until: days.length - 1, focus: null };

  function passes(s) {
    if (!state.modality.has(s.modality) || !state.quad.has(s.quad)) return false;
    if (state.speaker && (state.speaker === "\u0000" ? s.speaker : s.speaker !== state.speaker)) return false;
    if (state.article && s.article !== state.article) return false;
    const day = dayOf(s);
    if (day && days.length && full(day) > days[state.until]) return false;
    return state.kind.has(byId.get(s.from).kind) && state.kind.has(byId.get(s.to).kind);
  }

  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--node-ink").trim();
  const network = new vis.Network($("graph"), { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, multiselect: false, tooltipDelay: 200 },
    nodes: { font: { size: 17, color: ink(), strokeWidth: 0 }, borderWidth: 1, scaling: { label: { drawThreshold: 2 } } },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, smooth: { enabled: true, type: "curvedCW", roundness: 0.14 }, font: { size: 11, color: ink(), strokeWidth: 0, align: "middle" }, scaling: { label: { drawThreshold: 4 } } },
  });
  dark.addEventListener("change", () => { network.setOptions({ nodes: { font: { color: ink() } }, edges: { font: { color: ink() } } }); });

  let visible = [];
  function draw() {
    visible = data.statements.filter(passes);
    if (state.focus) {
      const keep = new Set(state.focus.nodes);
      visible = visible.filter((s) => (state.focus.between ? keep.has(s.from) && keep.has(s.to) : keep.has(s.from) || keep.has(s.to)));
    }
    const pairs = new Map();
    const used = new Set();
    for (const s of visible) {
      const key = s.from + "\u0001" + s.to;
      if (!pairs.has(key)) pairs.set(key, []);
      pairs.get(key).push(s);
      used.add(s.from); used.add(s.to);
    }
    const important = data.nodes.filter((n) => used.has(n.id)).sort((a, b) => b.degree - a.degree);
    const labelled = new Set(important.slice(0, 60).map((n) => n.id));
    const fresh = important.map((n) => ({ id: n.id, label: labelled.has(n.id) || used.size < 70 ? n.label : undefined, x: n.x, y: n.y, color: n.color, shape: n.shape, size: n.size }));
    const freshEdges = [...pairs.entries()].map(([key, list]) => {
      const sides = list.map(side);
      const coop = sides.filter((x) => x === "coop").length, conf = sides.filter((x) => x === "conf").length;
      const colour = coop || conf ? (conf > coop ? COLOURS.conf : COLOURS.coop) : COLOURS.none;
      const firm = list.some((s) => s.modality === "actual" && !s.negated && !s.speaker);
      const first = list[0];
      return { id: key, from: first.from, to: first.to, color: { color: colour, highlight: colour, hover: colour, opacity: 0.8 }, dashes: !firm, width: 1 + Math.min(5, Math.log2(list.length)), label: pairs.size <= 60 ? (list.length === 1 ? first.relation : `${list.length} statements`) : undefined };
    });
    const ids = new Set(fresh.map((n) => n.id)), edgeIds = new Set(freshEdges.map((e) => e.id));
    nodes.remove(nodes.getIds().filter((i) => !ids.has(i)));
    edges.remove(edges.getIds().filter((i) => !edgeIds.has(i)));
    nodes.update(fresh);
    edges.update(freshEdges);
    remember();
  }

  // -- details ----------------------------------------------------------------------------------
  const nameOf = (id) => (byId.get(id) || { name: id }).name;
  function nodeLink(id) {
    return el("button", { class: "link", type: "button", text: nameOf(id), onclick: () => select(id) });
  }

  function quotation(sentence, s) {
    const box = el("blockquote");
    const words = [nameOf(s.from), nameOf(s.to), s.content || ""].filter((w) => w && sentence.includes(w));
    let rest = sentence;
    while (rest) {
      const found = words.map((w) => [rest.indexOf(w), w]).filter(([i]) => i >= 0).sort((a, b) => a[0] - b[0] || b[1].length - a[1].length)[0];
      if (!found) { box.append(rest); break; }
      box.append(rest.slice(0, found[0]), el("mark", { text: found[1] }));
      rest = rest.slice(found[0] + found[1].length);
    }
    return box;
  }

  function card(s) {
    const article = data.articles[s.article] || {};
    const tags = el("div", {}, el("span", { class: "tag", text: s.negated ? "denied" : s.modality }));
    if (s.event) tags.append(el("span", { class: "tag", text: s.event + (s.score === null ? "" : ` ${s.score > 0 ? "+" : ""}${s.score}`) }));
    if (s.time) tags.append(el("span", { class: "tag", text: s.time }));
    if (s.place) tags.append(el("span", { class: "tag", text: s.place }));
    const pieces = (s.evidence && s.evidence.length ? s.evidence : [{ sentence: s.sentence || "" }]).map((e) => quotation(e.sentence, s));
    return el("div", { class: "statement" },
      el("div", { class: "claim" }, nodeLink(s.from), ` ${s.negated ? "not: " : ""}${s.relation} `, nodeLink(s.to)),
      s.content ? el("div", { class: "meta", text: s.content }) : null,
      tags, ...pieces,
      el("div", { class: "meta", text: (s.speaker ? `told by ${s.speaker}${s.quoted ? ", quoted" : ""} · ` : "") + [article.title || s.article, article.publisher, article.published].filter(Boolean).join(" · ") + ` · confidence ${s.confidence}` }));
  }

  function show(title, meta, list, actions = []) {
    const box = $("detail");
    box.replaceChildren(el("h2", { text: title }), el("p", { class: "meta", text: meta }), el("div", { class: "tools" }, ...actions), el("h3", { text: `${list.length} statement${list.length === 1 ? "" : "s"}` }));
    const ordered = [...list].sort((a, b) => dayOf(a).localeCompare(dayOf(b)) || b.confidence - a.confidence);
    box.append(...ordered.slice(0, 200).map(card));
    box.scrollTop = 0;
  }

  function select(id) {
    const node = byId.get(id);
    if (!node) return;
    if (nodes.get(id)) { network.selectNodes([id]); network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: { duration: 300 } }); }
    const list = visible.filter((s) => s.from === id || s.to === id);
    show(node.name, [node.kind, node.country].filter(Boolean).join(" · "), list, [
      el("button", { type: "button", text: "Focus", onclick: () => focus({ nodes: [id] }) }),
    ]);
    state.selected = id;
    remember();
  }

  function selectEdge(key) {
    const [from, to] = key.split("\u0001");
    const list = visible.filter((s) => s.from === from && s.to === to);
    show(`${nameOf(from)} → ${nameOf(to)}`, "", list, [
      el("button", { type: "button", text: "Only these two", onclick: () => focus({ nodes: [from, to], between: true }) }),
    ]);
  }

  function focus(what) {
    state.focus = what;
    draw();
    network.fit({ animation: { duration: 300 } });
  }

  function welcome() {
    const top = [...data.nodes].filter((n) => n.kind === "State" || n.kind === "Person").sort((a, b) => b.degree - a.degree).slice(0, 12);
    $("detail").replaceChildren(
      el("h2", { text: "What is here" }),
      el("p", { class: "hint", text: `${data.statements.length} statements from ${Object.keys(data.articles).length} articles. Click a line to see the sentences behind it, a node for all that is said of it.` }),
      el("h3", { text: "Most spoken of" }),
      ...top.map((n) => el("div", {}, nodeLink(n.id), el("span", { class: "meta", text: ` ${n.degree}` }))));
  }

  // -- filters ----------------------------------------------------------------------------------
  function boxes(holder, values, chosen, label, colour) {
    for (const value of values) {
      const box = el("input", { type: "checkbox" });
      box.checked = chosen.has(value);
      box.addEventListener("change", () => { box.checked ? chosen.add(value) : chosen.delete(value); draw(); });
      const count = data.statements.filter((s) => s.modality === value || s.quad === value).length || data.nodes.filter((n) => n.kind === value).length;
      if (!count) continue;
      const swatch = colour ? el("span", { class: "swatch" }) : null;
      if (swatch) swatch.style.background = colour(value);
      holder.append(el("label", {}, box, swatch, el("span", { text: label(value) }), el("span", { class: "count", text: count })));
    }
  }
  boxes($("by-modality"), MODALITIES, state.modality, (v) => v);
  boxes($("by-quad"), Object.keys(QUADS), state.quad, (v) => QUADS[v], (v) => (v.endsWith("COOP") ? COLOURS.coop : v.endsWith("CONF") ? COLOURS.conf : COLOURS.none));
  boxes($("by-kind"), [...state.kind].sort(), state.kind, (v) => v.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase(), (v) => data.legend[v] || "#bbb");
  const speakers = [...new Set(data.statements.map((s) => s.speaker).filter(Boolean))].sort();
  $("by-speaker").append(el("option", { value: "\u0000", text: "the article itself" }), ...speakers.map((v) => el("option", { value: v, text: v })));
  $("by-article").append(...Object.entries(data.articles).map(([id, a]) => el("option", { value: id, text: a.title || id })));
  for (const key of ["speaker", "article"]) $("by-" + key).addEventListener("change", (e) => { state[key] = e.target.value; draw(); });
  const slider = $("time");
  slider.max = Math.max(0, days.length - 1);
  slider.value = state.until;
  slider.addEventListener("input", () => { state.until = Number(slider.value); $("until").textContent = days[state.until] || ""; draw(); });
  $("until").textContent = days[state.until] || "any day";
  (function histogram() {
    const canvas = $("histogram"), context = canvas.getContext("2d"), counts = new Map();
    for (const s of data.statements) { const d = dayOf(s); if (d) counts.set(full(d), (counts.get(full(d)) || 0) + 1); }
    const top = Math.max(1, ...counts.values());
    canvas.width = 360;
    context.fillStyle = "#8a929c";
    days.forEach((d, i) => { const h = 30 * Math.sqrt((counts.get(d) || 0) / top); context.fillRect((i * 360) / days.length, 34 - h, Math.max(1, 360 / days.length - 1), h); });
  })();

  $("names").append(...data.nodes.map((n) => el("option", { value: n.name })));
  $("search").addEventListener("change", (e) => {
    const wanted = e.target.value.trim().toLowerCase();
    const hit = data.nodes.find((n) => n.name.toLowerCase() === wanted) || data.nodes.filter((n) => n.name.toLowerCase().includes(wanted)).sort((a, b) => b.degree - a.degree)[0];
    if (wanted && hit) select(hit.id);
    else if (wanted) $("detail").replaceChildren(el("p", { class: "hint", text: `Nobody here is called “${e.target.value}”.` }));
  });
  network.on("click", (e) => { if (e.nodes.length) select(e.nodes[0]); else if (e.edges.length) selectEdge(e.edges[0]); });
  network.on("doubleClick", (e) => { if (e.nodes.length) focus({ nodes: [e.nodes[0]] }); });
  $("all").addEventListener("click", () => { state.focus = null; draw(); network.fit({ animation: { duration: 300 } }); welcome(); });
  $("fit").addEventListener("click", () => network.fit({ animation: { duration: 300 } }));
  $("filters-toggle").addEventListener("click", (e) => { const open = $("filters").classList.toggle("open"); e.target.setAttribute("aria-expanded", open); });

  function save(name, href) { const a = el("a", { href, download: name }); document.body.append(a); a.click(); a.remove(); }
  $("png").addEventListener("click", () => {
    const source = $("graph").querySelector("canvas"), copy = document.createElement("canvas");
    copy.width = source.width; copy.height = source.height;
    const context = copy.getContext("2d");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(source, 0, 0);
    save("graph.png", copy.toDataURL("image/png"));
  });
  $("csv").addEventListener("click", () => {
    const columns = ["subject", "relation", "object", "modality", "negated", "speaker", "time", "place", "event", "article", "sentence"];
    // a leading = + - @ would be a formula in a spreadsheet
    const cell = (v) => `"${String(v ?? "").replace(/^([=+\-@\t])/, "'$1").replace(/"/g, '""')}"`;
    const rows = visible.map((s) => [nameOf(s.from), s.relation, nameOf(s.to), s.modality, s.negated, s.speaker, s.time, s.place, s.event, s.article, s.sentence].map(cell).join(","));
    save("statements.csv", URL.createObjectURL(new Blob(["\ufeff" + [columns.join(","), ...rows].join("\r\n")], { type: "text/csv" })));
  });

  // -- a link that restores the state -------------------------------------------------------------
  function remember() {
    const kept = { m: [...state.modality], q: [...state.quad], s: state.speaker, a: state.article, u: state.until, f: state.focus, n: state.selected };
    try { history.replaceState(null, "", "#" + encodeURIComponent(JSON.stringify(kept))); } catch { /* a page inside a notebook has no address of its own */ }
  }
  function restore() {
    try {
      const kept = JSON.parse(decodeURIComponent(location.hash.slice(1)));
      state.speaker = kept.s || ""; state.article = kept.a || ""; state.focus = kept.f || null;
      if (Number.isInteger(kept.u) && kept.u < days.length) state.until = kept.u;
      for (const [key, values] of [["modality", kept.m], ["quad", kept.q]]) if (Array.isArray(values)) { state[key].clear(); values.forEach((v) => state[key].add(v)); }
      $("by-speaker").value = state.speaker; $("by-article").value = state.article; slider.value = state.until;
      document.querySelectorAll("#by-modality input").forEach((b, i) => { b.checked = state.modality.has(b.parentElement.children[1].textContent); });
      return kept.n;
    } catch { return null; }
  }
  const selected = location.hash.length > 1 ? restore() : null;
  draw();
  network.fit();
  welcome();
  if (selected && byId.has(selected)) select(selected);
  // for tests and the console
  window.kg = { data, state, network, nodes, edges, select, selectEdge, visible: () => visible };
})();
