import { decimal, total } from './amounts.ts';
import { type Decision, type Entry, financedOf, type Reason } from './books.ts';
import type { Invoice } from './schedule.ts';
import { branch, documentOf, find, findAll, leaf, type Node } from './tree.ts';

/** What the factor says of a message: received, or received in error and why. */
export type Receipt = { code: 'RCCF' } | { code: 'RCER'; reason: Reason; words: string };
type About = { statusId: string; at: string; receipt: Receipt; entry?: Entry | undefined };

/** A tsin.002 about one message of a client, with the decisions on it once there are some. */
export function financingStatus(
  original: { id: string; madeAt: string },
  { statusId, at, receipt, entry }: About,
): string {
  return documentOf(
    'urn:iso:std:iso:20022:tech:xsd:tsin.002.001.01',
    branch('InvcFincgReqSts', [
      branch('StsId', [leaf('Id', statusId), leaf('CreDtTm', at)]),
      branch('OrgnlReqInfAndSts', [
        leaf('Id', original.id),
        leaf('CreDtTm', original.madeAt),
        validation(receipt),
        cancellationOf(entry),
      ]),
      entry && entry.cancelled !== 'PACK'
        ? financing('FincgInfAndSts', entry.schedule.invoices, entry)
        : undefined,
    ]),
  );
}

/** A tsin.007: the client's list once more, with a status on it and on each item. */
export function assignmentStatus(message: Node, { statusId, at, receipt, entry }: About): string {
  const letter = find(message, 'Hdr');
  const list = find(message, 'AssgnmtList') ?? find(message, 'NtfctnList');
  const items = findAll(list, 'FinItm');
  const told = (list?.children ?? []).map((child) => {
    const invoice = entry?.schedule.invoices[items.indexOf(child)];
    return entry && invoice ? itemWithStatus(child, invoice, entry) : child;
  });
  const by = list?.name === 'NtfctnList' ? 'OthrPty' : 'PmryRcpt';
  return documentOf(
    'urn:iso:std:iso:20022:tech:xsd:tsin.007.001.01',
    branch('InvcAssgnmtSts', [
      branch('Hdr', [
        branch('LttrIdr', [leaf('Id', statusId), leaf('ElctrncOrgnl', 'true')]),
        leaf('Dt', at.slice(0, 10)),
        ...answering(letter, by),
      ]),
      branch('AssgnmtList', [...told, validation(receipt)]),
    ]),
  );
}

/**
 * The parties and papers of a letter in the answer of one of them, in the schema's order: that party is
 * its originator, the first originator its recipient, and whoever was written to besides another party.
 */
export function answering(letter: Node | undefined, by: 'PmryRcpt' | 'OthrPty'): Node[] {
  const role: Readonly<Record<string, string>> =
    by === 'PmryRcpt'
      ? { PmryRcpt: 'Orgtr', Orgtr: 'PmryRcpt' }
      : { OthrPty: 'Orgtr', Orgtr: 'PmryRcpt', PmryRcpt: 'OthrPty' };
  const kept = (letter?.children ?? []).filter(({ name }) => name !== 'LttrIdr' && name !== 'Dt');
  const nodes = kept.map((node) => renamed(node, role[node.name] ?? node.name));
  const parties = ['Orgtr', 'PmryRcpt', 'AuthstnUsr', 'OthrPty'];
  return [
    ...parties.flatMap((party) => nodes.filter(({ name }) => name === party)),
    ...nodes.filter(({ name }) => !parties.includes(name)),
  ];
}

function renamed(node: Node, name: string): Node {
  return { ...node, name };
}

/** The schema has the status of an item before its proprietary details. */
function itemWithStatus(item: Node, invoice: Invoice, entry: Entry): Node {
  const before = item.children.filter(({ name }) => name !== 'PrtryDtls');
  const status = financing('FincgSts', [invoice], entry);
  return { ...item, children: [...before, status, ...findAll(item, 'PrtryDtls')] };
}

function validation(receipt: Receipt): Node {
  return branch('VldtnStsInf', [
    leaf('Sts', receipt.code),
    ...(receipt.code === 'RCER' ? reasonNodes(receipt) : []),
  ]);
}

function cancellationOf(entry: Entry | undefined): Node | undefined {
  if (!entry?.cancelled) return undefined;
  const late = { reason: { Cd: 'CA03' }, words: 'the financing has begun' };
  return branch('CxlStsInf', [
    leaf('Sts', entry.cancelled),
    ...(entry.cancelled === 'REJT' ? reasonNodes(late) : []),
  ]);
}

function reasonNodes({ reason, words }: { reason: Reason; words: string }): Node[] {
  const [name, text] = 'Cd' in reason ? ['Cd', reason.Cd] : ['Prtry', reason.Prtry];
  return [
    branch('StsRsn', [leaf(name, text)]),
    leaf('AddtlStsRsnInf', Array.from(words).slice(0, 105).join('')),
  ];
}

function financing(name: string, invoices: readonly Invoice[], entry: Entry): Node {
  const { currency } = entry.schedule;
  const decided = invoices.map((invoice) => decisionsOn(invoice, entry));
  const { count, sum } = financedOf(decided.flat());
  const like = entry.schedule.invoices[0]?.instalments[0]?.asked.text ?? '0';
  const accepted = invoices.flatMap(({ instalments }) =>
    instalments.filter(({ sequence }) =>
      decided.flat().some((one) => one.sequence === sequence && one.status === 'FNCD'),
    ),
  );
  const open = total(accepted.map((instalment) => instalment.open.text));
  const openCurrency = accepted[0]?.open.currency ?? currency;
  const openLike = accepted[0]?.open.text ?? like;
  return branch(name, [
    branch('FincgAllwdSummry', [
      leaf('FincdItmNb', String(count)),
      leaf('TtlAccptdItmsAmt', decimal(open, openLike), { Ccy: openCurrency }),
      leaf('TtlFincdAmt', decimal(sum, like), { Ccy: currency }),
    ]),
    ...invoices.map((invoice) => details(invoice, decisionsOn(invoice, entry), currency)),
  ]);
}

function decisionsOn(invoice: Invoice, { decisions }: Entry): Decision[] {
  return invoice.instalments.map(
    ({ sequence }) =>
      decisions?.find((one) => one.sequence === sequence) ?? { sequence, status: 'PDNG' },
  );
}

/** The invoice is financed when any of its instalments is. */
function details(invoice: Invoice, decisions: readonly Decision[], currency: string): Node {
  const { sum } = financedOf(decisions);
  const like = invoice.instalments[0]?.asked.text ?? '0';
  const [first] = decisions;
  const funded = decisions.some(({ status }) => status === 'FNCD');
  const word: Decision = funded
    ? { sequence: '', status: 'FNCD', amount: { text: decimal(sum, like), currency } }
    : (first ?? { sequence: '', status: 'PDNG' });
  return branch('InvcFincgDtls', [
    branch('OrgnlInvcInf', [
      leaf('DocNb', invoice.number),
      leaf('TtlInvcAmt', invoice.total.text, { Ccy: invoice.total.currency }),
      leaf('IsseDt', invoice.issuedOn),
      leaf('PmtDueDt', invoice.dueOn),
    ]),
    branch('InvcFincgRslt', resultNodes(word)),
    ...invoice.instalments.map(({ sequence, open }) =>
      branch('InstlmtFincgInf', [
        leaf('InstlmtSeqId', sequence),
        leaf('InstlmtTtlAmt', open.text, { Ccy: open.currency }),
        branch(
          'InstlmtFincgRslt',
          resultNodes(decisions.find((one) => one.sequence === sequence) ?? word),
        ),
      ]),
    ),
  ]);
}

function resultNodes(decision: Decision): Node[] {
  const status = leaf('FincgReqSts', decision.status);
  switch (decision.status) {
    case 'FNCD': {
      const { text, currency } = decision.amount;
      return [status, branch('FincdAmt', [leaf('Amt', text, { Ccy: currency })])];
    }
    case 'NTFD':
      return [status, ...reasonNodes(decision)];
    case 'PDNG':
      return [status];
    default:
      return decision satisfies never;
  }
}
