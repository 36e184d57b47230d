import { type Amount, amountOf, total, units } from './amounts.ts';
import { find, findAll, type Node, textOf } from './tree.ts';

export type Instalment = { sequence: string; dueOn: string; open: Amount; asked: Amount };
export type Invoice = {
  number: string;
  issuedOn: string;
  dueOn: string;
  total: Amount;
  debtor: { id: string; name: string; country: string };
  instalments: Instalment[];
};
/** What a client asks to be financed, in whichever message it asked. */
export type Schedule = {
  reference: string;
  madeAt: string;
  agreement: string;
  seller: string;
  currency: string;
  invoices: Invoice[];
};
/** A schedule that can be read, or the sums in it that do not agree. */
export type ScheduleRead = { schedule: Schedule } | { fault: string };

/** From a tsin.001 that fits the grammar. */
export function financingSchedule(message: Node): ScheduleRead {
  const head = find(message, 'ReqGrpInf');
  const stated = new Map(
    findAll(head, 'AddtlInf').map((item) => [textOf(item, 'InfTp/Prtry'), textOf(item, 'InfVal')]),
  );
  const missing = ['MODE', 'SIGNED', 'RECOURSE'].find((name) => !stated.has(name));
  if (missing) return { fault: `AddtlInf lacks ${missing}` };
  const currency = textOf(head, 'Ccy');
  const invoices: Invoice[] = [];
  for (const item of findAll(message, 'InvcReqInf')) {
    const invoice = financingInvoice(item, stated);
    if (typeof invoice === 'string') return { fault: invoice };
    invoices.push(invoice);
  }
  const schedule = {
    reference: textOf(head, 'GrpId'),
    madeAt: textOf(head, 'CreDtTm'),
    agreement: textOf(head, 'FincgAgrmt'),
    seller: textOf(head, 'FincgRqstr/PtyId/PrtryId/Id'),
    currency,
    invoices,
  };
  if (Number(textOf(head, 'NbOfInvcReqs')) !== invoices.length) return { fault: 'NbOfInvcReqs' };
  return withinBulk(schedule, amountOf(find(head, 'TtlBlkInvcAmt')));
}

function financingInvoice(item: Node, stated: ReadonlyMap<string, string>): Invoice | string {
  const number = textOf(item, 'InvcGnlInf/DocNb');
  const bulk = amountOf(find(item, 'ReqdAmt/Amt'));
  const plain = findAll(item, 'InstlmtInf');
  const instalments: Instalment[] = [];
  for (const instalment of plain) {
    const sequence = textOf(instalment, 'SeqId');
    const own = /^([A-Z]{3}) (\d+(?:\.\d+)?)$/.exec(stated.get(`REQUESTED ${sequence}`) ?? '');
    if (plain.length > 1 && !own) return `AddtlInf lacks REQUESTED ${sequence}`;
    const asked = own ? { currency: own[1] ?? '', text: own[2] ?? '' } : bulk;
    instalments.push({ ...instalmentOf(instalment), asked });
  }
  if (total(instalments.map(({ asked }) => asked.text)) !== units(bulk.text)) {
    return `${number}: ReqdAmt is not what is requested on its instalments`;
  }
  const sums = find(item, 'InvcTtlsInf');
  return checked({
    number,
    issuedOn: textOf(item, 'InvcGnlInf/IsseDt'),
    dueOn: textOf(sums, 'PmtDueDt'),
    total: totalOf(sums),
    debtor: {
      id: textOf(item, 'Buyr/PtyId/Id/OrgId/PrtryId/Id'),
      name: textOf(item, 'Buyr/PtyId/Nm'),
      country: textOf(item, 'Buyr/PtyId/CtryOfRes'),
    },
    instalments,
  });
}

/** From a tsin.006 of debit items that fits the grammar. */
export function assignmentSchedule(message: Node): ScheduleRead {
  const letter = find(message, 'Hdr');
  const list = find(message, 'AssgnmtList');
  const items = findAll(list, 'FinItm');
  const fault = faultOfCounts(message, items);
  if (fault) return { fault };
  const invoices: Invoice[] = [];
  for (const item of items) {
    const invoice = assignedInvoice(item, letter);
    if (typeof invoice === 'string') return { fault: invoice };
    invoices.push(invoice);
  }
  const asked = amountOf(find(list, 'TtlReqFincg/Amt'));
  const schedule = {
    reference: textOf(list, 'Idr'),
    madeAt: `${textOf(list, 'IsseDt')}T00:00:00Z`,
    agreement: textOf(letter, 'GovngCtrct/ItmIdr'),
    seller: textOf(letter, 'Orgtr/Pty/BasePty/PtyId/Id/OrgId/Othr/Id'),
    currency: asked.currency,
    invoices,
  };
  const each = invoices.flatMap(({ instalments }) => instalments.map((one) => one.asked.text));
  if (total(each) !== units(asked.text)) return { fault: 'TtlReqFincg is not what the items ask' };
  return withinBulk(schedule, amountOf(find(list, 'TtlReqAmt')));
}

/** What a list says of itself: how many items, and their sum whatever currency and sign they have. */
export function faultOfCounts(message: Node, items: readonly Node[]): string | undefined {
  const sum = total(items.map((item) => textOf(item, 'TtlAmt/TtlInvcAmt')));
  const list = find(message, 'AssgnmtList') ?? find(message, 'NtfctnList');
  for (const node of [list, message]) {
    if (Number(textOf(node, 'ItmCnt')) !== items.length) return 'ItmCnt is not the number of items';
    if (units(textOf(node, 'CtrlSum')) !== sum) return 'CtrlSum is not the sum of the items';
  }
  return undefined;
}

/** What is due of an item is what its instalments come to, and no more than its total. */
export function faultOfSums(item: Node): string | undefined {
  const number = textOf(item, 'ItmCntxt/Idr');
  const open = total(findAll(item, 'InstlmtInf/Amt').map(({ text }) => text));
  const whole = totalOf(find(item, 'TtlAmt')).text;
  if (whole === '' || open > units(whole)) return `${number}: its totals do not agree`;
  return units(textOf(item, 'DueAmt')) === open
    ? undefined
    : `${number}: DueAmt is not the sum of its instalments`;
}

function assignedInvoice(item: Node, letter: Node | undefined): Invoice | string {
  const asked = new Map(
    findAll(item, 'PrtryDtls/Envlp/ReqdFincg/Instlmt').map((instalment) => [
      textOf(instalment, 'SeqId'),
      amountOf(find(instalment, 'Amt')),
    ]),
  );
  const number = textOf(item, 'ItmCntxt/Idr');
  const instalments = findAll(item, 'InstlmtInf').map(instalmentOf);
  const complete = instalments.flatMap((instalment) => {
    const own = asked.get(instalment.sequence);
    return own ? [{ ...instalment, asked: own }] : [];
  });
  if (complete.length !== instalments.length || asked.size !== instalments.length) {
    return `${number}: ReqdFincg is not of its instalments`;
  }
  if (units(textOf(item, 'DueAmt')) !== total(instalments.map(({ open }) => open.text))) {
    return `${number}: DueAmt is not the sum of its instalments`;
  }
  const party = findAll(letter, 'OthrPty').find(
    (other) => textOf(other, 'Id') === textOf(item, 'ItmCntxt/Buyr'),
  );
  if (!party) return `${number}: its Buyr is no other party`;
  const sums = find(item, 'TtlAmt');
  return checked({
    number,
    issuedOn: textOf(item, 'ItmCntxt/IsseDt'),
    dueOn: textOf(sums, 'PmtDueDt'),
    total: totalOf(sums),
    debtor: {
      id: textOf(party, 'Pty/BasePty/PtyId/Id/OrgId/Othr/Id'),
      name: textOf(party, 'Pty/BasePty/LglOrg/Nm'),
      country: textOf(party, 'Pty/BasePty/PtyId/CtryOfRes'),
    },
    instalments: complete,
  });
}

function instalmentOf(instalment: Node): Omit<Instalment, 'asked'> {
  return {
    sequence: textOf(instalment, 'SeqId'),
    dueOn: textOf(instalment, 'PmtDueDt'),
    open: amountOf(find(instalment, 'Amt')),
  };
}

/** No total where taxable amount and tax do not come to it. */
function totalOf(sums: Node | undefined): Amount {
  const parts = total([textOf(sums, 'TtlTaxblAmt'), textOf(sums, 'TtlTaxAmt')]);
  const stated = amountOf(find(sums, 'TtlInvcAmt'));
  return parts === units(stated.text) ? stated : { ...stated, text: '' };
}

function checked(invoice: Invoice): Invoice | string {
  const open = total(invoice.instalments.map((instalment) => instalment.open.text));
  const sound =
    invoice.total.text !== '' &&
    open <= units(invoice.total.text) &&
    invoice.instalments.every((one) => one.open.currency === invoice.total.currency);
  return sound ? invoice : `${invoice.number}: its totals do not agree`;
}

/** Where all is in one currency the bulk is what is still open of it. */
function withinBulk(schedule: Schedule, bulk: Amount): ScheduleRead {
  const { currency, invoices } = schedule;
  const instalments = invoices.flatMap((invoice) => invoice.instalments);
  if (bulk.currency !== currency || instalments.some(({ asked }) => asked.currency !== currency)) {
    return { fault: 'the currency of the request' };
  }
  const foreign = instalments.some(({ open }) => open.currency !== currency);
  const open = total(instalments.map((instalment) => instalment.open.text));
  if (!foreign && open !== units(bulk.text)) return { fault: 'the total is not that of the items' };
  return { schedule };
}
