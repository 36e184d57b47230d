import { z } from 'zod';

/** What our own code can say of an answer or a step; `core/wording` has a sentence for each. */
type ToldParams = {
  answered: { status: number };
  answered_without_reason: { status: number };
  call_ended: object;
  connection_failed: { cause: string };
  no_answer_in_time: object;
  address_not_public: { host: string };
  address_not_allowed: { host: string };
  protocol_not_allowed: { protocol: string };
  redirect_refused: { status: number };
  answer_too_large: { limit: number };
  mailbox_failed: { cause: string };
  mailbox_not_open: object;
  mailbox_not_read: object;
  file_unconfirmed: object;
  file_name_taken: object;
  file_name_refused: object;
  file_too_large: { limit: number };
  no_issuer_number: { line: number };
  amount_has_no_place: { line: number };
  debtor_has_no_place: { line: number };
  number_has_no_place: { line: number };
  head_has_no_place: object;
  field_does_not_fit: { field: string; value: string; limit: number };
  file_malformed: { file: string; line: number };
  file_word_unknown: { file: string; line: number; word: string };
  file_sums_differ: { file: string };
  file_of_another: { file: string };
  statement_missing: { number: number };
  statement_differs: { file: string };
  receipt_unreadable: object;
  list_unreadable: object;
  token_unreadable: object;
  names_no_cover: object;
  country_or_scheme_unknown: { country: string; scheme: string };
  key_not_accepted: object;
  schedule_not_there: { reference: string };
  collections_not_listed: object;
  not_known: { times: number };
  found: object;
  refused: { reason: string };
  operation_missing: { operation: string };
  interrupted_unknown: object;
  interrupted_again: object;
  answers_missing: object;
  machine_ends: object;
  documents_ready: object;
  request_missing: object;
  answer_for_no_line: { line: number };
  acknowledged_amount_differs: {
    line: number;
    foundMinor: number;
    knownMinor: number;
    currency: string;
  };
  acknowledged_in_other_currency: { line: number; found: string; currency: string };
  notice_not_there: { reference: string };
  answer_contradicts: { line: number };
  cancelled_though_funded: object;
  answer_not_taken: object;
  movements_in_circle: object;
  movement_unbookable: { movement: string };
  movement_of_several: { movement: string; facilities: string };
  movement_contradicts: { movement: string };
  movement_unplaced: { movement: string };
  movement_misfit: { movement: string; misfit: string };
  movement_reverses_nothing: { movement: string };
  movement_in_other_currency: { movement: string; found: string; currency: string };
  advance_differs: { foundMinor: number; knownMinor: number; currency: string };
  sent_by_hand: object;
  answer_in_other_currency: { line: number; found: string; currency: string };
  answer_above_request: { line: number; foundMinor: number; askedMinor: number; currency: string };
};
export type ToldCode = keyof ToldParams;

const Params = z.record(z.string(), z.union([z.string(), z.number()]));
const Words = z.string();

/**
 * What is known of an answer or a step, for people to read: the partner's or a person's own words as
 * they came, or our code with its numbers. `about` is what the sentence speaks of, one level deep.
 */
export const Detail = z.union([
  Words,
  z.strictObject({
    code: z.string(),
    params: Params,
    about: z.union([Words, z.strictObject({ code: z.string(), params: Params })]).optional(),
  }),
]);
export type Detail = z.infer<typeof Detail>;

export function told<Code extends ToldCode>(
  code: Code,
  params: ToldParams[Code],
  about: Detail = '',
): Detail {
  const { code: name, params: numbers } = { code, params: { ...params } };
  if (about === '') return { code: name, params: numbers };
  const kept = typeof about === 'string' ? about : { code: about.code, params: about.params };
  return { code: name, params: numbers, about: kept };
}
