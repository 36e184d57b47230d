import type { Day } from '../core/calendar.ts';
import { sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Letter } from '../core/notice/letter.ts';
import type { Language } from '../core/template.ts';
import { newId, type Tx } from './database.ts';
import { createDelivery } from './delivery.ts';

export type LetterHead = {
  id: Id;
  subject: string;
  language: Language;
  fileName: string;
  pages: number;
  sha256: string;
  recordedAt: Date;
};

/** Has a letter made in every language of its template; `subject` names what it is of. */
export async function intendLetter(
  tx: Tx,
  { subject, letter }: { subject: string; letter: Letter },
): Promise<void> {
  await createDelivery(tx, {
    queue: 'documents',
    operation: 'renderLetter',
    subject,
    state: 'ready',
    input: { subject, letter },
  });
}

/** Keeps a letter as it was made; the same again changes nothing. */
export async function storeLetter(
  tx: Tx,
  given: Omit<LetterHead, 'id' | 'recordedAt' | 'sha256'> & {
    templateHash: string;
    bytes: Uint8Array;
  },
): Promise<void> {
  const { subject, language, fileName, pages, templateHash, bytes } = given;
  await tx.query(
    `insert into cedent.letter (tenant_id, id, subject, language, file_name, pages, template_hash,
       sha256, bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tx.tenantId,
      newId(),
      subject,
      language,
      fileName,
      pages,
      templateHash,
      sha256(bytes),
      Buffer.from(bytes),
    ],
  );
}

/** Letters of what is named so, or of all whose name begins so. */
export async function listLetters(
  tx: Tx,
  { subject, isPrefix = false }: { subject: string; isPrefix?: boolean },
): Promise<LetterHead[]> {
  return tx.query<LetterHead>(
    `select id, subject, language, file_name as "fileName", pages, sha256,
       recorded_at as "recordedAt"
     from cedent.letter where tenant_id = $1
       and case when $3 then starts_with(subject, $2) else subject = $2 end
     order by recorded_at desc, language limit 200`,
    [tx.tenantId, subject, isPrefix],
  );
}

export async function readLetter(
  tx: Tx,
  id: Id,
): Promise<{ fileName: string; bytes: Uint8Array } | undefined> {
  const [row] = await tx.query<{ fileName: string; bytes: Uint8Array }>(
    `select file_name as "fileName", bytes from cedent.letter where tenant_id = $1 and id = $2`,
    [tx.tenantId, id],
  );
  return row;
}

export function demandSubject(debtorId: string, on: Day): string {
  return `demand|${debtorId}|${on}`;
}
