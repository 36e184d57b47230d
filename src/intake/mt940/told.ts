import type { Money } from '../../core/money.ts';
import type { StatementParty } from '../statement.ts';
import { codesIn } from './codes.ts';
import { flow, wordsOf } from './flow.ts';

/** What field 86 tells of an entry, in whichever way the bank writes it. */
export type Told = {
  /** The bank's business code and its further key, as 166 and 339. */
  code?: string;
  endToEndId?: string;
  /** The initiator's own reference. */
  ownRef?: string;
  mandateId?: string;
  transactionId?: string;
  creditorRefs: string[];
  unstructured: string[];
  /** The other side of the entry, whoever of both it is. */
  other?: StatementParty;
  ordering?: StatementParty;
  beneficiary?: StatementParty;
  /** Initiated for, or received for, somebody else. */
  ultimateInitiator?: StatementParty;
  ultimateRecipient?: StatementParty;
  ultimateDebtor?: StatementParty;
  ultimateCreditor?: StatementParty;
  returnReason?: string;
  instructed?: Money;
  rate?: string;
  charge?: Money;
};

/**
 * Reads field 86: sub-fields ?00 to ?63 with code words like SVWZ+ in them, code words between
 * slashes like /REMI/, or free text; each is a bank's own agreement, so nothing here refuses a file.
 */
export function toldBy(lines: readonly string[]): Told {
  const whole = lines.join('');
  const [, code, mark] = subfielded.exec(whole) ?? [];
  if (code !== undefined && mark !== undefined) return bySubfields(whole, code, mark);
  if (slashed.test(whole)) return codesIn(flow(lines, lineWidth));
  return plusWords(lines, lineWidth);
}

const lineWidth = 65;
const partWidth = 27;
const subfielded = /^\s*(\d{3})([?<>@|~^+$&!;#])(?=\d\d)/;
const slashed = /\/(?:EREF|REMI|ORDP|BENM|TRTP|CNTP|NAME|KREF|PREF|MARF|RTRN)\//;

/** Text of 20 to 29 and 60 to 63 in order, 30 to 33 the other side, 00 the posting's name. */
function bySubfields(whole: string, code: string, mark: string): Told {
  const parts = new Map<string, string>();
  let last = '';
  for (const piece of whole.trimStart().slice(4).split(mark)) {
    const [, key, value = ''] = /^(\d\d)(.*)$/s.exec(piece) ?? [];
    if (key === undefined) parts.set(last, `${parts.get(last) ?? ''}${mark}${piece}`);
    else {
      last = key;
      parts.set(key, (parts.get(key) ?? '') + value);
    }
  }
  const texts = [...parts].filter(([key]) => /^(2\d|6[0-3])$/.test(key)).sort();
  const told = plusWords(
    texts.map(([, value]) => value),
    partWidth,
  );
  const name = flow([parts.get('32') ?? '', parts.get('33') ?? ''], partWidth);
  const account = (parts.get('38') ?? parts.get('31') ?? '').trim();
  const posting = (parts.get('00') ?? '').trim();
  const key = (parts.get('34') ?? '').trim();
  return {
    ...told,
    code: key === '' ? code : `${code}+${key}`,
    unstructured: posting === '' ? told.unstructured : [...told.unstructured, posting],
    ...partyOf(name || told.other?.name, account || told.other?.account),
  };
}

function partyOf(name: string | undefined, account: string | undefined): Pick<Told, 'other'> {
  if (!name && !account) return {};
  return { other: { ...(name && { name }), ...(account && { account }) } };
}

/** SEPA's words in the text, each with a plus: what German banks agreed on. */
function plusWords(lines: readonly string[], width: number): Told {
  const told: Told = { creditorRefs: [], unstructured: [] };
  for (const [word, value] of wordsOf(lines, { width, words: plus })) {
    const id = value === 'NOTPROVIDED' ? undefined : value;
    if (word === '' || word === 'SVWZ') told.unstructured.push(value);
    else if (word === 'EREF') Object.assign(told, id && { endToEndId: id });
    else if (word === 'KREF') Object.assign(told, id && { ownRef: id });
    else if (word === 'MREF') Object.assign(told, id && { mandateId: id });
    else if (word === 'ABWA') told.ultimateInitiator = { name: value };
    else if (word === 'ABWE') told.ultimateRecipient = { name: value };
    else if (word === 'IBAN') told.other = { ...told.other, account: value };
    else told.unstructured.push(`${word}+${value}`);
  }
  return told;
}

const plus = /(?<=^|[\s\v])(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+/g;
