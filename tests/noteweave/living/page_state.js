// What a page shows, nodes by their keys: their numbers and their importance may differ.
async () => {
  const { app } = noteweave;
  const { graph, scene, panel } = app;
  const { details, meta } = graph;
  const key = (node) => details.keys[node];
  const nodes = {};
  for (let n = 0; n < graph.size; n++) nodes[key(n)] = {
    at: [graph.mapX[n], graph.mapY[n]], kind: graph.kind[n], flags: graph.flags[n], label: graph.label[n],
    group: graph.group[n], community: meta.communities[graph.community[n]], degree: graph.degree[n],
    path: details.pathOf(n), title: details.titleOf(n), folder: details.folderOf(n), aliases: details.aliasesOf(n),
    tags: details.tagsOf(n), days: [details.created[n], details.modified[n]], words: details.wordCount[n],
    properties: details.propertiesOf(n), visible: scene.visible[n], neighbors: graph.neighbors(n).map(key).sort(),
    backlinks: [...graph.inEdge.slice(graph.in[n], graph.in[n + 1])].map((e) => key(graph.from[e])).sort(),
  };
  const edges = [];
  for (let e = 0; e < graph.to.length; e++) {
    await panel.snippets.load([e]);
    edges.push(JSON.stringify([key(graph.from[e]), key(graph.to[e]), meta.edgeKinds[graph.edgeKind[e]],
      meta.relations[details.relation[e]], details.count[e], graph.edgeOff[e], panel.snippets.of(e)]));
  }
  const lines = [...app.lines].map((e) => [key(graph.from[e]), key(graph.to[e])].sort().join()).sort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return JSON.stringify({ nodes: Object.entries(nodes).sort(), edges: edges.sort(), lines, links: meta.links,
    tables: [details.folders, details.tags.filter(Boolean)], selected: app.selected >= 0 ? key(app.selected) : "",
    hits: (app.hits ?? []).map(key).sort(), query: app.searchBox.input.value, path: app.path.map(key),
    filter: [app.filter.query, app.filter.revealed.map(key)], types: app.edgeTypes.types,
    groups: app.coloring.groups.map(({ name, count }) => [name, count]).sort(),
    summary: document.getElementById("summary").textContent, panel: document.getElementById("panel").innerText.split("\n").sort(),
    labels: noteweave.labels().map((label) => label.text).sort() }, null, 1);
}
