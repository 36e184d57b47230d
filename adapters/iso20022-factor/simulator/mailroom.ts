import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Desk } from './desk.ts';

export type Collected = { taken: string[]; rejected: { name: string; reason: string }[] };

/** In how many copies answers are left, and whether they are held back until told otherwise. */
export const Manner = z.strictObject({
  copies: z.int().min(1).max(5).default(1),
  held: z.boolean().default(false),
});

export const mailFolders = ['inbox', 'processed', 'rejected', 'answers'] as const;

/**
 * The factor's mailroom: takes each file that lies in the inbox to the desk, moves it whole to
 * processed or rejected, and leaves what the desk says among the answers.
 */
export function createMailroom(root: string, desk: Desk) {
  let manner: z.infer<typeof Manner> = { copies: 1, held: false };
  let serial = 0;
  let waiting: (() => void)[] = [];
  const settled = new Set<string>();
  const leave = (id: string, status: string): void => {
    const { copies } = manner;
    const put = () => {
      for (let copy = 0; copy < copies; copy += 1) {
        serial += 1;
        const name = `${id.replace(/[^A-Za-z0-9-]/g, '_')}.${String(serial).padStart(6, '0')}.xml`;
        const whole = join(root, 'answers', name);
        writeFileSync(`${whole}.part`, status);
        renameSync(`${whole}.part`, whole);
      }
    };
    if (manner.held) waiting.push(put);
    else put();
  };
  const bring = (name: string): string | undefined => {
    const body = readFileSync(join(root, 'inbox', name), 'utf8');
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 8);
    if (!name.endsWith(`-${digest}.xml`)) return 'the name does not carry the hash of the content';
    const verdict = desk.judge(body);
    if (verdict.kind !== 'told') return verdict.detail;
    leave(verdict.id, verdict.status);
    return undefined;
  };
  /** Decisions made since, cancellations, and what debtors answered are told once. */
  const tellNews = (): void => {
    for (const id of desk.notices()) {
      const looked = desk.lookAtNotice(id);
      if (looked?.answeredNow && looked.answer !== undefined) leave(id, looked.answer);
    }
    for (const id of desk.schedules()) {
      const looked = desk.look(id);
      const key = `${id}|${desk.isCancelled(id)}`;
      const news = looked?.decidedNow === true || desk.isCancelled(id);
      if (!looked || !news || settled.has(key)) continue;
      settled.add(key);
      leave(id, looked.status);
    }
  };
  return {
    collect(): Collected {
      for (const folder of mailFolders) mkdirSync(join(root, folder), { recursive: true });
      tellNews();
      const collected: Collected = { taken: [], rejected: [] };
      const names = readdirSync(join(root, 'inbox')).filter((name) => name.endsWith('.xml'));
      for (const name of names.sort()) {
        const reason = bring(name);
        const folder = reason === undefined ? 'processed' : 'rejected';
        renameSync(join(root, 'inbox', name), join(root, folder, name));
        if (reason === undefined) collected.taken.push(name);
        else collected.rejected.push({ name, reason });
      }
      return collected;
    },
    behave(next: z.infer<typeof Manner>): void {
      manner = next;
      if (manner.held) return;
      for (const put of waiting) put();
      waiting = [];
    },
  };
}
