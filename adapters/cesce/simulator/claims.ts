import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Books, CesceOptions, Of } from './books.ts';
import { type Desk, refusal, strict } from './desk.ts';

const amount = z.string().regex(/^\d+(\.\d+)?$/);
const NonPaymentBody = z.strictObject({
  endorsementNo: z.string().min(1),
  customerReference: z.string().min(1),
  notificationReference: z.string().min(1),
  cause: z.enum(['DEFAULT', 'INSOLVENCY']),
  notificationDate: z.iso.date(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  totalDebt: amount,
  overdueDebt: amount,
  disputedDebt: amount,
  recoveryRequested: z.boolean(),
  remarks: z.string(),
  sales: z
    .array(
      z.strictObject({
        invoiceNo: z.string().min(1),
        invoiceDate: z.iso.date(),
        maturityDate: z.iso.date(),
        invoiceAmount: amount,
        unpaidAmount: amount,
      }),
    )
    .min(1),
});
const DocumentBody = z.strictObject({
  dossierNo: z.string().min(1),
  documentReference: z.string().min(1),
  documentType: z.string().min(1),
  fileName: z.string().min(1),
  sha256: z.string().length(64),
  content: z.base64().min(4),
});
const ClaimContent = z.object({
  claimed: amount,
  currency: z.string(),
  payees: z.array(z.object({ name: z.string() })).min(1),
});

/** Dossiers: what was declared unpaid, the documents of it, and what became of it. */
export function routeClaims(app: Hono, desk: Desk, options: CesceOptions): void {
  const { books, faults, authorised } = desk;
  const dossier = '/contracts/:contract/dossiers/:dossier';
  app.post(`${dossier}/non-payments`, faults.guard('effect'), authorised('create'), (context) =>
    declare(context, desk),
  );
  app.post(
    '/contracts/:contract/documents',
    faults.guard('effect'),
    authorised('create'),
    (context) => contribute(context, desk),
  );
  const read = [faults.guard('read'), authorised('read')] as const;
  app.get('/contracts/:contract/dossiers', ...read, (context) =>
    context.json({ dossiers: dossiersOf(books, context.req.param('contract')).map(shown) }),
  );
  app.get(dossier, ...read, (context) => {
    const contract = context.req.param('contract');
    work(books, contract, options);
    const found = dossiersOf(books, contract).find(
      ({ dossierNo }) => dossierNo === context.req.param('dossier'),
    );
    if (!found) return context.json({ errorCode: 'UNKNOWN_DOSSIER', errorMessage: '' }, 404);
    return context.json(shown(found));
  });
  app.get(`${dossier}/non-payments`, ...read, (context) => {
    const list = books
      .current('non_payment', context.req.param('contract'), ({ internalNo }) => internalNo)
      .filter(({ dossierNo }) => dossierNo === context.req.param('dossier'));
    return context.json({ nonPayments: list.map(shown) });
  });
  app.get(`${dossier}/processing-steps`, ...read, (context) =>
    context.json({ steps: ofDossier(books, 'step', context) }),
  );
  app.get(`${dossier}/recoveries`, ...read, (context) =>
    context.json({ recoveries: ofDossier(books, 'recovery', context) }),
  );
  app.get('/contracts/:contract/settlements', ...read, (context) => {
    const settlements = books.all('settlement', context.req.param('contract')).map(shown);
    return context.json({ settlements });
  });
  app.get('/contracts/:contract/documents', ...read, (context) => {
    const documents = books.all('document', context.req.param('contract')).map(shown);
    return context.json({ documents });
  });
}

function ofDossier(books: Books, type: 'step' | 'recovery', context: Context) {
  const { contract = '', dossier = '' } = context.req.param();
  return books
    .all(type, contract)
    .filter(({ dossierNo }) => dossierNo === dossier)
    .map(shown);
}

async function declare(context: Context, { books, faults }: Desk) {
  const body = await strict(context, NonPaymentBody);
  if (!body.ok) return body.answer;
  const { data } = body;
  const { contract = '', dossier = '' } = context.req.param();
  if (!books.endorsement(data.endorsementNo)) {
    return refusal(context, 'UNKNOWN_ENDORSEMENT', 'No existe el suplemento');
  }
  const said = books
    .all('non_payment', contract)
    .some(({ notificationReference }) => notificationReference === data.notificationReference);
  if (said) return refusal(context, 'DUPLICATED', 'El impago ya consta');
  const open = dossiersOf(books, contract).find(({ dossierNo }) => dossierNo === dossier);
  if (dossier !== '0' && open?.endorsementNo !== data.endorsementNo) {
    return refusal(context, 'INVALID_FIELD', 'El expediente no es de este deudor');
  }
  const { endorsementNo, notificationReference, currency, totalDebt } = data;
  const dossierNo = open?.dossierNo ?? `E${books.next('dossier', 7)}`;
  if (!open)
    books.write({ type: 'dossier', contract, dossierNo, endorsementNo, statusCode: 'OPEN' });
  const internalNo = books.next('non_payment', 4);
  books.write({
    type: 'non_payment',
    contract,
    dossierNo,
    internalNo,
    endorsementNo,
    notificationReference,
    currency,
    totalDebt,
    statusCode: 'RECEIVED',
  });
  step(books, { contract, dossierNo, code: 'IMPAGO', description: 'Impago declarado' });
  faults.count(notificationReference);
  const answer = { dossierNo, internalNo, notificationReference, statusCode: 'RECEIVED' };
  return context.json(answer, 201);
}

async function contribute(context: Context, { books, faults }: Desk) {
  const body = await strict(context, DocumentBody);
  if (!body.ok) return body.answer;
  const { content, ...data } = body.data;
  const contract = context.req.param('contract') ?? '';
  const dossier = dossiersOf(books, contract).find(({ dossierNo }) => dossierNo === data.dossierNo);
  if (!dossier) return refusal(context, 'UNKNOWN_DOSSIER', 'No existe el expediente');
  const said = books
    .all('document', contract)
    .some(({ documentReference }) => documentReference === data.documentReference);
  if (said) return refusal(context, 'DUPLICATED', 'El documento ya consta');
  const bytes = Buffer.from(content, 'base64');
  if (data.documentType === 'CLAIM') {
    const claim = ClaimContent.safeParse(parse(bytes.toString('utf8')));
    if (!claim.success) return refusal(context, 'INVALID_FIELD', 'Solicitud ilegible');
    const { claimed, currency, payees } = claim.data;
    const { dossierNo, endorsementNo } = dossier;
    const payee = payees[0]?.name ?? '';
    const filed = { currency, claimedAmount: claimed, payee };
    books.write({ type: 'claim', contract, dossierNo, endorsementNo, ...filed });
    books.write({ ...dossier, statusCode: 'CLAIMED' });
    step(books, { contract, dossierNo, code: 'SOLICITUD', description: 'Solicitud recibida' });
  }
  const documentNo = books.next('document', 6);
  books.write({ type: 'document', contract, documentNo, ...data });
  faults.count(data.documentReference);
  return context.json({ documentNo }, 201);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const looks = new WeakMap<Books, Map<string, number>>();

/** Each look at a dossier brings its claim on: studied, then settled within the limit in force. */
function work(books: Books, contract: string, options: CesceOptions): void {
  const counts = looks.get(books) ?? new Map<string, number>();
  looks.set(books, counts);
  for (const dossier of dossiersOf(books, contract)) {
    const { dossierNo, statusCode } = dossier;
    if (statusCode !== 'CLAIMED' && statusCode !== 'STUDY') continue;
    const count = (counts.get(dossierNo) ?? 0) + 1;
    counts.set(dossierNo, count);
    const after = options.settledAfterReads ?? 2;
    if (statusCode === 'CLAIMED' && count >= 1) {
      books.write({ ...dossier, statusCode: 'STUDY' });
      step(books, { contract, dossierNo, code: 'ESTUDIO', description: 'Siniestro en estudio' });
    } else if (count > after) settle(books, dossier, options.shareBp ?? 9000);
  }
}

function settle(books: Books, dossier: Of<'dossier'>, shareBp: number): void {
  const { contract, dossierNo, endorsementNo } = dossier;
  const claim = books.all('claim', contract).findLast((entry) => entry.dossierNo === dossierNo);
  const limit = books
    .all('movement', contract)
    .findLast((entry) => entry.endorsementNo === endorsementNo && Number(entry.amount) > 0);
  if (!claim) return;
  const digits = (claim.claimedAmount.split('.')[1] ?? '').length;
  const scale = 10 ** digits;
  const claimed = Math.round(Number(claim.claimedAmount) * scale);
  const insured = Math.min(
    claimed,
    Math.round(Number(limit?.amount ?? claim.claimedAmount) * scale),
  );
  const paid = Math.floor((insured * shareBp) / 10_000);
  const text = (units: number) => (units / scale).toFixed(digits);
  const above = claimed - insured;
  books.write({
    type: 'settlement',
    contract,
    settlementNo: books.next('settlement', 6),
    dossierNo,
    date: books.today(),
    currency: claim.currency,
    amount: text(paid),
    payee: claim.payee,
    deductions: [
      ...(above > 0 ? [{ code: 'SOBRE_LIMITE', amount: text(above) }] : []),
      { code: 'PARTE_PROPIA', amount: text(insured - paid) },
    ],
  });
  books.write({ ...dossier, statusCode: 'SETTLED' });
  step(books, { contract, dossierNo, code: 'LIQUIDACION', description: 'Indemnización liquidada' });
}

type Told = Pick<Of<'step'>, 'contract' | 'dossierNo' | 'code' | 'description'> &
  Partial<Pick<Of<'step'>, 'documentType' | 'dueDate'>>;

function step(books: Books, told: Told): void {
  const stepNo = books.next('step', 6);
  const date = books.today();
  books.write({ type: 'step', stepNo, date, documentType: null, dueDate: null, ...told });
}

function dossiersOf(books: Books, contract: string): Of<'dossier'>[] {
  return books.current('dossier', contract, ({ dossierNo }) => dossierNo);
}

function shown<Shown extends { type: string; contract: string }>(entry: Shown) {
  const { type: _, contract: __, ...rest } = entry;
  return rest;
}

const Recovery = z.strictObject({
  dossierNo: z.string(),
  amount,
  currency: z.string(),
  cesceAmount: amount.nullable().default(null),
  expenses: amount.nullable().default(null),
});
const Wanted = z.strictObject({
  dossierNo: z.string(),
  documentType: z.string(),
  dueDate: z.iso.date(),
});
const Status = z.strictObject({ dossierNo: z.string(), statusCode: z.string() });

/** `POST /_control/recoveries`, `/documents-wanted` and `/dossiers`: what CESCE does by itself. */
export function controlClaims(books: Books): Hono {
  const control = new Hono();
  const find = (dossierNo: string) =>
    Object.keys(books.contracts)
      .flatMap((contract) => dossiersOf(books, contract))
      .find((dossier) => dossier.dossierNo === dossierNo);
  control.post('/recoveries', async (context) => {
    const told = Recovery.parse(await context.req.json());
    const dossier = find(told.dossierNo);
    if (!dossier) return context.json({ error: 'no such dossier' }, 404);
    const recoveryNo = books.next('recovery', 6);
    const date = books.today();
    const { contract } = dossier;
    books.write({ type: 'recovery', contract, recoveryNo, date, ...told });
    books.write({ ...dossier, statusCode: 'RECOVERY' });
    return context.json({ recoveryNo });
  });
  control.post('/documents-wanted', async (context) => {
    const { dossierNo, documentType, dueDate } = Wanted.parse(await context.req.json());
    const dossier = find(dossierNo);
    if (!dossier) return context.json({ error: 'no such dossier' }, 404);
    const { contract } = dossier;
    const wanted = { code: 'DOCUMENTACION', description: documentType, documentType, dueDate };
    step(books, { contract, dossierNo, ...wanted });
    books.write({ ...dossier, statusCode: 'DOCUMENTATION' });
    return context.json({ dossierNo });
  });
  control.post('/dossiers', async (context) => {
    const { dossierNo, statusCode } = Status.parse(await context.req.json());
    const dossier = find(dossierNo);
    if (!dossier) return context.json({ error: 'no such dossier' }, 404);
    return context.json(shown(books.write({ ...dossier, statusCode })));
  });
  return control;
}
