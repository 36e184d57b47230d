import type { CanonicalRequest, Party } from '../../../src/core/funding/request.ts';
import { described, group, type Markup, text } from '../wire/write.ts';
import { tradePartyOf } from './party.ts';

/** What the header of a tsin.006 or tsin.008 introduces under an xs:ID, for the items to refer to. */
export const refer = {
  seller: 'SELLER',
  funder: 'FACTOR',
  user: 'USER',
  agreement: 'AGREEMENT',
  terms: 'TERMS',
  certificate: 'CERTIFICATE',
  request: 'REQUEST',
  debtor: (index: number) => `DEBTOR-${index + 1}`,
  credited: (index: number) => `CREDITED-${index + 1}`,
} as const;

/** A party with the xs:ID under which it is introduced. */
export type Introduced = { id: string; party: Party };

export type Letter = Pick<CanonicalRequest, 'number' | 'asOf' | 'facility' | 'seller'> & {
  authorisedUser: string;
  recipient: Introduced;
  others: readonly Introduced[];
  documents: readonly Markup[];
  /** Sale or pledge and whose risk it is: between seller and funder. */
  areTermsTold: boolean;
};

/** The business letter that a list of items goes with. */
export function letterOf(letter: Letter): string {
  const { agreement } = letter.facility;
  return group('Hdr', [
    group('LttrIdr', [text('Id', letterId(letter.number)), text('ElctrncOrgnl', 'true')]),
    text('Dt', letter.asOf),
    introduced('Orgtr', refer.seller, tradePartyOf(letter.seller)),
    introduced('PmryRcpt', letter.recipient.id, tradePartyOf(letter.recipient.party)),
    introduced(
      'AuthstnUsr',
      refer.user,
      group('BasePty', [group('PtyId', [described('Nm', letter.authorisedUser, 35)])]),
    ),
    ...letter.others.map(({ id, party }) => introduced('OthrPty', id, tradePartyOf(party))),
    ...letter.documents,
    group('GovngCtrct', [
      text('Id', refer.agreement),
      text('ItmIdr', agreement.reference),
      text('Dt', agreement.signedOn),
      text('ElctrncOrgnl', 'false'),
    ]),
    letter.areTermsTold ? termsOf(letter.facility) : undefined,
  ]);
}

function introduced(name: string, id: string, party: string): string {
  return group(name, [text('Id', id), group('Pty', [party])]);
}

function termsOf({ mode, agreement }: CanonicalRequest['facility']): string {
  const terms = `${mode.toUpperCase()}-${agreement.recourse ? 'WITH' : 'WITHOUT'}-RECOURSE`;
  return group('LglCntxt', [
    text('Id', refer.terms),
    group('RuleId', [group('Prtry', [text('Id', terms)])]),
  ]);
}

/** Our reference as an xs:ID, which may hold fewer characters; the list itself bears it unchanged. */
function letterId(number: string): string {
  return `L-${number.replace(/[^A-Za-z0-9._-]/g, '_')}`;
}
