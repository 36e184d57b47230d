import { type AmountMinor, toDecimal } from '../../core/money.ts';
import type { RemittanceAdvice } from '../../core/remittance.ts';
import type { TableRefusal } from '../table/problem.ts';

export type AdvicesRead = { status: 'read'; advices: RemittanceAdvice[] } | RemittanceRefusal;

/** `document` counts from one; 0 is the advice itself. */
export type RemittanceProblemParams = {
  remittance_too_large: { bytes: number; limit: number };
  remittance_not_utf8: { bytes: number };
  remittance_not_xml: { line: number; detail: string };
  remittance_has_dtd: { bytes: number };
  remittance_not_read: { namespace: string; known: string };
  remittance_version: { version: string; first: string; last: string };
  remittance_field_missing: { reference: string; document: number; field: string };
  remittance_currency: { reference: string; currency: string; expected: string };
  remittance_amount: { reference: string; document: number; value: string; currency: string };
  remittance_date: { reference: string; document: number; value: string };
  remittance_code: { reference: string; document: number; field: string; value: string };
  remittance_unbalanced: {
    reference: string;
    currency: string;
    documents: string;
    total: string;
  };
  /** Rows of one payment that do not agree on what the payment is. */
  remittance_row_differs: { reference: string; row: number; column: string; value: string };
};

type RemittanceProblem = {
  [Code in keyof RemittanceProblemParams]: {
    status: 'refused';
    code: Code;
    params: RemittanceProblemParams[Code];
  };
}[keyof RemittanceProblemParams];

export type RemittanceRefusal = RemittanceProblem | TableRefusal;

export function refuseRemittance<Code extends keyof RemittanceProblemParams>(
  code: Code,
  params: RemittanceProblemParams[Code],
): { status: 'refused'; code: Code; params: RemittanceProblemParams[Code] } {
  return { status: 'refused', code, params };
}

/** The documents' paid amounts make the total, to the cent; without a stated total they are it. */
export function totalled(
  advice: Omit<RemittanceAdvice, 'totalMinor'>,
  stated: AmountMinor | undefined,
): RemittanceAdvice | RemittanceRefusal {
  const { reference, currency, documents } = advice;
  const text = (amountMinor: AmountMinor) => toDecimal({ amountMinor, currency });
  let sum = 0;
  for (const [index, { paidMinor }] of documents.entries()) {
    sum += paidMinor;
    if (Number.isSafeInteger(sum)) continue;
    const params = { reference, document: index + 1, value: text(paidMinor), currency };
    return refuseRemittance('remittance_amount', params);
  }
  if (stated === undefined || stated === sum) return { ...advice, totalMinor: sum };
  const params = { reference, currency, documents: text(sum), total: text(stated) };
  return refuseRemittance('remittance_unbalanced', params);
}
