import { assert } from '../assert.ts';

export type Ends = { from: Int32Array; to: Int32Array };

/**
 * A network with whole capacities below 2^53, over the same arcs for one flow after another. What is
 * left of an arc lies beside the others of its node, and apart from it, what flows and could go back.
 */
export class Network {
  /** By node: where its half arcs begin; the next node's begin where they end. */
  private readonly start: Int32Array;
  /** By half arc: where it leads, its other half, what is left of it. */
  private readonly head: Int32Array;
  private readonly twin: Int32Array;
  private readonly rest: Float64Array;
  /** By arc: its half that holds what is left. */
  private readonly forward: Int32Array;
  /** By node, after a search: how far from the source it is, −1 where it cannot be reached. */
  private readonly depth: Int32Array;
  private readonly queue: Int32Array;

  constructor(nodes: number, { from, to }: Ends) {
    this.start = startsOf(nodes, { from, to });
    this.head = new Int32Array(2 * from.length);
    this.twin = new Int32Array(2 * from.length);
    this.rest = new Float64Array(2 * from.length);
    this.forward = new Int32Array(from.length);
    this.depth = new Int32Array(nodes);
    this.queue = new Int32Array(nodes);
    // A node's half arcs lie the last one first.
    const free = this.start.slice(1);
    for (let arc = 0; arc < from.length; arc += 1) {
      const [tail, head] = [from[arc] ?? 0, to[arc] ?? 0];
      const half = (free[tail] ?? 0) - 1;
      free[tail] = half;
      const back = (free[head] ?? 0) - 1;
      free[head] = back;
      this.head[half] = head;
      this.head[back] = tail;
      this.twin[half] = back;
      this.twin[back] = half;
      this.forward[arc] = half;
    }
  }

  /** The arcs' capacities, in parts one after the other; nothing flows. */
  reset(parts: readonly ArrayLike<number>[]): void {
    this.rest.fill(0);
    let arc = 0;
    for (const capacities of parts) {
      for (let place = 0; place < capacities.length; place += 1) {
        this.rest[this.forward[arc] ?? 0] = capacities[place] ?? 0;
        arc += 1;
      }
    }
  }

  /** The greatest flow (Dinic 1970), exact: capacities stay whole. */
  flow(source: number, sink: number): number {
    let total = 0;
    for (let round = 0; round < this.depth.length + 1; round += 1) {
      if (!this.reach(source, sink)) return total;
      total += this.block(source, sink);
    }
    assert(false, 'the flow did not end');
  }

  /** By arc, from the first one asked for. */
  flows(first: number): Float64Array {
    const flows = new Float64Array(this.forward.length - first);
    for (let place = 0; place < flows.length; place += 1) {
      const half = this.forward[first + place] ?? 0;
      flows[place] = this.rest[this.twin[half] ?? 0] ?? 0;
    }
    return flows;
  }

  /** After the greatest flow: the arcs from who can still be reached to who cannot. */
  leastCut(): number[] {
    const cut: number[] = [];
    for (let arc = 0; arc < this.forward.length; arc += 1) {
      const half = this.forward[arc] ?? 0;
      if ((this.depth[this.head[half] ?? 0] ?? -1) >= 0) continue;
      if ((this.depth[this.head[this.twin[half] ?? 0] ?? 0] ?? -1) >= 0) cut.push(arc);
    }
    return cut;
  }

  /** Sets depths up to the sink's; who is farther is on no shortest path. */
  private reach(source: number, sink: number): boolean {
    const { start, head, rest, depth, queue } = this;
    depth.fill(-1);
    depth[source] = 0;
    queue[0] = source;
    let waiting = 1;
    for (let place = 0; place < waiting; place += 1) {
      const node = queue[place] ?? 0;
      const deeper = (depth[node] ?? 0) + 1;
      const end = start[node + 1] ?? 0;
      for (let half = start[node] ?? 0; half < end; half += 1) {
        const to = head[half] ?? 0;
        if (depth[to] !== -1 || rest[half] === 0) continue;
        depth[to] = deeper;
        if (to === sink) return true;
        queue[waiting] = to;
        waiting += 1;
      }
    }
    return false;
  }

  /** Paths of one depth until none is left; each step goes deeper, back, or past a used arc. */
  private block(source: number, sink: number): number {
    const at = this.start.slice();
    const path: number[] = [];
    let total = 0;
    let node = source;
    for (;;) {
      if (node === sink) {
        total += this.push(path);
        node = this.backToUsed(path);
        continue;
      }
      const half = this.onward(at, node);
      if (half >= 0) {
        path.push(half);
        node = this.head[half] ?? 0;
        continue;
      }
      const back = path.pop();
      if (back === undefined) return total;
      node = this.head[this.twin[back] ?? 0] ?? 0;
      at[node] = back + 1;
    }
  }

  private onward(at: Int32Array, node: number): number {
    const { start, head, rest, depth } = this;
    const deeper = (depth[node] ?? 0) + 1;
    const end = start[node + 1] ?? 0;
    let half = at[node] ?? 0;
    while (half < end && (depth[head[half] ?? 0] !== deeper || rest[half] === 0)) half += 1;
    at[node] = half;
    return half < end ? half : -1;
  }

  /** The next path begins as this one did, up to the first arc of which nothing is left. */
  private backToUsed(path: number[]): number {
    let place = 0;
    while ((this.rest[path[place] ?? 0] ?? 0) > 0) place += 1;
    const used = path[place] ?? 0;
    path.length = place;
    return this.head[this.twin[used] ?? 0] ?? 0;
  }

  private push(path: readonly number[]): number {
    const { rest, twin } = this;
    let least = Number.POSITIVE_INFINITY;
    for (const half of path) least = Math.min(least, rest[half] ?? 0);
    for (const half of path) {
      const back = twin[half] ?? 0;
      rest[half] = (rest[half] ?? 0) - least;
      rest[back] = (rest[back] ?? 0) + least;
    }
    return least;
  }
}

function startsOf(nodes: number, { from, to }: Ends): Int32Array {
  const start = new Int32Array(nodes + 1);
  for (let arc = 0; arc < from.length; arc += 1) {
    const [tail, head] = [(from[arc] ?? 0) + 1, (to[arc] ?? 0) + 1];
    start[tail] = (start[tail] ?? 0) + 1;
    start[head] = (start[head] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node += 1) {
    start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  }
  return start;
}
