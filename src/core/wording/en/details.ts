import type { RefusalReason } from '../../adapter.ts';
import type { ToldCode } from '../../detail.ts';
import type { Misfit } from '../../funding/position.ts';

/** What is known of an answer or a step of a delivery; `reason` is why a partner says no. */
export const details = {
  'detail.answered': 'answered with status {status}',
  'detail.answered_without_reason': 'answered with status {status} and no reason we can read',
  'detail.call_ended': 'the call ended without an answer',
  'detail.connection_failed': 'the connection failed ({cause})',
  'detail.no_answer_in_time': 'no answer in time',
  'detail.address_not_public': '{host} is not on the public internet',
  'detail.address_not_allowed': '{host} is not a host of this connection',
  'detail.protocol_not_allowed': '{protocol} is not allowed for this connection',
  'detail.redirect_refused': 'a redirect (status {status}) was not followed',
  'detail.answer_too_large': 'the answer was over {limit:count} bytes',
  'detail.mailbox_failed': 'the mailbox could not be used ({cause})',
  'detail.mailbox_not_open': 'the mailbox of this connection is not open',
  'detail.mailbox_not_read': 'the folders could not be read',
  'detail.file_unconfirmed': 'whether the file was left there was not confirmed',
  'detail.file_name_taken': 'another file of this name is already there',
  'detail.file_name_refused': 'a file name may hold letters, digits, dot, dash and underline',
  'detail.file_too_large': 'the file was over {limit:count} bytes',
  'detail.no_issuer_number':
    'line {line} is for an export debtor, and the connection has no issuer number for those',
  'detail.amount_has_no_place': 'the amount of line {line} is too long for the factor’s file',
  'detail.debtor_has_no_place':
    'a number of the debtor of line {line} is too long for the factor’s file, or holds letters that it does not have',
  'detail.number_has_no_place':
    'the document number of line {line} is too long for the factor’s file, or holds letters that it does not have',
  'detail.head_has_no_place':
    'the reference, the agreement or the sum does not fit into the factor’s file',
  'detail.field_does_not_fit':
    'the {field:word.field} “{value}” does not fit into the message, which has room for 1 to {limit:count} characters there; nothing was sent',
  'detail.file_malformed':
    'record {line} of {file} does not keep to the layout; the whole file was left unread',
  'detail.file_word_unknown':
    'record {line} of {file} says “{word}”, for which no meaning is agreed; the whole file was left unread',
  'detail.file_sums_differ':
    'the count or the sum of {file} does not agree with its records; the whole file was left unread',
  'detail.file_of_another': '{file} speaks of something else than its name says',
  'detail.statement_missing': 'statement {number} is missing; later ones wait for it',
  'detail.statement_differs': 'there are two versions of {file} that differ',
  'detail.receipt_unreadable': 'accepted, without a receipt that names our reference',
  'detail.list_unreadable': 'the answer cannot be read',
  'detail.token_unreadable': 'the answer to the sign-in cannot be read',
  'detail.names_no_cover': 'the answer names no cover',
  'detail.country_or_scheme_unknown':
    'the insurer has no word for the country {country} or the kind of number {scheme}',
  'detail.key_not_accepted': 'the access was not accepted',
  'detail.collections_not_listed': 'what was collected is not listed there: people must ask',
  'detail.schedule_not_there': 'no schedule with the reference {reference} there yet',
  'detail.notice_not_there': 'no notice with the reference {reference} there yet',
  'detail.not_known': 'not known there; asked {times:times}',
  'detail.found': 'found there',
  'detail.refused': '{reason:word.reason}',
  'detail.operation_missing': 'the connection cannot do this ({operation})',
  'detail.sent_by_hand': 'it went by hand instead: the machine does not send it any more',
  'detail.interrupted_unknown': 'the attempt was interrupted; whether it arrived is not known',
  'detail.interrupted_again': 'interrupted, and done again',
  'detail.answers_missing': 'not every line is answered yet',
  'detail.machine_ends': 'nothing more can be found out by machine',
  'detail.documents_ready': 'the documents are ready',
  'detail.request_missing': 'the approved request is not there',
  'detail.cancelled_though_funded':
    'the funder says that it has cancelled the schedule, and it has funded lines of it',
  'detail.answer_not_taken':
    'what came could not be taken, time after time; a person has to look at what the funder sends',
  'detail.movements_in_circle':
    'the funder’s account leads back to places that were read before, and nothing new comes; the funder has to mend it',
  'detail.movement_unbookable':
    '{movement} could not be booked for a reason that we did not foresee; what came with it was taken',
  'detail.movement_of_several':
    '{movement} is on an agreement of several facilities ({facilities}) and does not say of which; a person has to',
  'detail.movement_contradicts':
    'the funder has told {movement} before, with another content; what was booked first stands',
  'detail.movement_unplaced':
    '{movement} names no receivable that the facility holds, or not clearly which',
  'detail.movement_misfit': '{movement} does not fit: {misfit:word.misfit}',
  'detail.movement_reverses_nothing': '{movement} takes back what was never booked',
  'detail.movement_in_other_currency':
    '{movement} is in {found}; the facility’s account is in {currency}',
  'detail.advance_differs':
    'the funder has booked an advance of {foundMinor:money}; its answers come to {knownMinor:money}',
  'detail.answer_contradicts':
    'a second answer for line {line} contradicts the first, which stands',
  'detail.answer_for_no_line': 'the answer is for line {line}, which the request does not have',
  'detail.acknowledged_amount_differs':
    'the debtor says that {foundMinor:money} is open of line {line}; it was told {knownMinor:money}',
  'detail.acknowledged_in_other_currency':
    'the debtor answers line {line} in {found}; its invoice is in {currency}',
  'detail.answer_in_other_currency':
    'line {line} is funded in {found}; the facility is in {currency}',
  'detail.answer_above_request':
    'line {line} is funded with {foundMinor:money}; {askedMinor:money} were asked for',

  'reason.invalid_message': 'the message was not valid',
  'reason.not_authorised': 'the access was not accepted',
  'reason.unknown_party': 'the debtor is not known there',
  'reason.unknown_agreement': 'the agreement is not known there',
  'reason.duplicate': 'it was financed before',
  'reason.limit_exceeded': 'the limit is used up',
  'reason.not_eligible': 'it is not eligible under the agreement',
  'reason.expired': 'the offer has expired',
  'reason.refused_by_partner': 'refused by the partner',
  'misfit.not_held': 'no funder holds the receivable',
  'misfit.held_by_another': 'another request holds the receivable',
  'misfit.held_already': 'the receivable is held already',
  'misfit.not_assigned': 'the funder has not taken the receivable yet',
  'misfit.already_assigned': 'the funder has taken the receivable already',
  'misfit.already_advanced': 'money has been advanced on the receivable',
  'misfit.closed': 'the receivable is closed',
  'misfit.not_closed': 'the receivable is not closed',
  'misfit.above_face': 'it is more than the face of the receivable',
  'misfit.above_residual': 'it is more than is due to the seller',
  'misfit.above_misdirected': 'it is more than the debtor has paid to the seller',
  'misfit.not_settled': 'not everything is settled',
  'misfit.credit_differs': 'a credit note of ours waits to be confirmed, and its amount is another',
} as const satisfies Record<
  `misfit.${Misfit}` | `detail.${ToldCode}` | `reason.${RefusalReason}`,
  string
>;
