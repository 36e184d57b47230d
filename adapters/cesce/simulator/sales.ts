import type { Hono } from 'hono';
import { z } from 'zod';
import type { Books } from './books.ts';
import { type Desk, refusal, strict } from './desk.ts';

const SaleBody = z.strictObject({
  endorsementNo: z.string().min(1),
  customerReference: z.string().min(1),
  saleReference: z.string().min(1),
  saleType: z.enum(['SALE', 'CREDIT_NOTE', 'EXTENSION']),
  invoiceNo: z.string().min(1),
  invoiceDate: z.iso.date(),
  maturityDate: z.iso.date(),
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const CollectionBody = z.strictObject({
  client: z.string().min(1),
  sale: z.string().min(1),
  collectionDate: z.iso.date(),
  collectionReference: z.string().min(1),
  amount: z.string().regex(/^\d+(\.\d+)?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** Sales and collections; a credit note follows a sale, an extension is a sale of its own. */
export function routeSales(app: Hono, { books, faults, authorised }: Desk): void {
  const own = '/contracts/:contract/sales';
  app.post(own, faults.guard('effect'), authorised('create'), async (context) => {
    const body = await strict(context, SaleBody);
    if (!body.ok) return body.answer;
    const { data } = body;
    const contract = context.req.param('contract');
    const before = books.all('sale', contract);
    if (before.some(({ saleReference }) => saleReference === data.saleReference)) {
      return refusal(context, 'DUPLICATED', 'La venta ya consta');
    }
    const problem = problemOf(before, data);
    if (problem) return refusal(context, problem.code, problem.message);
    const { endorsementNo, saleReference, saleType, invoiceNo, amount, currency } = data;
    const saleCesceReferenceNo = books.next('sale', 9);
    const sale = { endorsementNo, saleReference, saleType, invoiceNo, amount, currency };
    books.write({ type: 'sale', contract, saleCesceReferenceNo, ...sale });
    faults.count(saleReference);
    return context.json({ saleCesceReferenceNo, saleReference }, 201);
  });
  app.get(own, faults.guard('read'), authorised('read'), (context) => {
    const sales = books
      .all('sale', context.req.param('contract'))
      .map(({ type: _, contract: __, ...sale }) => sale);
    return context.json({ sales });
  });
  app.post(
    '/contracts/:contract/collections',
    faults.guard('effect'),
    authorised('create'),
    async (context) => {
      const body = await strict(context, CollectionBody);
      if (!body.ok) return body.answer;
      const { client: _client, collectionDate: _on, currency: _currency, ...data } = body.data;
      const contract = context.req.param('contract');
      const known = books
        .all('collection', contract)
        .some(({ collectionReference }) => collectionReference === data.collectionReference);
      if (known) return refusal(context, 'DUPLICATED', 'El cobro ya consta');
      const sold = books.all('sale', contract).some(({ invoiceNo }) => invoiceNo === data.sale);
      if (!sold) return refusal(context, 'NO_PREVIOUS_SALE', 'No consta la venta');
      const collectionNo = books.next('collection', 9);
      books.write({ type: 'collection', contract, collectionNo, ...data });
      faults.count(data.collectionReference);
      return context.json({ collectionNo }, 201);
    },
  );
}

type Sale = z.infer<typeof SaleBody>;

function problemOf(before: ReturnType<Books['all']>, sale: Sale) {
  if (sale.saleType === 'SALE') return undefined;
  const original = before.find(
    (entry) =>
      entry.type === 'sale' && entry.saleType === 'SALE' && entry.invoiceNo === sale.invoiceNo,
  );
  if (original?.type !== 'sale') {
    return { code: 'NO_PREVIOUS_SALE', message: 'Debe existir una venta previa' };
  }
  if (sale.saleType === 'EXTENSION' && Number(sale.amount) > Number(original.amount)) {
    return { code: 'AMOUNT_ABOVE_SALE', message: 'El importe supera la venta original' };
  }
  return undefined;
}
