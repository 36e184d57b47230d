type Payload = { uid?: string; grantId?: string; consumed?: number };
type Kept = { payload: Payload; expiresAtMs: number };

const ENTRIES_MAX = 10_000;

/**
 * Where the demo's issuer keeps its short-lived things: in memory, because a restart only asks
 * people to take a fresh link. The oldest leave when there are too many.
 */
export function createMemory(nowMs: () => number) {
  const kept = new Map<string, Kept>();
  const read = (key: string): Payload | undefined => {
    const found = kept.get(key);
    if (!found || found.expiresAtMs < nowMs()) return undefined;
    return found.payload;
  };
  return function open(model: string) {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id: string, payload: Payload, expiresInSeconds?: number) => {
        const expiresAtMs = nowMs() + (expiresInSeconds ?? 3600) * 1000;
        kept.set(keyOf(id), { payload, expiresAtMs });
        if (payload.uid) kept.set(keyOf(`uid:${payload.uid}`), { payload, expiresAtMs });
        for (const oldest of kept.keys()) {
          if (kept.size <= ENTRIES_MAX) break;
          kept.delete(oldest);
        }
      },
      find: async (id: string) => read(keyOf(id)),
      findByUid: async (uid: string) => read(keyOf(`uid:${uid}`)),
      findByUserCode: async () => undefined,
      consume: async (id: string) => {
        const payload = read(keyOf(id));
        if (payload) payload.consumed = Math.floor(nowMs() / 1000);
      },
      destroy: async (id: string) => {
        kept.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId: string) => {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
