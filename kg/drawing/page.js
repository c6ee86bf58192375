"use strict";

const DASHES = { solid: false, dashed: [8, 6], dotted: [2, 5] };

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function colours() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? { text: "#e6e6e6", node: "#c9ced6", halo: "#14171c" } : { text: "#1c1f24", node: "#39424e", halo: "#ffffff" };
}

function asNode(node, colour) {
  return {
    ...node,
    color: { background: colour.node, border: colour.halo, highlight: { background: "#b8860b", border: colour.halo } },
    font: { color: colour.text, size: 13, strokeWidth: 3, strokeColor: colour.halo },
    widthConstraint: { maximum: 150 },
  };
}

function asEdge(edge) {
  const bend = edge.beside === 0 ? { enabled: false } : { enabled: true, type: "curvedCW", roundness: 0.18 * edge.beside };
  return { ...edge, dashes: DASHES[edge.line], smooth: bend, width: 2, color: { color: edge.color, highlight: edge.color } };
}

function draw() {
  const colour = colours();
  const data = {
    nodes: new vis.DataSet(read("nodes").map((node) => asNode(node, colour))),
    edges: new vis.DataSet(read("edges").map(asEdge)),
  };
  const options = {
    physics: false,
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } },
    edges: { arrows: { to: { scaleFactor: 0.6 } } },
  };
  const picture = new vis.Network(document.getElementById("network"), data, options);
  picture.once("afterDrawing", () => picture.fit({ animation: false }));
}

draw();
