import { assert } from '../assert.ts';

/** A network with whole capacities below 2^53; arcs come in pairs, the reverse of `arc` is `arc ^ 1`. */
export class Network {
  readonly head: number[] = [];
  readonly rest: number[] = [];
  private readonly next: number[] = [];
  private readonly firstOf: number[];

  constructor(nodes: number) {
    this.firstOf = new Array<number>(nodes).fill(-1);
  }

  add(from: number, to: number, capacity: number): number {
    const arc = this.head.length;
    this.head.push(to, from);
    this.rest.push(capacity, 0);
    this.next.push(this.firstOf[from] ?? -1, this.firstOf[to] ?? -1);
    this.firstOf[from] = arc;
    this.firstOf[to] = arc + 1;
    return arc;
  }

  /** The greatest flow (Dinic 1970), exact: capacities stay whole. Leaves what is left in `rest`. */
  flow(source: number, sink: number): number {
    let total = 0;
    for (let round = 0; round < this.firstOf.length + 1; round += 1) {
      const depth = this.depths(source);
      if ((depth[sink] ?? -1) < 0) return total;
      total += this.block({ source, sink, depth });
    }
    assert(false, 'the flow did not end');
  }

  /** Who can still be reached from the source: the source's side of a least cut. */
  depths(source: number): Int32Array {
    const depth = new Int32Array(this.firstOf.length).fill(-1);
    const queue = [source];
    depth[source] = 0;
    for (const node of queue) {
      for (let arc = this.firstOf[node] ?? -1; arc >= 0; arc = this.next[arc] ?? -1) {
        const to = this.head[arc] ?? 0;
        if ((this.rest[arc] ?? 0) <= 0 || (depth[to] ?? -1) >= 0) continue;
        depth[to] = (depth[node] ?? 0) + 1;
        queue.push(to);
      }
    }
    return depth;
  }

  /** Paths of one depth until none is left; each step goes deeper, back, or past a used arc. */
  private block({
    source,
    sink,
    depth,
  }: {
    source: number;
    sink: number;
    depth: Int32Array;
  }): number {
    const at = [...this.firstOf];
    const path: number[] = [];
    let total = 0;
    let node = source;
    for (;;) {
      if (node === sink) {
        total += this.push(path);
        path.length = 0;
        node = source;
        continue;
      }
      const arc = this.onward(at, node, depth);
      if (arc >= 0) {
        path.push(arc);
        node = this.head[arc] ?? 0;
        continue;
      }
      const back = path.pop();
      if (back === undefined) return total;
      node = this.head[back ^ 1] ?? 0;
      at[node] = this.next[back] ?? -1;
    }
  }

  private onward(at: number[], node: number, depth: Int32Array): number {
    let arc = at[node] ?? -1;
    while (arc >= 0) {
      const deeper = (depth[this.head[arc] ?? 0] ?? -1) === (depth[node] ?? 0) + 1;
      if (deeper && (this.rest[arc] ?? 0) > 0) break;
      arc = this.next[arc] ?? -1;
    }
    at[node] = arc;
    return arc;
  }

  private push(path: readonly number[]): number {
    let least = Number.POSITIVE_INFINITY;
    for (const arc of path) least = Math.min(least, this.rest[arc] ?? 0);
    for (const arc of path) {
      this.rest[arc] = (this.rest[arc] ?? 0) - least;
      this.rest[arc ^ 1] = (this.rest[arc ^ 1] ?? 0) + least;
    }
    return least;
  }
}
