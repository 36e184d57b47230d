import type { FC } from 'hono/jsx';
import { evidenceKinds } from '../../../core/claim/evidence.ts';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';

/** A document: what it is, of which invoice, and its file. */
export const EvidenceFields: FC<{
  view: View;
  lines: readonly { receivableId: string; number: string }[];
}> = function EvidenceFields({ view, lines }) {
  const { claims } = view.text;
  return (
    <>
      <label>
        {claims.kind}
        <select name="kind">
          {Object.keys(evidenceKinds).map((kind) => (
            <option value={kind}>{kindText(view, kind)}</option>
          ))}
        </select>
      </label>
      <label>
        {claims.ofInvoice}
        <select name="receivable">
          <option value="">{claims.wholeDebtor}</option>
          {lines.map(({ receivableId, number }) => (
            <option value={receivableId}>{number}</option>
          ))}
        </select>
      </label>
      <label>
        {claims.file}
        <input type="file" name="file" required />
      </label>
    </>
  );
};

export function kindText({ locale }: View, kind: string): string {
  const code = `evidence.${kind}`;
  return isWorded(code) ? word(locale, code) : kind;
}
