// What other people's JavaScript readers see in our files: `node readers.cjs FOLDER`, JSON out.
// Packages are found through NODE_PATH; graphology's parsers are those of Gephi Lite.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { MultiDirectedGraph } = require("graphology");
const { JSDOM } = require("jsdom");

const { window } = new JSDOM("");
const parser = (name) => require(`${name}/common/parser`)(window.DOMParser, window.Document);
const file = (name) => readFileSync(join(process.argv[2], name), "utf8");

/** Count what a graphology graph holds, and show one node of it. */
function seen(graph, id) {
  return { nodes: graph.order, edges: graph.size, one: graph.getNodeAttributes(id) };
}

function cytoscapeGraphml() {
  Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser });
  const jquery = require("jquery");
  const cytoscape = require("cytoscape");
  cytoscape.use(require("cytoscape-graphml"), jquery);
  const cy = cytoscape({ headless: true });
  cy.graphml({ layoutBy: "null" });
  cy.graphml(file("graph.graphml"));
  return { nodes: cy.nodes().length, edges: cy.edges().length };
}

const readers = {
  "graphology graphml": () =>
    seen(parser("graphology-graphml")(MultiDirectedGraph, file("graph.graphml")), "Kettle.md"),
  "graphology gexf": () =>
    seen(parser("graphology-gexf")(MultiDirectedGraph, file("graph.gexf")), "Kettle.md"),
  "graphology json": () =>
    seen(new MultiDirectedGraph().import(JSON.parse(file("graphology.json"))), "Kettle.md"),
  "d3 json": () => {
    const { nodes, links } = JSON.parse(file("graph.json"));
    const { forceLink, forceSimulation } = require("d3-force");
    const force = forceLink(links).id((node) => node.id);
    forceSimulation(nodes).force("link", force).stop(); // throws when an end is missing
    return { nodes: nodes.length, edges: links.filter((link) => link.target.label).length };
  },
  "cytoscape cyjs": () => {
    const { elements } = JSON.parse(file("graph.cyjs"));
    const cy = require("cytoscape")({ headless: true, elements });
    return { nodes: cy.nodes().length, edges: cy.edges().length };
  },
  "cytoscape graphml": cytoscapeGraphml,
};

const report = {};
for (const [name, read] of Object.entries(readers)) {
  try {
    report[name] = read();
  } catch (error) {
    report[name] = { error: String(error) };
  }
}
console.log(JSON.stringify(report));
