import type { FactorOptions } from './books.ts';
import { answering } from './status.ts';
import { branch, documentOf, find, findAll, leaf, type Node, textOf } from './tree.ts';

/** What a debtor does with a notice; `disputes` names documents it does not accept as they are. */
export type DebtorAnswer = 'refuses' | 'is_silent' | { disputes: readonly string[] };

type Entry = { message: Node; receivedAt: string; reads: number; answer?: string };

/** The notices that the factor passes on, and what their debtors answer. */
export function openNotices(options: FactorOptions) {
  const now = options.now ?? (() => new Date());
  const after = options.acknowledgeAfter ?? { reads: 1 };
  const entries = new Map<string, Entry>();
  let acknowledgements = 0;
  const answerNow = (entry: Entry): boolean => {
    const debtor = find(entry.message, 'Hdr/PmryRcpt');
    const id = textOf(debtor, 'Pty/BasePty/PtyId/Id/OrgId/Othr/Id');
    const does = options.debtorAnswers?.[id] ?? { disputes: [] };
    if (does === 'is_silent') return false;
    acknowledgements += 1;
    const messageId = `ACK-${String(acknowledgements).padStart(6, '0')}`;
    entry.answer = acknowledgement(entry.message, { messageId, at: now().toISOString(), does });
    return true;
  };
  return {
    enter(id: string, message: Node, receivedAt: string): void {
      entries.set(id, { message, receivedAt, reads: 0 });
    },
    answerNow(id: string): void {
      const entry = entries.get(id);
      if (entry) answerNow(entry);
    },
    /** Each look at a notice brings the debtor's answer closer. */
    look(id: string): { answer: string | undefined; answeredNow: boolean } | undefined {
      const entry = entries.get(id);
      if (!entry) return undefined;
      entry.reads += 1;
      const ageMs = now().getTime() - Date.parse(entry.receivedAt);
      const isDue = 'reads' in after ? entry.reads > after.reads : ageMs >= after.ms;
      const answeredNow = entry.answer === undefined && isDue && answerNow(entry);
      return { answer: entry.answer, answeredNow };
    },
    ids: (): string[] => [...entries.keys()],
  };
}

type About = { messageId: string; at: string; does: Exclude<DebtorAnswer, 'is_silent'> };

/** A tsin.013: the notice's list once more, with the debtor's word on it and on each item. */
function acknowledgement(message: Node, { messageId, at, does }: About): string {
  const list = find(message, 'NtfctnList');
  const disputed = does === 'refuses' ? [] : does.disputes;
  const told = (list?.children ?? []).map((child) => {
    if (child.name !== 'FinItm' || does === 'refuses') return child;
    const number = textOf(child, 'ItmCntxt/Idr');
    const word = disputed.includes(number) ? no('GOODS_MISSING', `${number}: goods missing`) : yes;
    return { ...child, children: [...child.children, word] };
  });
  const whole = does === 'refuses' ? no('NOT_OWED', 'no such contract with the seller') : yes;
  return documentOf(
    'urn:iso:std:iso:20022:tech:xsd:tsin.013.001.01',
    branch('InvcAssgnmtAck', [
      branch('Hdr', [
        branch('LttrIdr', [leaf('Id', messageId), leaf('ElctrncOrgnl', 'true')]),
        leaf('Dt', at.slice(0, 10)),
        ...answering(find(message, 'Hdr'), 'PmryRcpt').map((node) =>
          node.name === 'AuthstnUsr' ? clerk : node,
        ),
      ]),
      branch('PmtStsList', [...told, whole]),
      leaf('PmtStsCnt', '1'),
      ...findAll(message, 'ItmCnt'),
      ...findAll(message, 'CtrlSum'),
    ]),
  );
}

const yes = branch('VldtnStsInf', [leaf('Sts', 'RCCF')]);

function no(reason: string, words: string): Node {
  return branch('VldtnStsInf', [
    leaf('Sts', 'RCER'),
    branch('StsRsn', [leaf('Prtry', reason)]),
    leaf('AddtlStsRsnInf', Array.from(words).slice(0, 105).join('')),
  ]);
}

/** Who answers for the debtor. */
const clerk = branch('AuthstnUsr', [
  leaf('Id', 'CLERK'),
  branch('Pty', [branch('BasePty', [branch('PtyId', [leaf('Nm', 'Accounts payable')])])]),
]);
