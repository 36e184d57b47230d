import type { FC } from 'hono/jsx';
import type { ClaimResult } from '../../../store/claim-act.ts';
import type { Flash } from '../flash.ts';
import { Notice } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import type { View } from '../view.ts';

/** What the last step on a claim came to. */
export const ClaimTold: FC<{ view: View; flash: Flash | undefined }> = function ClaimTold({
  view,
  flash,
}) {
  if (!flash) return null;
  const { claims } = view.text;
  const text =
    flash.code === 'claim_done'
      ? claims.done
      : flash.code === 'claim_opened'
        ? claims.opened(String(flash.params.reference ?? ''))
        : sentenceOf(view, flash);
  return (
    <Notice kind={flash.kind}>
      <p>{text}</p>
    </Notice>
  );
};

export function flashOf(result: ClaimResult<unknown>): Flash {
  if (result.ok) return { kind: 'done', code: 'claim_done', params: {} };
  const { ok: _, code, ...params } = result;
  return { kind: 'refused', code, params };
}
