// The data of the page, and which statements pass the filters.
kg.MODALITIES = { a: "actual", p: "planned", d: "desired", o: "possible", c: "conditional" };
kg.QUADS = { VERBAL_COOP: "verbal cooperation", MATERIAL_COOP: "material cooperation", VERBAL_CONF: "verbal conflict", MATERIAL_CONF: "material conflict", "": "neither" };
kg.ACTORS = new Set(["State", "Person", "GovernmentBody", "InternationalOrganization", "NonGovernmentalOrganization", "Organization", "Company", "PoliticalParty", "PoliticalOrganization", "ArmedGroup", "Group"]);
kg.ARTICLE = "\u0000article";

// JSON as it stands, or gzip in base64 where there is much of it
kg.unpack = async (text) => {
  if (text.startsWith("{")) return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
};

kg.load = (data) => {
  const word = (n) => (n < 0 ? "" : data.words[n]);
  const modality = (m) => kg.MODALITIES[m] || m;
  const statements = data.statements.map((r, id) => {
    const [from, to, relation, relationId, m, negated, speaker, quoted, time, place, event, score, confidence, content, topics, evidence, happening] = r;
    const article = evidence.length ? data.sentences[evidence[0][0]][0] : -1;
    const published = article < 0 ? "" : data.articles[article].published || "";
    return {
      id, from, to, relation: word(relation), relationId: word(relationId), modality: modality(m), negated: Boolean(negated), speaker, quoted: Boolean(quoted),
      time: time || "", day: kg.fullDay(time || published), place: word(place), event: word(event), quad: data.quads[word(event)] || "", score, confidence, content: word(content),
      topics: topics.map((t) => data.topics[t]), evidence, happening: word(happening), articles: new Set(evidence.map((e) => data.sentences[e[0]][0])),
    };
  });
  kg.data = data;
  kg.nodes = data.nodes;
  kg.statements = statements;
  kg.touching = new Map();
  for (const s of statements) {
    for (const end of new Set([s.from, s.to])) {
      if (!kg.touching.has(end)) kg.touching.set(end, []);
      kg.touching.get(end).push(s);
    }
  }
  kg.days = [...new Set(statements.map((s) => s.day).filter(Boolean))].sort();
  kg.filters = kg.fresh();
};

kg.fullDay = (d) => (d.length === 4 ? `${d}-12-31` : d.length === 7 ? `${d}-28` : d);
kg.fresh = () => ({ modality: new Set(Object.values(kg.MODALITIES)), quad: new Set(Object.keys(kg.QUADS)), kind: new Set(kg.nodes.map((n) => n.kind)), relation: "", speaker: "", topic: "", article: "", since: 0, until: Math.max(0, kg.days.length - 1) });
kg.tone = (quad) => (quad.endsWith("COOP") ? "coop" : quad.endsWith("CONF") ? "conf" : "none");
kg.nameOf = (id) => (id < 0 ? "" : kg.nodes[id].name);
kg.firm = (s) => s.modality === "actual" && !s.negated && s.speaker < 0;

kg.passes = (s) => {
  const f = kg.filters;
  if (!f.modality.has(s.modality) || !f.quad.has(s.quad)) return false;
  if (!f.kind.has(kg.nodes[s.from].kind) || !f.kind.has(kg.nodes[s.to].kind)) return false;
  if (f.relation && s.relation !== f.relation) return false;
  if (f.speaker && (f.speaker === kg.ARTICLE ? s.speaker >= 0 : kg.nameOf(s.speaker) !== f.speaker)) return false;
  if (f.topic && !s.topics.includes(f.topic)) return false;
  if (f.article !== "" && !s.articles.has(Number(f.article))) return false;
  return !s.day || !kg.days.length || (s.day >= kg.days[f.since] && s.day <= kg.days[f.until]);
};

// the entities with what a text in the search field may mean, the best first
kg.search = (text) => {
  const wanted = kg.plain(text);
  if (!wanted) return [];
  const found = [];
  for (const n of kg.nodes) {
    const names = [n.name, ...(n.also || [])].map(kg.plain);
    const best = Math.min(...names.map((x) => (x === wanted ? 0 : x.startsWith(wanted) ? 1 : x.split(" ").some((w) => w.startsWith(wanted)) ? 2 : x.includes(wanted) ? 3 : 9)));
    if (best < 9) found.push([best, kg.ACTORS.has(n.kind) ? 0 : 1, -n.degree, n]);
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, 12).map((x) => x[3]);
};
kg.plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/ı/g, "i").trim();
