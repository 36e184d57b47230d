import { lookUp } from '../look-up.ts';
import type { StatementParty } from '../statement.ts';
import { moneyOf } from './amounts.ts';
import type { Told } from './told.ts';

/**
 * Code words between slashes, as /EREF/…/ORDP//NAME/…/REMI/USTD//…: SWIFT's way, in Dutch and many
 * international statements. A value may have slashes; it ends where the next known word begins.
 */
export function codesIn(text: string): Told {
  const told: Told = { creditorRefs: [], unstructured: [] };
  let party: PartyOf = 'other';
  const found = [...text.matchAll(word)];
  const lead = text
    .slice(0, found[0]?.index)
    .replace(/(?<!\/)\/+$/, '')
    .trim();
  if (lead !== '') told.unstructured.push(lead);
  for (const [index, match] of found.entries()) {
    const name = match[1] ?? '';
    const end = found[index + 1]?.index ?? text.length;
    const raw = text.slice(match.index + name.length + 1, end);
    const value = raw.replace(/^\/+|(?<!\/)\/+$/g, '').trim();
    party = lookUp(parties, name) ?? party;
    if (value === '' || value === 'NOTPROVIDED') continue;
    if (name === 'IBAN') told[party] = { ...told[party], account: value };
    else if (name === 'NAME' || lookUp(parties, name))
      told[party] = { ...told[party], name: value };
    else if (name === 'CNTP') told.other = { ...told.other, ...counterparty(raw) };
    else if (name === 'REMI') remittance(told, value);
    else if (!note(told, name, value)) told.unstructured.push(`/${name}/${value}`);
  }
  return told;
}

const word =
  /(?<=^|\/)(EREF|KREF|PREF|MREF|MARF|CREF|UETR|REMI|ORDP|BENM|ULTD|ULTB|ULTC|NAME|IBAN|BIC|CNTP|CSID|CRED|TRTP|TRCD|RTRN|PURP|ISDT|ADDR|OCMT|EXCH|CHGS\d?)(?=\/)/g;

type PartyOf = 'other' | 'ordering' | 'beneficiary' | 'ultimateDebtor' | 'ultimateCreditor';

/** Words that say whose the name and account behind them are. */
const parties: Readonly<Record<string, PartyOf>> = {
  ORDP: 'ordering',
  BENM: 'beneficiary',
  ULTD: 'ultimateDebtor',
  ULTB: 'ultimateCreditor',
  ULTC: 'ultimateCreditor',
};

/** Account, BIC, name and place, one slash between them. */
function counterparty(raw: string): StatementParty {
  const [account = '', , name = ''] = raw.replace(/^\//, '').split('/');
  return {
    ...(account !== '' && { account: account.trim() }),
    ...(name !== '' && { name: name.trim() }),
  };
}

/** USTD is free text; STRD a creditor reference, behind the word for who issues it. */
function remittance(told: Told, value: string): void {
  const [, reference] = /^STRD\/+(?:(?:CUR|ISO)\/+)?(.+)$/.exec(value) ?? [];
  if (reference !== undefined) told.creditorRefs.push(reference);
  else told.unstructured.push(value.replace(/^USTD\/+/, ''));
}

function note(told: Told, name: string, value: string): boolean {
  const money = moneyOf(value);
  if (name === 'EREF') told.endToEndId = value;
  else if (name === 'KREF' || name === 'PREF') told.ownRef = value;
  else if (name === 'MREF' || name === 'MARF') told.mandateId = value;
  else if (name === 'CREF') told.creditorRefs.push(value);
  else if (name === 'UETR') told.transactionId = value;
  else if (name === 'RTRN') told.returnReason = value;
  else if (name === 'OCMT' && money) told.instructed = money;
  else if (name.startsWith('CHGS') && money) told.charge = money;
  else if (name === 'EXCH' && /^\d+,\d*$/.test(value)) {
    told.rate = value.replace(',', '.').replace(/\.$/, '');
  } else return false;
  return true;
}
