import { z } from 'zod';
import type { UnmadeDocument } from '../../core/funding/request-fact.ts';
import { Letter } from '../../core/notice/letter.ts';
import type { Language } from '../../core/template.ts';
import { raiseAlerts } from '../../store/alert.ts';
import { businessDay } from '../../store/business-clock.ts';
import { storeLetter } from '../../store/letter.ts';
import { defineLocal, type Operation } from '../operation.ts';

export type MadeLetter = {
  language: Language;
  pages: number;
  templateHash: string;
  bytes: Uint8Array;
};

/** A letter in every language of its template. */
export type RenderLetter = (
  letter: Letter,
) => Promise<{ ok: true; letters: MadeLetter[] } | { ok: false; problem: UnmadeDocument }>;

const Input = z.strictObject({ subject: z.string().min(1), letter: Letter });

/** Makes what a person may send by hand; it asks no partner. What cannot be printed is said. */
export function renderLetter(render: RenderLetter): Operation {
  return defineLocal<typeof Input, MadeLetter[]>({
    kind: 'local',
    input: Input,
    leaseSeconds: 300,
    work: async ({ input }) => {
      const made = await render(input.letter);
      if (made.ok) return { kind: 'done', value: made.letters, raw: { body: '' } };
      const { problem } = made;
      const raw = { body: '' };
      return { kind: 'refused', reason: 'invalid_message', detail: problem.code, raw, problem };
    },
    done: async (tx, _delivery, { subject, letter }, letters) => {
      const name = referenceOf(letter).replace(/[^A-Za-z0-9._-]+/g, '_');
      for (const one of letters) {
        await storeLetter(tx, { subject, fileName: `${name}.${one.language}.pdf`, ...one });
      }
    },
    refused: async (tx, _delivery, { subject, letter }, { problem }) => {
      const params = { reference: referenceOf(letter), problem: problem?.code ?? 'unknown' };
      const raisedOn = await businessDay(tx);
      const alert = { cause: `letter|${subject}`, code: 'letter_unmade', params, subject };
      await raiseAlerts(tx, [{ ...alert, raisedOn }]);
    },
  });
}

function referenceOf(letter: Letter): string {
  return letter.document === 'insurer-notice' ? letter.notice.reference : letter.demand.reference;
}
