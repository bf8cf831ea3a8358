// Details: cards of entities, lines and events. All text is set as text.
kg.el = (tag, options = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return node;
};

kg.nodeLink = (id) => kg.el("button", { class: "link", type: "button", text: kg.nameOf(id), onclick: () => kg.showNode(id) });
kg.kindName = (kind) => kind.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
kg.outside = (href, text) => (/^https?:\/\//.test(href || "") ? kg.el("a", { href, text, target: "_blank", rel: "noopener noreferrer" }) : kg.el("span", { text }));
kg.own = (path, name, value, text) => (kg.data.links ? kg.el("a", { href: `${path}?${name}=${encodeURIComponent(value)}`, text }) : null);

// a sentence with the very words that say it
kg.quotation = (piece) => {
  const [number, ...marks] = piece, sentence = kg.data.sentences[number][2], box = kg.el("blockquote");
  let done = 0;
  for (let i = 0; i + 1 < marks.length; i += 2) {
    const [start, end] = [marks[i], marks[i + 1]];
    if (start < done || end > sentence.length) continue;
    box.append(sentence.slice(done, start), kg.el("mark", { text: sentence.slice(start, end) }));
    done = end;
  }
  box.append(sentence.slice(done));
  return box;
};

kg.source = (piece) => {
  const article = kg.data.articles[kg.data.sentences[piece[0]][0]];
  const own = kg.own("article", "id", article.id, article.title || article.id);
  return kg.el("div", { class: "meta" }, own || kg.outside(article.url, article.title || article.id), [article.publisher, article.published].filter(Boolean).map((x) => ` · ${x}`).join(""));
};

kg.card = (s) => {
  const tags = kg.el("div", {}, kg.el("span", { class: "tag", text: s.negated ? `denied (${s.modality})` : s.modality }));
  const tag = (text, tone) => tags.append(kg.el("span", { class: `tag ${tone || ""}`, text }));
  if (s.event) tag(s.event + (s.score === null ? "" : ` ${s.score > 0 ? "+" : ""}${s.score}`), kg.tone(s.quad));
  if (s.time) tag(s.time);
  if (s.place) tag(s.place);
  s.topics.forEach((t) => tag(t));
  return kg.el("article", { class: "statement" },
    kg.el("div", { class: "claim" }, kg.nodeLink(s.from), ` ${s.negated ? "not: " : ""}${s.relation} `, kg.nodeLink(s.to)),
    s.content ? kg.el("div", { class: "meta", text: s.content }) : null,
    tags,
    ...s.evidence.flatMap((piece) => [kg.quotation(piece), kg.source(piece)]),
    kg.el("div", { class: "meta" }, s.speaker >= 0 ? kg.el("span", {}, "told by ", kg.nodeLink(s.speaker), s.quoted ? ", quoted · " : " · ") : "told by the article · ", `confidence ${s.confidence}`,
      s.happening && kg.data.links ? " · " : "", s.happening ? kg.own("event", "iri", s.happening, "the event") : null));
};

kg.show = (title, meta, statements, actions = [], more = []) => {
  const sorted = [...statements].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.id - b.id));
  const list = kg.el("div"), step = 40;
  let done = 0;
  const further = kg.el("button", { type: "button", onclick: () => add() });
  const add = () => {
    list.append(...sorted.slice(done, done + step).map(kg.card));
    done = Math.min(done + step, sorted.length);
    further.textContent = `${sorted.length - done} more`;
    further.hidden = done >= sorted.length;
  };
  add();
  kg.detail.replaceChildren(kg.el("h2", { text: title, tabindex: "-1" }), meta ? kg.el("div", { class: "meta", text: meta }) : "", kg.el("div", { class: "actions" }, ...actions), ...more,
    kg.el("h3", { text: sorted.length === 1 ? "1 statement" : `${sorted.length} statements, the latest first` }), list, further);
  kg.detail.scrollTop = 0;
};

kg.showNode = (id, keep) => {
  const n = kg.nodes[id], all = (kg.touching.get(id) || []).filter(kg.passes);
  const offices = [...new Set((kg.touching.get(id) || []).filter((s) => s.relationId === "holdsOffice" && s.from === id).map((s) => `${s.relation} ${kg.nameOf(s.to)}`))];
  const more = [];
  if (offices.length) more.push(kg.el("h3", { text: "Offices" }), ...offices.map((t) => kg.el("div", { text: t })));
  if (n.also) more.push(kg.el("h3", { text: "Also called" }), kg.el("div", { class: "meta", text: n.also.join(", ") }));
  if (n.same) more.push(kg.el("h3", { text: "Elsewhere" }), ...n.same.map((href) => kg.el("div", {}, kg.outside(href, href.replace(/^.*\/(Q\d+)$/, "Wikidata $1")))));
  kg.selected = { node: id };
  kg.show(n.name, [kg.kindName(n.kind), n.country ? kg.data.states[n.country] || n.country : ""].filter((x, i) => x && (i === 0 || x !== n.name)).join(" · "), all, [
    kg.el("button", { type: "button", text: "What is around it", onclick: () => kg.go({ type: "ego", ids: [id] }) }),
    kg.own("about", "name", n.iri || n.name, "its own page"),
  ], more);
  if (kg.ids.has(id)) { kg.network.selectNodes([id]); if (!keep) kg.network.focus(id, { scale: Math.max(0.7, kg.network.getScale()), animation: kg.motion() }); }
  kg.remember();
};

kg.showLine = (key) => {
  const list = kg.lines.get(key);
  if (!list) return;
  const [from, to] = [list[0].from, list[0].to];
  kg.selected = { line: key };
  kg.show(`${kg.nameOf(from)} → ${kg.nameOf(to)}`, "", list, [
    kg.el("button", { type: "button", text: "Only these two", onclick: () => kg.go({ type: "dyad", ids: [from, to] }) }),
  ]);
  kg.network.selectEdges([key]);
  kg.remember();
};

kg.welcome = () => {
  kg.selected = null;
  const top = kg.nodes.filter((n) => n.kind === "State" || n.kind === "Person").sort((a, b) => b.degree - a.degree).slice(0, 14);
  const topics = new Map();
  kg.statements.forEach((s) => s.topics.forEach((t) => topics.set(t, (topics.get(t) || 0) + 1)));
  const first = kg.days[0], last = kg.days[kg.days.length - 1];
  kg.detail.replaceChildren(
    kg.el("h2", { text: "What is here" }),
    kg.el("p", { class: "hint", text: `${kg.statements.length} statements about ${kg.nodes.length} entities from ${kg.data.articles.length} article${kg.data.articles.length === 1 ? "" : "s"}${first ? `, ${first} to ${last}` : ""}. Click a line to see the sentences behind it, a node for all that is said of it; double-click a node to see what is around it.` }),
    kg.el("h3", { text: "Most spoken of" }), ...top.map((n) => kg.el("div", {}, kg.nodeLink(n.id), kg.el("span", { class: "meta", text: ` ${n.degree}` }))),
    topics.size ? kg.el("h3", { text: "Topics" }) : "",
    ...[...topics].sort((a, b) => b[1] - a[1]).slice(0, 10).map(([t, count]) => kg.el("div", {}, kg.el("button", { class: "link", type: "button", text: t, onclick: () => kg.filterBy("topic", t) }), kg.el("span", { class: "meta", text: ` ${count}` }))));
};

// two actors over time: a bar a month, cooperation up, conflict down, by score
kg.timeline = (statements) => {
  const box = document.getElementById("timeline"), svg = (tag, options, text) => { const n = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const [k, v] of Object.entries(options)) n.setAttribute(k, v); if (text) n.textContent = text; return n; };
  const months = new Map();
  for (const s of statements) if (s.day && s.score) {
    const month = s.day.slice(0, 7);
    if (!months.has(month)) months.set(month, { up: 0, down: 0, list: [] });
    const m = months.get(month);
    if (s.score > 0) m.up += s.score; else m.down -= s.score;
    m.list.push(s);
  }
  box.hidden = !months.size;
  if (!months.size) return;
  const names = [...months.keys()].sort(), width = Math.max(600, names.length * 26), step = (width - 40) / names.length, most = Math.max(...[...months.values()].map((m) => Math.max(m.up, m.down)));
  const picture = svg("svg", { viewBox: `0 0 ${width} 110`, role: "img", "aria-label": "Events by month: cooperation above the line, conflict below, by score" });
  picture.append(svg("line", { x1: 30, x2: width, y1: 50, y2: 50, stroke: "currentColor", "stroke-opacity": 0.3 }), svg("text", { x: 0, y: 30 }, "+"), svg("text", { x: 0, y: 78 }, "−"));
  names.forEach((name, i) => {
    const m = months.get(name), x = 32 + i * step, w = Math.min(24, step * 0.7), up = (42 * m.up) / most, down = (42 * m.down) / most;
    const group = svg("g", { tabindex: 0, role: "button", style: "cursor:pointer", "aria-label": `${name}: ${m.list.length} events` });
    group.append(svg("title", {}, `${name}: ${m.list.length} events, +${m.up.toFixed(1)} −${m.down.toFixed(1)}`), svg("rect", { x, y: 50 - up, width: w, height: up, fill: kg.COLOURS.coop }), svg("rect", { x, y: 50, width: w, height: down, fill: kg.COLOURS.conf }), svg("rect", { x, y: 5, width: w, height: 90, fill: "transparent" }));
    const open = () => kg.show(`${kg.view.ids.map(kg.nameOf).join(" and ")}, ${name}`, "", m.list);
    group.addEventListener("click", open);
    group.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") open(); });
    picture.append(group);
    if (names.length < 14 || i % Math.ceil(names.length / 12) === 0) picture.append(svg("text", { x, y: 107 }, name));
  });
  box.replaceChildren(picture);
};
