import { type Family, finestFirst, totalOf } from './terms.ts';

/** Families whose nodes nest, finest first; a node's id is its family's offset and its own number. */
export type Forest = {
  families: Family[];
  /** By id: its family's place, its number there, its cap. */
  level: Int32Array;
  node: Int32Array;
  bp: Float64Array;
  fixed: Float64Array;
  /** By id: the node around it, −1 at the top. Children have lower ids than their parents. */
  parent: Int32Array;
  /** By id: the amounts of the cells whose smallest node it is. */
  own: Float64Array;
  /** By cell: its smallest node, −1 where it has none. */
  lowest: Int32Array;
  outsideMinor: number;
};

/** The families as one forest, or undefined where two nodes overlap and neither lies in the other. */
export function forestOf(families: readonly Family[], amounts: Float64Array): Forest | undefined {
  const forest = forestIn(finestFirst(families), amounts);
  if (forest || families.length < 2) return forest;
  const ordered = innermostFirst(families, amounts);
  return ordered && forestIn(ordered, amounts);
}

/** The families as one forest if each, in this order, nests in those after it. */
export function forestIn(families: Family[], amounts: Float64Array): Forest | undefined {
  const size = families.reduce((sum, { nodes }) => sum + nodes, 0);
  const nests: Nests = {
    amounts,
    parent: new Int32Array(size).fill(-1),
    own: new Float64Array(size),
    cells: new Int32Array(size),
    nested: new Int32Array(size),
    lowest: new Int32Array(amounts.length).fill(-1),
    top: new Int32Array(amounts.length).fill(-1),
    insideMinor: 0,
  };
  let offset = 0;
  for (const { nodeOf, nodes } of families) {
    if (!nestInto(nests, nodeOf, offset)) return undefined;
    offset += nodes;
  }
  const { parent, own, cells, nested, lowest } = nests;
  const apart = nested.some((count, id) => count !== 0 && count !== cells[id]);
  if (apart) return undefined;
  const outsideMinor = totalOf(amounts) - nests.insideMinor;
  return { families, ...columnsOf(families, size), parent, own, lowest, outsideMinor };
}

type Nests = Pick<Forest, 'parent' | 'own' | 'lowest'> & {
  amounts: Float64Array;
  /** By id: its cells, and how many of them lie in the node around it: none or all, or it overlaps. */
  cells: Int32Array;
  nested: Int32Array;
  /** By cell: its largest node so far. */
  top: Int32Array;
  insideMinor: number;
};

function nestInto(nests: Nests, nodeOf: Int32Array, offset: number): boolean {
  const { amounts, parent, own, cells, nested, lowest, top } = nests;
  for (let cell = 0; cell < nodeOf.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    if (node < 0) continue;
    const id = offset + node;
    const below = top[cell] ?? -1;
    top[cell] = id;
    cells[id] = (cells[id] ?? 0) + 1;
    if (below < 0) {
      lowest[cell] = id;
      own[id] = (own[id] ?? 0) + (amounts[cell] ?? 0);
      nests.insideMinor += amounts[cell] ?? 0;
      continue;
    }
    if (nested[below] === 0) parent[below] = id;
    else if (parent[below] !== id) return false;
    nested[below] = (nested[below] ?? 0) + 1;
  }
  return true;
}

function columnsOf(
  families: readonly Family[],
  size: number,
): Pick<Forest, 'level' | 'node' | 'bp' | 'fixed'> {
  const columns = {
    level: new Int32Array(size),
    node: new Int32Array(size),
    bp: new Float64Array(size),
    fixed: new Float64Array(size),
  };
  let id = 0;
  for (const [level, { nodes, bp, fixed }] of families.entries()) {
    columns.bp.set(bp, id);
    columns.fixed.set(fixed, id);
    for (let node = 0; node < nodes; node += 1) {
      columns.level[id] = level;
      columns.node[id] = node;
      id += 1;
    }
  }
  return columns;
}

/** Each time the first family that nests in all the others; undefined where none does. */
function innermostFirst(families: readonly Family[], amounts: Float64Array): Family[] | undefined {
  const rest = [...families];
  const ordered: Family[] = [];
  while (rest.length > 0) {
    const index = rest.findIndex((fine) =>
      rest.every((coarse) => coarse === fine || forestIn([fine, coarse], amounts)),
    );
    const [innermost] = index < 0 ? [] : rest.splice(index, 1);
    if (!innermost) return undefined;
    ordered.push(innermost);
  }
  return ordered;
}
