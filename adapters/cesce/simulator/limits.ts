import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Books, CesceOptions, Of } from './books.ts';
import { type Desk, refusal, strict } from './desk.ts';

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const ClassificationBody = z.strictObject({
  endorsementNo: z.string().min(1),
  customerReference: z.string().min(1),
  requestReference: z.string().min(1),
  requestedAmount: decimal,
  currency: z.string().regex(/^[A-Z]{3}$/),
  effectDate: z.iso.date(),
  urgent: z.boolean(),
});
const CancelBody = z.strictObject({
  endorsementNo: z.string().min(1),
  requestReference: z.string().min(1),
});

const inProcess = '1';
const decided = '2';
const denied = '3';

/** Limits asked for, decided at once or by a person, and the feed of what was decided. */
export function routeLimits(app: Hono, desk: Desk, options: CesceOptions): void {
  const { books, faults, authorised } = desk;
  const own = '/contracts/:contract/classifications';
  app.post(own, faults.guard('effect'), authorised('create'), async (context) => {
    const body = await strict(context, ClassificationBody);
    if (!body.ok) return body.answer;
    const { data } = body;
    const contract = context.req.param('contract');
    const debtor = books.endorsement(data.endorsementNo);
    if (!debtor) return refusal(context, 'UNKNOWN_ENDORSEMENT', 'No existe el suplemento');
    const open = requestsOf(books, contract).find(
      (request) =>
        request.endorsementNo === data.endorsementNo &&
        (request.statusCode === inProcess || request.requestReference === data.requestReference),
    );
    if (open) return refusal(context, 'DUPLICATED', 'Ya existe una solicitud para este deudor');
    const asked = Number(data.requestedAmount);
    const referred = asked > (options.referredAbove ?? 250_000);
    const request = books.write({
      type: 'classification',
      contract,
      classificationNo: books.next('classification', 8),
      ...data,
      statusCode: inProcess,
    });
    desk.faults.count(data.requestReference);
    const answered = referred ? request : decide(books, request);
    return context.json(shownRequest(answered), 201);
  });
  app.post(`${own}/cancel`, faults.guard('effect'), authorised('create'), async (context) => {
    const body = await strict(context, CancelBody);
    if (!body.ok) return body.answer;
    return cancel(context, desk, body.data);
  });
  app.get(own, faults.guard('read'), authorised('read'), (context) => {
    const contract = context.req.param('contract');
    look(books, contract, options.decidedAfterReads ?? 2);
    return context.json({ classifications: requestsOf(books, contract).map(shownRequest) });
  });
  app.get('/contracts/:contract/movements', faults.guard('read'), authorised('read'), (context) => {
    const contract = context.req.param('contract');
    look(books, contract, options.decidedAfterReads ?? 2);
    const page = Number(context.req.query('page') ?? '1');
    const size = options.pageSize ?? 100;
    const whole = books.all('movement', contract);
    const movements = whole.slice((page - 1) * size, page * size).map(shownMovement);
    return context.json({ movements, page, totalPages: Math.ceil(whole.length / size) });
  });
}

function cancel(context: Context, desk: Desk, data: z.infer<typeof CancelBody>) {
  const { books, faults } = desk;
  const contract = context.req.param('contract') ?? '';
  const { endorsementNo, requestReference } = data;
  const known = requestsOf(books, contract).some(
    (request) => request.requestReference === requestReference,
  );
  if (known) return refusal(context, 'DUPLICATED', 'La anulación ya consta');
  const last = books
    .all('movement', contract)
    .findLast((movement) => movement.endorsementNo === endorsementNo);
  if (!last) return refusal(context, 'UNKNOWN_ENDORSEMENT', 'No existe el suplemento');
  const request = books.write({
    type: 'classification',
    contract,
    classificationNo: books.next('classification', 8),
    endorsementNo,
    customerReference: endorsementNo,
    requestReference,
    requestedAmount: '0',
    currency: last.currency,
    effectDate: books.today(),
    urgent: false,
    statusCode: decided,
  });
  move(books, last, { movementCode: 'BAJA', amount: '0', expiryDate: books.today() });
  faults.count(requestReference);
  return context.json(shownRequest(request), 201);
}

function requestsOf(books: Books, contract: string): Of<'classification'>[] {
  return books.current('classification', contract, (request) => request.classificationNo);
}

/** As much as it would insure, in whole thousands; nothing is a refusal. */
function decide(books: Books, request: Of<'classification'>): Of<'classification'> {
  const { contract, classificationNo, endorsementNo, requestedAmount } = request;
  const debtor = books.endorsement(endorsementNo);
  const asked = Number(requestedAmount);
  const granted = Math.floor(Math.min(asked, debtor?.appetite ?? 0) / 1000) * 1000;
  if (granted === 0) return books.write({ ...request, statusCode: denied });
  books.write({
    type: 'movement',
    contract,
    movementNo: books.all('movement').length + 1,
    endorsementNo,
    debtorName: debtor?.name ?? '',
    classificationNo,
    movementCode: granted < asked ? 'PARCIAL' : 'ALTA',
    currency: request.currency,
    amount: String(granted),
    effectDate: request.effectDate,
    expiryDate: null,
    movementDate: books.today(),
  });
  return books.write({ ...request, statusCode: decided });
}

const looks = new WeakMap<Books, Map<string, number>>();

/** Each look brings the person closer to a decision. */
function look(books: Books, contract: string, after: number): void {
  const counts = looks.get(books) ?? new Map<string, number>();
  looks.set(books, counts);
  for (const request of requestsOf(books, contract)) {
    if (request.statusCode !== inProcess) continue;
    const count = (counts.get(request.classificationNo) ?? 0) + 1;
    counts.set(request.classificationNo, count);
    if (count > after) decide(books, request);
  }
}

function shownRequest({ type: _, contract: __, ...request }: Of<'classification'>) {
  return { ...request, statusCode: Number(request.statusCode) };
}

function shownMovement({ type: _, contract: __, ...movement }: Of<'movement'>) {
  return movement;
}

type Changed = Partial<
  Pick<Of<'movement'>, 'movementCode' | 'amount' | 'expiryDate' | 'effectDate'>
>;

function move(books: Books, last: Of<'movement'>, changed: Changed): Of<'movement'> {
  return books.write({
    ...last,
    movementNo: books.all('movement').length + 1,
    movementDate: books.today(),
    ...changed,
  });
}

const Change = z.strictObject({
  endorsementNo: z.string(),
  movementCode: z.string(),
  amount: decimal.optional(),
  effectDate: z.iso.date().optional(),
  expiryDate: z.iso.date().nullable().optional(),
});

/** `POST /_control/movements` reduces, withdraws or notices a limit now. */
export function controlLimits(books: Books): Hono {
  const control = new Hono();
  control.post('/movements', async (context) => {
    const { endorsementNo, ...changed } = Change.parse(await context.req.json());
    const last = books
      .all('movement')
      .findLast((movement) => movement.endorsementNo === endorsementNo);
    if (!last) return context.json({ error: 'no such endorsement' }, 404);
    const set = Object.fromEntries(
      Object.entries(changed).filter(([, value]) => value !== undefined),
    );
    return context.json(shownMovement(move(books, last, set)));
  });
  return control;
}
